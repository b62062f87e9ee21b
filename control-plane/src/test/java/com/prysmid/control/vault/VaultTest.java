package com.prysmid.control.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.control.testing.TestVault;
import com.prysmid.control.value.Slug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vault gives to whom, and what it refuses. */
class VaultTest {
    private static final Binding ACME = new Binding(new Slug("acme"), "creation-1");
    private static final JWTClaimsSet CLAIMS =
            new JWTClaimsSet.Builder().subject("control-plane").build();

    @TempDir
    Path directory;

    private Path old;
    private Path fresh;

    @BeforeEach
    void keys() {
        old = TestVault.keyFile(directory, "old.keys");
        fresh = TestVault.keyFile(directory, "fresh.keys");
    }

    @Test
    void aKeyMadeHereSignsAndItsPublicHalfVerifies() throws Exception {
        Vault vault = TestVault.of(old);
        SealedKeyPair pair = vault.makeKeyPair(ACME);
        assertThat(vault.standing(ACME, pair)).isEqualTo(Standing.CURRENT);
        SignedJWT jwt = SignedJWT.parse(vault.sign(ACME, pair, CLAIMS).orElseThrow());
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(pair.keyId());
        assertThat(jwt.verify(new ECDSAVerifier(ECKey.parse(pair.publicKey().members()))))
                .isTrue();
        assertThat(pair.publicKey().members()).doesNotContainKey("d");
        assertThat(vault.makeKeyPair(ACME)).as("another key each time").isNotEqualTo(pair);
    }

    @Test
    void aStolenDatabaseAloneOpensNothing() {
        SealedKeyPair stolen = TestVault.of(old).makeKeyPair(ACME);
        Vault thief = TestVault.of(fresh);
        assertThat(thief.standing(ACME, stolen)).isEqualTo(Standing.NO_KEY);
        assertThat(thief.sign(ACME, stolen, CLAIMS)).isEmpty();
        assertThat(thief.sealAgain(ACME, stolen)).isEmpty();
        assertThat(stolen.privateKey().text()).doesNotContain("acme").doesNotContain("\"d\"");
    }

    @Test
    void whatIsSealedForOneOpensForNoOther() {
        Vault vault = TestVault.of(old);
        SealedKeyPair pair = vault.makeKeyPair(ACME);
        for (Binding other :
                List.of(new Binding(new Slug("umbrella"), "creation-1"), new Binding(new Slug("acme"), "creation-2"))) {
            assertThat(vault.standing(other, pair)).isEqualTo(Standing.BOUND_ELSEWHERE);
            assertThat(vault.sign(other, pair, CLAIMS)).isEmpty();
            assertThat(vault.sealAgain(other, pair)).isEmpty();
        }
    }

    /** Whoever writes to the database would like to have a key of their own set in the workspace. */
    @Test
    void aPublicKeyThatIsNotThatOfTheSealedHalfIsRefused() {
        Vault vault = TestVault.of(old);
        SealedKeyPair mine = vault.makeKeyPair(ACME);
        SealedKeyPair theirs = vault.makeKeyPair(ACME);
        SealedKeyPair mixed = new SealedKeyPair(theirs.publicKey(), mine.privateKey());
        assertThat(vault.standing(ACME, mixed)).isEqualTo(Standing.BOUND_ELSEWHERE);
        assertThat(vault.sign(ACME, mixed, CLAIMS)).isEmpty();
    }

    @Test
    void aChangedTextOpensNowhere() {
        Vault vault = TestVault.of(old);
        SealedKeyPair pair = vault.makeKeyPair(ACME);
        String text = pair.privateKey().text();
        for (int i = 0; i < text.length() - 2; i += 7) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            Sealed changed = new Sealed(text.substring(0, i) + other + text.substring(i + 1));
            assertThat(vault.standing(ACME, pair.with(changed))).as("at " + i).isEqualTo(Standing.NO_KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "gAAAAA==", "not base64url", "gAAA+/AA", "null", "{\"d\":1}"})
    void whatIsNoSealAtAllIsLostAndNoAccident(String text) {
        Vault vault = TestVault.of(old);
        SealedKeyPair pair = vault.makeKeyPair(ACME).with(new Sealed(text));
        assertThat(vault.standing(ACME, pair)).isEqualTo(Standing.NO_KEY);
        assertThat(vault.sign(ACME, pair, CLAIMS)).isEmpty();
    }

    @Test
    void theFirstKeySealsAndAllOfThemOpenUntilTheOldOneGoes() {
        SealedKeyPair before = TestVault.of(old).makeKeyPair(ACME);
        Vault both = TestVault.of(fresh, old);
        assertThat(both.standing(ACME, before)).isEqualTo(Standing.OLDER);
        assertThat(both.sign(ACME, before, CLAIMS)).isPresent();

        SealedKeyPair after = both.sealAgain(ACME, before).orElseThrow();
        assertThat(after.publicKey()).isEqualTo(before.publicKey());
        assertThat(after.privateKey()).isNotEqualTo(before.privateKey());
        assertThat(both.standing(ACME, after)).isEqualTo(Standing.CURRENT);

        Vault next = TestVault.of(fresh);
        assertThat(next.standing(ACME, after)).isEqualTo(Standing.CURRENT);
        assertThat(next.standing(ACME, before)).isEqualTo(Standing.NO_KEY);
        assertThat(TestVault.of(old).standing(ACME, after)).isEqualTo(Standing.NO_KEY);
    }

    @Test
    void severalKeysMayStandInOneFile() throws IOException {
        Path all = Files.writeString(
                directory.resolve("all.keys"),
                "# the new one\n" + Files.readString(fresh) + "\n  " + Files.readString(old));
        SealedKeyPair before = TestVault.of(old).makeKeyPair(ACME);
        assertThat(TestVault.of(all).standing(ACME, before)).isEqualTo(Standing.OLDER);
    }

    @Test
    void nothingPrintsAKey() throws IOException {
        Vault vault = TestVault.of(old);
        SealedKeyPair pair = vault.makeKeyPair(ACME);
        String printed = vault + " " + pair + " " + pair.privateKey() + " " + new VaultSettings(List.of(old)) + " "
                + FernetKeys.read(List.of(old), new java.security.SecureRandom());
        assertThat(printed)
                .doesNotContain(pair.privateKey().text())
                .doesNotContain(Files.readString(old).strip())
                .contains("redacted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment\n\n",
                "c2hvcnQ=\n",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "this is no base64 at all, and long enough\n",
                "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\ncw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n"
            })
    void aFileThatHoldsAnythingElseIsNamedAndNotQuoted(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.keys"), content);
        assertThatThrownBy(() -> TestVault.of(old, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("the vault's key file " + file + " ")
                .message()
                .doesNotContain("\n")
                .doesNotContain("c2hvcnQ")
                .doesNotContain("base64 at all")
                .doesNotContain("cw_0x689");
    }

    @Test
    void aFileThatIsNoTextIsNamedToo() throws IOException {
        Path file = Files.write(directory.resolve("binary.keys"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> TestVault.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the vault's key file " + file + " cannot be read as text");
    }
}
