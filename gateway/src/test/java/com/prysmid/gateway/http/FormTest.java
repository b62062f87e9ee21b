package com.prysmid.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
    @Test
    void readsFormEncodedUtf8() {
        Form form = Form.parse("a=1&b=x+y&c=%C3%A9%26%3D&na%6De=v&&empty=&bare");
        assertThat(form.get("a")).isEqualTo("1");
        assertThat(form.get("b")).isEqualTo("x y");
        assertThat(form.get("c")).isEqualTo("\u00e9&=");
        assertThat(form.get("name")).isEqualTo("v");
    }

    @Test
    void aParameterWithoutValueCountsAsNotSent() {
        Form form = Form.parse("empty=&bare");
        assertThat(form.get("empty")).isNull();
        assertThat(form.has("bare")).isFalse();
        assertThat(form.find("absent")).isEmpty();
    }

    @Test
    void aValueMayHoldEqualsSigns() {
        assertThat(Form.parse("a=b=c").get("a")).isEqualTo("b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=1&b=2&a=1", "a=&a=1", "a=1&%61=2"})
    void aParameterSentTwiceIsRefused(String text) {
        refused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%c3", "a=\u00e9", "a=%+1"})
    void whatIsNotProperlyEncodedIsRefused(String text) {
        refused(text);
    }

    @Test
    void moreParametersThanAnyRequestHasAreRefused() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= 100; i++) {
            text.append("&p").append(i).append("=1");
        }
        refused(text.toString());
    }

    @Test
    void printsNoValues() {
        assertThat(Form.parse("client_secret=s3cret").toString()).doesNotContain("s3cret");
    }

    private static void refused(String text) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> Form.parse(text))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.code()).isEqualTo("invalid_request");
                });
    }
}
