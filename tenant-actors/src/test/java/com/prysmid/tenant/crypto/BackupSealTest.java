package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupSealTest {
    /** Of three segments, the last of them short. */
    private static final byte[] PLAIN = "Ada Lovelace\n".repeat(200_000).getBytes(UTF_8);

    @TempDir
    private Path directory;

    private KeyEncryptionKey kek;
    private BackupSeal seal;
    private byte[] sealed;

    @BeforeEach
    void seal() throws IOException {
        kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        seal = BackupSeal.create(kek, "acme", "creation-1");
        sealed = sealed(seal, PLAIN);
    }

    private static byte[] sealed(BackupSeal seal, byte[] plain) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (OutputStream out = seal.seal(sink)) {
            out.write(plain);
        }
        return sink.toByteArray();
    }

    private byte[] opened(byte[] bytes, String slug, String creationId) throws IOException {
        BackupSeal again = BackupSeal.open(kek, slug, creationId, seal.sealedKey());
        try (InputStream in = again.open(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    @Test
    void opensAsWhatItWasSealedFor() throws IOException {
        assertThat(opened(sealed, "acme", "creation-1")).isEqualTo(PLAIN);
        assertThat(new String(sealed, UTF_8)).doesNotContain("Ada");
        assertThat(seal.toString()).isEqualTo("BackupSeal[redacted]");
    }

    @Test
    void opensAsNothingElse() {
        for (String[] other : new String[][] {{"acme", "creation-2"}, {"globex", "creation-1"}}) {
            assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> opened(sealed, other[0], other[1]));
        }
    }

    @Test
    void theKeyOpensUnderNoOtherKeyEncryptionKey() throws IOException {
        KeyEncryptionKey foreign = KeyEncryptionKey.loadOrCreate(directory.resolve("foreign.json"));
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> BackupSeal.open(foreign, "acme", "creation-1", seal.sealedKey()));
    }

    @Test
    void whateverIsChangedOrCutOffIsNoticed() {
        int segment = 1 << 20;
        for (int place : new int[] {0, 50, segment - 1, segment, 2 * segment + 7, sealed.length - 1}) {
            byte[] changed = sealed.clone();
            changed[place] ^= 1;
            assertRefused(changed);
        }
        assertRefused(Arrays.copyOf(sealed, sealed.length - 1));
        assertRefused(Arrays.copyOf(sealed, 2 * segment));
        assertRefused(Arrays.copyOf(sealed, segment));
        assertRefused(Arrays.copyOf(sealed, sealed.length + 1));
    }

    @Test
    void anotherBackupsBytesAreNotTaken() throws IOException {
        assertRefused(sealed(BackupSeal.create(kek, "acme", "creation-1"), PLAIN));
    }

    private void assertRefused(byte[] bytes) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> opened(bytes, "acme", "creation-1"));
    }
}
