package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many mails that anybody can cause went to each address of late, whatever accounts they were about: nobody's mailbox is
 * flooded by way of many accounts. In memory: should the entity move, an address may get as many again. Used by the entity's
 * thread only.
 */
final class MailAllowances {
    /** As many as one account may cause: whoever has one account with us notices no other limit. */
    static final int MAILS = 5;

    static final Duration WINDOW = Duration.ofHours(1);

    /** More addresses than the gateways' own limit lets mails go to within the window. */
    private static final int REMEMBERED = 10_000;

    private static final class Mailed {
        private final Deque<Instant> at = new ArrayDeque<>(MAILS);
        /** Somebody was told that one is held. */
        private boolean told;
    }

    /** In the order of the last mail to each. */
    private final Map<String, Mailed> byRecipient = new LinkedHashMap<>();

    /** @param recipient the address's digest; counted unless it is held */
    MailAdmitted admit(String recipient, Instant now) {
        forget(now);
        Mailed mailed = byRecipient.computeIfAbsent(recipient, absent -> new Mailed());
        while (!mailed.at.isEmpty() && isOver(mailed.at.getFirst(), now)) {
            mailed.at.removeFirst();
        }
        if (mailed.at.size() >= MAILS) {
            boolean news = !mailed.told;
            mailed.told = true;
            return new MailAdmitted(mailed.at.getFirst().plus(WINDOW), news);
        }
        mailed.at.addLast(now);
        mailed.told = false;
        // Behind the others again.
        byRecipient.remove(recipient);
        byRecipient.put(recipient, mailed);
        return MailAdmitted.YES;
    }

    int remembered() {
        return byRecipient.size();
    }

    private void forget(Instant now) {
        Iterator<Mailed> oldest = byRecipient.values().iterator();
        while (oldest.hasNext()) {
            Mailed mailed = oldest.next();
            if (!isOver(mailed.at.getLast(), now) && byRecipient.size() < REMEMBERED) {
                return;
            }
            oldest.remove();
        }
    }

    private static boolean isOver(Instant at, Instant now) {
        return !at.plus(WINDOW).isAfter(now);
    }
}
