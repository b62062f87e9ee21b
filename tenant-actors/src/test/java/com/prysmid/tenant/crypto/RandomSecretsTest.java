package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomSecretsTest {

    @Test
    void secretsCarryAll256BitsOfTheSource() {
        byte[][] given = new byte[1][];
        RandomSecrets secrets = new RandomSecrets(target -> {
            for (int index = 0; index < target.length; index++) {
                target[index] = (byte) (index * 7 + 1);
            }
            given[0] = target.clone();
        });
        assertThat(Base64.getUrlDecoder().decode(secrets.secret())).hasSize(32).isEqualTo(given[0]);
    }

    @Test
    void idsAre26CharactersOfRfc4648Base32() {
        assertThat(new RandomSecrets(target -> Arrays.fill(target, (byte) 0)).id())
                .isEqualTo("a".repeat(26));
        assertThat(new RandomSecrets(target -> Arrays.fill(target, (byte) 0xff)).id())
                .isEqualTo("7".repeat(25) + "4");
        // RFC 4648 section 10: base32("foobar") = MZXW6YTBOI
        assertThat(new RandomSecrets(
                                target -> System.arraycopy(new byte[] {'f', 'o', 'o', 'b', 'a', 'r'}, 0, target, 0, 6))
                        .id())
                .startsWith("mzxw6ytbo");
    }

    @Test
    void theAlphabetsHoldNoSeparator() {
        RandomSecrets secrets = new RandomSecrets(RandomSource.secure());
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 500; round++) {
            assertThat(secrets.secret()).matches("[A-Za-z0-9_-]{43}");
            assertThat(secrets.id()).matches("[a-z2-7]{26}");
            assertThat(seen.add(secrets.id())).isTrue();
        }
    }

    @Test
    void aDigestMatchesItsSecretOnly() {
        SecretDigest digest = SecretDigest.of("abc");
        // FIPS 180-4's example
        assertThat(digest.base64Url()).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
        assertThat(digest.matches("abc")).isTrue();
        assertThat(digest.matches("abd")).isFalse();
        assertThat(digest.matches("")).isFalse();
        assertThat(new SecretDigest(digest.base64Url())).isEqualTo(digest);
        assertThat(digest).hasToString("SecretDigest[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=",
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0",
                // the same 32 bytes with a stray bit in the last character
                "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa1",
                "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0AA"
            })
    void aDigestHasOneSpelling(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretDigest(text));
    }
}
