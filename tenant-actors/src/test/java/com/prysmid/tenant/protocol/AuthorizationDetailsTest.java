package com.prysmid.tenant.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationDetailsTest {
    private static final String PAYMENT =
            "[{\"type\":\"payment\",\"actions\":[\"read\",\"pay\"],\"amount\":12,\"note\":null}]";

    @Test
    void whatIsReadIsToldAgain() {
        assertThat(details(PAYMENT).json()).isEqualTo(PAYMENT);
        assertThat(details(PAYMENT).types()).containsExactly("payment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "[{}]",
                "[null]",
                "[\"payment\"]",
                "[{\"type\":1}]",
                "[{\"type\":\"a\",\"locations\":\"x\"}]",
                "[{\"type\":\"a\",\"actions\":[1]}]",
                "[{\"type\":\"a\",\"identifier\":{}}]",
                "[{\"type\":\"a\",\"type\":\"b\"}]",
                "[{\"type\":\"a\"}]]",
                "[{\"type\":\"a\",\"n\":123456789012345678901234567890}]",
                "[{\"type\":\"a\",\"x\":[[[[[[[[[[[[]]]]]]]]]]]]}]"
            })
    void whatHasAnotherShapeIsNotRead(String text) {
        assertThat(AuthorizationDetails.parse(text)).isEmpty();
    }

    @Test
    void fewerActionsAreLessAndAnythingElseIsMore() {
        AuthorizationDetails granted = details(PAYMENT);
        assertThat(granted.cover(details(PAYMENT))).isTrue();
        assertThat(granted.cover(details(PAYMENT.replace(",\"pay\"", "")))).isTrue();
        assertThat(granted.cover(details(PAYMENT.replace("\"pay\"", "\"pay\",\"refund\""))))
                .isFalse();
        assertThat(granted.cover(details(PAYMENT.replace("12", "13")))).isFalse();
        assertThat(granted.cover(details(PAYMENT.replace(",\"amount\":12", ""))))
                .as("a limit left out")
                .isFalse();
        assertThat(granted.cover(details(PAYMENT.replace("payment", "transfer"))))
                .isFalse();
        assertThat(granted.cover(details("[{\"type\":\"payment\"}]"))).isFalse();
    }

    private static AuthorizationDetails details(String text) {
        return AuthorizationDetails.parse(text).orElseThrow();
    }
}
