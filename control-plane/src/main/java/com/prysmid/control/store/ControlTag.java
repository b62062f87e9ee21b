package com.prysmid.control.store;

import java.util.Set;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.persistence.journal.WriteEventAdapter;

/**
 * Tags every event on its way into the journal, so that one query reads them all in order. The journal does it, not the entities:
 * none can forget.
 */
public final class ControlTag implements WriteEventAdapter {
    /** In every row of {@code event_tag}: never to be changed. */
    public static final String TAG = "control";

    @Override
    public String manifest(Object event) {
        return "";
    }

    @Override
    public Object toJournal(Object event) {
        return new Tagged(event, Set.of(TAG));
    }
}
