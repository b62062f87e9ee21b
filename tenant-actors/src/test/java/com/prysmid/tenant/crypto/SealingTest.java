package com.prysmid.tenant.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealingTest {

    private static final byte[] PLAIN = "the private half".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private Path file;
    private KeyEncryptionKey kek;

    @BeforeEach
    void makeKey() throws IOException {
        file = directory.resolve("keys/kek.json");
        kek = KeyEncryptionKey.loadOrCreate(file);
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndNothingElseIsLeftBeside() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aSecondStartOpensWhatTheFirstSealed() throws IOException {
        WorkspaceSeal first = WorkspaceSeal.create(kek, "acme");
        SealedKey sealed = first.seal(PLAIN, "k1");
        WorkspaceSeal second = WorkspaceSeal.open(KeyEncryptionKey.loadOrCreate(file), "acme", first.dataKey());
        assertThat(second.open(sealed, "k1")).isEqualTo(PLAIN);
    }

    @Test
    void processesThatStartAtOnceShareOneKey() throws Exception {
        Path contested = directory.resolve("contested.json");
        CountDownLatch start = new CountDownLatch(1);
        List<KeyEncryptionKey> keys = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<KeyEncryptionKey> load = () -> {
                start.await();
                return KeyEncryptionKey.loadOrCreate(contested);
            };
            List<Future<KeyEncryptionKey>> loading = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                loading.add(threads.submit(load));
            }
            start.countDown();
            for (Future<KeyEncryptionKey> each : loading) {
                keys.add(each.get());
            }
        }
        SealedDataKey dataKey = WorkspaceSeal.create(keys.getFirst(), "acme").dataKey();
        for (KeyEncryptionKey key : keys) {
            assertThat(WorkspaceSeal.open(key, "acme", dataKey)).isNotNull();
        }
    }

    @Test
    void aKeyFileThatOthersCanReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KeyEncryptionKey.loadOrCreate(file))
                .withMessageContaining("chmod 600");
    }

    @Test
    void aDamagedKeyFileIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(file, "{\"key\": \"hunter2\"}");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KeyEncryptionKey.loadOrCreate(file))
                .withMessageNotContaining("hunter2")
                .withNoCause();
        assertThat(file).hasContent("{\"key\": \"hunter2\"}");
    }

    @Test
    void aDataKeyOpensForItsOwnWorkspaceAndKeyEncryptionKeyOnly() throws IOException {
        SealedDataKey dataKey = WorkspaceSeal.create(kek, "acme").dataKey();
        KeyEncryptionKey other = KeyEncryptionKey.loadOrCreate(directory.resolve("other.json"));
        assertBroken(() -> WorkspaceSeal.open(kek, "globex", dataKey));
        assertBroken(() -> WorkspaceSeal.open(other, "acme", dataKey));
    }

    @Test
    void aSealedKeyOpensForItsOwnKidAndWorkspaceOnly() {
        WorkspaceSeal acme = WorkspaceSeal.create(kek, "acme");
        SealedKey sealed = acme.seal(PLAIN, "k1");
        assertThat(acme.open(sealed, "k1")).isEqualTo(PLAIN);
        assertBroken(() -> acme.open(sealed, "k2"));
        assertBroken(() -> acme.open(sealed, ""));
        assertBroken(() -> WorkspaceSeal.create(kek, "globex").open(sealed, "k1"));
        assertBroken(() -> WorkspaceSeal.create(kek, "acme").open(sealed, "k1"));
    }

    @Test
    void everyFlippedBitAndEveryCutIsNoticed() {
        WorkspaceSeal seal = WorkspaceSeal.create(kek, "acme");
        byte[] sealed = seal.seal(PLAIN, "k1").bytes();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertBroken(() -> seal.open(SealedKey.of(changed), "k1"));
        }
        for (int length = 1; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertBroken(() -> seal.open(SealedKey.of(cut), "k1"));
        }
    }

    @Test
    void theSameSecretSealedTwiceLooksDifferent() {
        WorkspaceSeal seal = WorkspaceSeal.create(kek, "acme");
        assertThat(seal.seal(PLAIN, "k1")).isNotEqualTo(seal.seal(PLAIN, "k1"));
    }

    @Test
    void aSlugThatCouldImitateAContextIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> WorkspaceSeal.create(kek, "acme|k1"));
    }

    @Test
    void nothingPrintsWhatItHolds() {
        WorkspaceSeal seal = WorkspaceSeal.create(kek, "acme");
        SealedKey sealed = seal.seal(PLAIN, "k1");
        assertThat(kek).hasToString("KeyEncryptionKey[redacted]");
        assertThat(seal).hasToString("WorkspaceSeal[acme, redacted]");
        assertThat(seal.dataKey()).hasToString("SealedDataKey[redacted]");
        assertThat(sealed).hasToString("SealedKey[redacted]");
    }

    private static void assertBroken(Runnable opening) {
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(opening::run)
                .withMessage("sealed bytes did not open")
                .withNoCause();
    }
}
