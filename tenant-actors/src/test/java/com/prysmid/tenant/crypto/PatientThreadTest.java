package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class PatientThreadTest {

    /** Fields of {@code /proc/thread-self/stat}, counted after the name, which may hold spaces; see {@code proc(5)}. */
    private static final int NICE = 16;

    private static final int POLICY = 38;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelPutsItLast() throws Exception {
        CompletableFuture<List<String>> before = new CompletableFuture<>();
        CompletableFuture<List<String>> after = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        before.complete(stat());
                        assertThat(PatientThread.becomeOne()).isTrue();
                        after.complete(stat());
                    } catch (Exception | AssertionError failure) {
                        before.completeExceptionally(failure);
                        after.completeExceptionally(failure);
                    }
                })
                .join();
        assertThat(before.get().get(POLICY)).isEqualTo("0");
        assertThat(after.get().get(NICE)).isEqualTo("19");
        assertThat(after.get().get(POLICY)).as("SCHED_BATCH").isEqualTo("3");
        assertThat(stat().get(POLICY)).as("other threads are as they were").isEqualTo("0");
    }

    private static List<String> stat() throws Exception {
        String line = Files.readString(Path.of("/proc/thread-self/stat"));
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }
}
