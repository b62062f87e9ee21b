package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PairwiseSubjectsTest {
    private static final String ALICE = "yq3mdrn5kf2ahlbzgx7vowptei";
    private static final String SHOP = "shop.example";

    @TempDir
    private Path directory;

    private KeyEncryptionKey kek;
    private WorkspaceSeal seal;
    private SealedKey key;
    private PairwiseSubjects subjects;

    @BeforeEach
    void makeKey() throws IOException {
        kek = KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json"));
        seal = WorkspaceSeal.create(kek, "acme");
        key = PairwiseSubjects.makeKey(seal);
        subjects = PairwiseSubjects.open(key, seal);
    }

    @Test
    void aSubjectOpensInItsOwnSectorOnly() {
        String subject = subjects.subject(ALICE, SHOP);
        assertThat(subjects.userId(subject, SHOP)).contains(ALICE);
        assertThat(subjects.userId(subject, "forum.example")).isEmpty();
        assertThat(subjects.userId(subject, "")).isEmpty();
    }

    @Test
    void nobodysUserIdOrGarbageIsASubject() {
        for (String text : new String[] {"", ALICE, "A", "====", "a.b.c", "ü", "A".repeat(64), "A".repeat(10_000)}) {
            assertThat(subjects.userId(text, SHOP)).as(text).isEmpty();
        }
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] subject = Base64.getUrlDecoder().decode(subjects.subject(ALICE, SHOP));
        for (int bit = 0; bit < subject.length * 8; bit++) {
            byte[] changed = subject.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(subjects.userId(Base64.getUrlEncoder().withoutPadding().encodeToString(changed), SHOP))
                    .isEmpty();
        }
    }

    /** Otherwise an app could know one user by several names. */
    @Test
    void aSubjectHasOneSpelling() {
        String subject = subjects.subject(ALICE, SHOP);
        assertThat(subjects.userId(subject + "=", SHOP)).isEmpty();
        int last = subject.length() - 1;
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .filter(other -> other != subject.charAt(last))
                .forEach(other -> assertThat(subjects.userId(subject.substring(0, last) + (char) other, SHOP))
                        .isEmpty());
    }

    @Test
    void theSameSectorHearsTheSameNameAndAnotherOneAnother() {
        assertThat(subjects.subject(ALICE, SHOP)).isEqualTo(subjects.subject(ALICE, SHOP));
        assertThat(subjects.subject(ALICE, SHOP))
                .isNotEqualTo(subjects.subject(ALICE, "forum.example"))
                .isNotEqualTo(subjects.subject("another-user", SHOP))
                .matches("[A-Za-z0-9_-]{40,255}");
        assertThat(PairwiseSubjects.open(PairwiseSubjects.makeKey(seal), seal).subject(ALICE, SHOP))
                .as("under another workspace's key")
                .isNotEqualTo(subjects.subject(ALICE, SHOP));
    }

    @Test
    void aStoredKeyGivesTheSameNamesAgain() {
        WorkspaceSeal reopened = WorkspaceSeal.open(kek, "acme", seal.dataKey());
        assertThat(PairwiseSubjects.open(key, reopened).subject(ALICE, SHOP)).isEqualTo(subjects.subject(ALICE, SHOP));
    }

    @Test
    void theKeyOpensInItsOwnWorkspaceAndForThisPurposeOnly() {
        assertBroken(() -> PairwiseSubjects.open(key, WorkspaceSeal.create(kek, "globex")));
        assertBroken(() -> PairwiseSubjects.open(seal.seal(new byte[] {1, 2, 3}, "kid-1"), seal));
        assertBroken(() -> PairwiseSubjects.open(seal.seal(new byte[] {1, 2, 3}, "pairwise:subjects"), seal));
        assertThat(subjects).hasToString("PairwiseSubjects[redacted]");
    }

    private static void assertBroken(Runnable opening) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(opening::run).withNoCause();
    }
}
