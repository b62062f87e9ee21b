package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.state.UserState;
import java.time.Instant;
import java.util.List;

/** The state as it will be once some events are persisted, for what is decided in the same commit. */
final class Folding {
    private Folding() {}

    static UserState of(UserState state, List<UserEvent> events, Act act, Instant now) {
        UserState after = state;
        for (UserEvent event : events) {
            after = after.apply(new Recorded<>(now, act, event));
        }
        return after;
    }
}
