package com.prysmid.gateway.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** The language that somebody chose on a page, and when: {@code <language>.<seconds>}. */
public final class LanguageCookie {
    public static final String NAME = "__Host-prysm_language";

    private static final Duration LIFE = Duration.ofDays(365);
    private static final Pattern SHAPE = Pattern.compile("([a-z]{2})\\.([0-9]{1,12})");

    private LanguageCookie() {}

    public record Choice(String language, Instant chosenAt) {}

    public static Optional<Choice> read(HttpRequest request) {
        return Cookies.read(request, NAME)
                .map(SHAPE::matcher)
                .filter(Matcher::matches)
                .map(match -> new Choice(match.group(1), Instant.ofEpochSecond(Long.parseLong(match.group(2)))));
    }

    public static HttpHeader set(Choice choice) {
        return Cookies.set(NAME, choice.language() + "." + choice.chosenAt().getEpochSecond(), LIFE.toSeconds());
    }
}
