package com.prysmid.tenant.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No workspace can take what belongs to another. */
class TurnsTest {
    private final List<String> started = new ArrayList<>();

    private boolean enter(Turns turns, String workspace, String name) {
        return turns.enter(workspace, () -> started.add(name));
    }

    @Test
    void aWorkspaceHasItsFewAndThenWaitsAndThenIsRefused() {
        Turns turns = new Turns(10, 2, 1);
        assertThat(enter(turns, "a", "a1")).isTrue();
        assertThat(enter(turns, "a", "a2")).isTrue();
        assertThat(enter(turns, "a", "a3")).isTrue();
        assertThat(enter(turns, "a", "a4")).isFalse();
        assertThat(enter(turns, "b", "b1")).isTrue();
        assertThat(started).containsExactly("a1", "a2", "b1");
        turns.leave("a");
        assertThat(started).containsExactly("a1", "a2", "b1", "a3");
    }

    @Test
    void workspacesThatWaitTakeTurns() {
        Turns turns = new Turns(1, 1, 10);
        enter(turns, "a", "a1");
        enter(turns, "a", "a2");
        enter(turns, "a", "a3");
        enter(turns, "b", "b1");
        enter(turns, "b", "b2");
        turns.leave("a");
        turns.leave(last());
        turns.leave(last());
        turns.leave(last());
        assertThat(started.subList(1, 5)).containsExactlyInAnyOrder("a2", "a3", "b1", "b2");
        assertThat(started.subList(1, 3)).as("one of each first").containsExactlyInAnyOrder("a2", "b1");
    }

    private String last() {
        return started.getLast().substring(0, 1);
    }

    @Test
    void nothingIsLeftOfAWorkspaceThatHasNothingUnderWay() {
        Turns turns = new Turns(1, 1, 1);
        enter(turns, "a", "a1");
        enter(turns, "b", "b1");
        turns.leave("a");
        turns.leave("b");
        assertThat(turns.workspaces()).isZero();
        assertThatThrownBy(() -> turns.leave("b")).isInstanceOf(IllegalStateException.class);
    }
}
