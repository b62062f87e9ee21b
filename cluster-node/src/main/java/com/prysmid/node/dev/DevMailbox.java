package com.prysmid.node.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * Mail that dev's own mail server took and sends no further: kept in memory, newest first, for whoever reads {@code GET /} on
 * 127.0.0.1. Holds the last
 * {@value #KEPT}. Thread-safe.
 */
final class DevMailbox {

    private static final int KEPT = 200;

    /**
     * One message.
     *
     * @param text the plain part, as {@code html} is the other; a message may carry both
     */
    record Mail(String to, String subject, String text, String html, Instant at) {}

    private final Deque<Mail> mails = new ArrayDeque<>();

    synchronized void deliver(Mail mail) {
        mails.addFirst(mail);
        while (mails.size() > KEPT) {
            mails.removeLast();
        }
    }

    private synchronized ObjectNode items() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        for (Mail mail : mails) {
            items.addObject()
                    .put("to", mail.to())
                    .put("subject", mail.subject())
                    .put("text", mail.text())
                    .put("html", mail.html())
                    .put("at", mail.at().toString());
        }
        return body;
    }

    Route route() {
        return Directives.pathEndOrSingleSlash(() -> Directives.get(() -> Directives.complete(
                HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, items().toString()))));
    }
}
