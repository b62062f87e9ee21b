package com.prysmid.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void onlyOneDevUsesADirectoryAndTheNextOneMayAfterIt() throws Exception {
        Path root = directory.resolve("data");
        try (DataDirectory held = DataDirectory.open(root)) {
            assertThatThrownBy(() -> DataDirectory.open(root))
                    .isInstanceOf(DevFailure.class)
                    .hasMessageContaining("in use")
                    .hasMessageNotContaining("\n");
            assertThat(held.root()).isAbsolute();
        }
        DataDirectory.open(root).close();
    }

    @Test
    void emptyingKeepsTheLock() throws Exception {
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
            Files.writeString(data.devJson(), "{}");
            Files.createDirectories(data.postgres().resolve("base"));
            data.empty();
            assertThat(data.devJson()).doesNotExist();
            assertThat(data.postgres()).doesNotExist();
            assertThatThrownBy(() -> DataDirectory.open(data.root())).hasMessageContaining("in use");
        }
    }

    @Test
    void refusesADirectoryThatHoldsSomethingElse() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> DataDirectory.open(directory)).hasMessageContaining("holds other files");
        assertThat(directory.resolve("thesis.txt")).exists();
    }

    @Test
    void saysWhenTheDirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(DevFailure.class)
                .hasMessageContaining("cannot write to the data directory")
                .hasMessageNotContaining("\n");
    }
}
