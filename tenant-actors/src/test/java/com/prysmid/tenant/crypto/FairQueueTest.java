package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(5, 8);

    @Test
    void workspacesTakeTurnsAndEachKeepsItsOwnOrder() throws InterruptedException {
        for (String job : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
            queue.offer(job.substring(0, 1), job);
        }
        assertThat(takeAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void aNewcomerIsServedNextWhateverWaitsElsewhere() throws InterruptedException {
        for (String job : List.of("a1", "a2", "a3", "b1", "b2", "b3")) {
            queue.offer(job.substring(0, 1), job);
        }
        assertThat(queue.take()).contains("a1");
        assertThat(queue.take()).contains("b1");
        queue.offer("c", "c1");
        assertThat(takeAll()).containsExactly("c1", "a2", "b2", "a3", "b3");
    }

    @Test
    void aNewcomerIsServedNextAlsoWhenTheFloodBeganOnIdleThreads() throws InterruptedException {
        queue.offer("a", "a1");
        assertThat(queue.take()).contains("a1");
        queue.offer("a", "a2");
        queue.offer("b", "b1");
        assertThat(takeAll()).containsExactly("b1", "a2");
    }

    @Test
    void whoComesBackAtOnceAfterEachJobHasNoMoreThanItsTurns() throws InterruptedException {
        for (int number = 1; number <= 4; number++) {
            queue.offer("a", "a" + number);
        }
        List<String> taken = new ArrayList<>();
        queue.offer("b", "b");
        queue.offer("c", "c");
        while (queue.size() > 2) {
            String job = queue.take().orElseThrow();
            taken.add(job);
            if (!job.startsWith("a")) {
                queue.offer(job, job);
            }
        }
        assertThat(taken).containsExactly("a1", "b", "c", "a2", "b", "c", "a3", "b", "c", "a4");
    }

    @Test
    void theBoundPerWorkspaceRefusesThatWorkspaceOnly() {
        for (int number = 1; number <= 5; number++) {
            assertThat(queue.offer("a", "a" + number)).isInstanceOf(FairQueue.Offer.Accepted.class);
        }
        assertThat(queue.offer("a", "a6")).isInstanceOf(FairQueue.Offer.Refused.class);
        assertThat(queue.offer("b", "b1")).isInstanceOf(FairQueue.Offer.Accepted.class);
    }

    @Test
    void aFullQueueMakesRoomForWhoHasLessAtTheExpenseOfWhoHasMost() throws InterruptedException {
        for (String job : List.of("a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3")) {
            queue.offer(job.substring(0, 1), job);
        }
        assertThat(queue.offer("c", "c1")).isEqualTo(new FairQueue.Offer.Displacing<>("a5"));
        assertThat(queue.offer("a", "a6")).isInstanceOf(FairQueue.Offer.Refused.class);
        assertThat(queue.size()).isEqualTo(8);
        assertThat(takeAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "b3", "a4");
    }

    @Test
    void equalsDoNotDisplaceEachOther() {
        for (String slug : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            queue.offer(slug, slug + "1");
        }
        assertThat(queue.offer("i", "i1")).isInstanceOf(FairQueue.Offer.Refused.class);
    }

    @Test
    void anIdleWorkspaceTakesNoMemory() throws InterruptedException {
        for (int slug = 0; slug < 8; slug++) {
            queue.offer("workspace-" + slug, "job");
        }
        assertThat(queue.workspaces()).isEqualTo(8);
        takeAll();
        assertThat(queue.workspaces()).isZero();
    }

    @Test
    void closingHandsBackWhatWaitedAndEndsTakers() throws InterruptedException {
        queue.offer("a", "a1");
        queue.offer("b", "b1");
        assertThat(queue.close()).containsExactlyInAnyOrder("a1", "b1");
        assertThat(queue.take()).isEmpty();
        assertThat(queue.offer("a", "a2")).isInstanceOf(FairQueue.Offer.Refused.class);
    }

    @Test
    void aPromptTakerLeavesABacklogToPatientOnes() throws InterruptedException {
        for (String job : List.of("a1", "a2", "a3", "b1", "b2")) {
            queue.offer(job.substring(0, 1), job);
        }
        assertThat(queue.takePromptly()).contains("b1");
        assertThat(queue.takePromptly()).contains("b2");
        assertThat(queue.take()).contains("a1");
        assertThat(queue.takePromptly()).as("two are no backlog").contains("a2");
        assertThat(queue.take()).contains("a3");
    }

    @Test
    void aPatientTakerLeavesWhatAPromptOneIsFreeFor() throws Exception {
        CompletableFuture<Optional<String>> patient = waiting(queue::take);
        CompletableFuture<Optional<String>> prompt = waiting(queue::takePromptly);
        queue.offer("a", "a1");
        assertThat(prompt.get(10, TimeUnit.SECONDS)).contains("a1");
        assertThat(patient).isNotDone();
        queue.offer("a", "a2");
        assertThat(patient.get(10, TimeUnit.SECONDS))
                .as("no prompt one is there any more")
                .contains("a2");
    }

    @Test
    void whatIsLeftOfABacklogWakesThePromptTakerThatLeftItAlone() throws Exception {
        for (String job : List.of("a1", "a2", "a3")) {
            queue.offer("a", job);
        }
        CompletableFuture<Optional<String>> prompt = waiting(queue::takePromptly);
        assertThat(queue.take()).contains("a1");
        assertThat(prompt.get(10, TimeUnit.SECONDS)).contains("a2");
    }

    private static CompletableFuture<Optional<String>> waiting(Callable<Optional<String>> take) {
        CompletableFuture<Optional<String>> taken = new CompletableFuture<>();
        Thread taker = Thread.ofPlatform().daemon(true).start(() -> {
            try {
                taken.complete(take.call());
            } catch (Exception failure) {
                taken.completeExceptionally(failure);
            }
        });
        while (taker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return taken;
    }

    private List<String> takeAll() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (queue.size() > 0) {
            taken.add(queue.take().orElseThrow());
        }
        return taken;
    }
}
