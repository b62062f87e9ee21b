package com.prysmid.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.value.Slug;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InspectionTest {
    private static final List<Slug> MANY =
            IntStream.range(0, 1_000).mapToObj(i -> new Slug("slug-" + i)).toList();

    @Test
    void everyWorkspaceIsWokenOnceAndOnlyAFewAtATime() {
        Inspection inspection = new Inspection(MANY);
        Deque<Slug> awake = new ArrayDeque<>(inspection.next());
        Set<Slug> seen = new HashSet<>(awake);
        int most = awake.size();
        while (!awake.isEmpty()) {
            Slug done = awake.removeFirst();
            for (Slug next : inspection.tended(done, seen.size() % 2 == 0 ? Upkeep.SEALED_AGAIN : Upkeep.NOTHING)) {
                assertThat(seen.add(next)).as("woken before: " + next).isTrue();
                awake.add(next);
            }
            most = Math.max(most, awake.size());
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(MANY);
        assertThat(most).isBetween(2, 20);
        assertThat(inspection.all()).isEqualTo(1_000);
        assertThat(inspection.count(Upkeep.SEALED_AGAIN) + inspection.count(Upkeep.NOTHING))
                .isEqualTo(1_000);
    }

    /** A message to an actor may be lost with its shard. */
    @Test
    void whoHasNotAnsweredIsWokenAgainAndNobodyElseInTheirPlace() {
        Inspection inspection = new Inspection(MANY);
        List<Slug> first = inspection.next();
        assertThat(inspection.next()).isEqualTo(first);
        assertThat(inspection.tended(new Slug("somebody-new"), Upkeep.KEY_SET)).isEmpty();
        assertThat(inspection.next()).isEqualTo(first);
    }

    @Test
    void theEndIsSaidOnce() {
        Inspection inspection = new Inspection(MANY.subList(0, 1));
        assertThat(inspection.ends()).isFalse();
        inspection.next();
        assertThat(inspection.ends()).isFalse();
        inspection.tended(MANY.getFirst(), Upkeep.KEY_SET);
        assertThat(inspection.ends()).isTrue();
        assertThat(inspection.ends()).isFalse();
        assertThat(inspection.count(Upkeep.KEY_SET)).isEqualTo(1);
    }
}
