package com.prysmid.control.sessions;

import com.prysmid.control.value.ControlEvent;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.time.Instant;

/** Facts of the dashboard's sessions. */
public sealed interface SessionEvent extends ControlEvent {
    /** Whose session. */
    MemberId member();

    /**
     * A person signed in.
     *
     * @param digest of what their browser holds
     * @param sealed who they are, under a key that only their browser holds
     * @param endsAt however much it is used
     */
    record SignedIn(Instant at, Provenance by, MemberId member, Sha256 digest, String sealed, Instant endsAt)
            implements SessionEvent {}

    /** A session was used, for the first time in a while. */
    record Used(Instant at, Provenance by, MemberId member, Sha256 digest) implements SessionEvent {}

    /** A person signed out. */
    record SignedOut(Instant at, Provenance by, MemberId member, Sha256 digest) implements SessionEvent {}
}
