package com.prysmid.node.running;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What dev's mail server took, as anybody reads it at the mailbox URL. */
public final class Mailbox {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("https://\\S+");
    private static final Pattern CODE = Pattern.compile("(?m)^    (\\S+)\\s*$");

    private final Api api;

    public Mailbox(RunningDev dev) {
        String url = dev.mailboxUrl();
        this.api = new Api(dev.tls(), url.endsWith("/") ? url.substring(0, url.length() - 1) : url, null);
    }

    /** One mail. */
    public record Mail(String to, String subject, String text, String html) {
        /** The address that the plain text leads to. */
        public String link() {
            Matcher matcher = LINK.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link in: " + text);
            }
            return matcher.group();
        }

        /** The code on a line of its own. */
        public String code() {
            Matcher matcher = CODE.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no code in: " + text);
            }
            return matcher.group(1);
        }
    }

    /** Those to this address, oldest first. */
    public List<Mail> to(String address) {
        List<Mail> found = new ArrayList<>();
        for (JsonNode item : api.get("/").expect(200).path("items")) {
            if (item.path("to").asText().equals(address)) {
                found.add(new Mail(
                        address,
                        item.path("subject").asText(),
                        item.path("text").asText(),
                        item.path("html").asText()));
            }
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }

    /** The first mail to this address; waits for it. */
    public Mail await(String address) {
        return await(address, 1).getFirst();
    }

    /** All mails to this address, oldest first, once there are so many. */
    public List<Mail> await(String address, int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Mail> found = to(address);
            if (found.size() >= count) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(found.size() + " of " + count + " mails came to " + address + ": " + found);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
