package com.prysmid.tenant.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BcryptHashTest {

    private static final String REST = "CCCCCCCCCCCCCCCCCCCCC..o66Ba.o65rt06KXeSpKWfObOB7QJIe";

    @ParameterizedTest
    @ValueSource(strings = {"$2a$04$", "$2b$10$", "$2y$14$"})
    void acceptsTheThreeVersionsAndTellsTheCost(String prefix) {
        assertThat(new BcryptHash(prefix + REST).cost()).isEqualTo(Integer.parseInt(prefix.substring(4, 6)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2x$04$" + REST,
                "$2$04$" + REST,
                "$2a$03$" + REST,
                "$2a$15$" + REST,
                "$2a$31$" + REST,
                "$2a$4$" + REST,
                "$2a$04$" + REST + "a",
                "$2a$04$" + REST + "\n",
                " $2a$04$" + REST,
                "$2a$04$CCCCCCCCCCCCCCCCCCCCC",
                "$2a$04$!CCCCCCCCCCCCCCCCCCCC..o66Ba.o65rt06KXeSpKWfObOB7QJIe",
                "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b27",
                ""
            })
    void refusesEverythingElseWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BcryptHash(text))
                .withMessageNotContaining("CCCC");
    }

    @Test
    void printsNeitherSaltNorDigest() {
        assertThat(new BcryptHash("$2a$04$" + REST)).hasToString("BcryptHash[redacted, cost=4]");
    }

    @Test
    void bcryptBase64RoundTripsEveryLength() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            for (int index = 0; index < length; index++) {
                bytes[index] = (byte) (index * 37 + length);
            }
            assertThat(BcryptBase64.decode(BcryptBase64.encode(bytes))).isEqualTo(bytes);
        }
    }
}
