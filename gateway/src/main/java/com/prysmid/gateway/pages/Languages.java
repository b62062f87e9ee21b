package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.LanguageCookie;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Visit;
import com.prysmid.tenant.protocol.Branding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which language somebody reads a page in. The first of these that names one we have: {@code ui_locales} of the address (also what
 * the pages' own language links say), what they chose by such a link since the interaction began, {@code ui_locales} of the
 * interaction (OpenID Connect Core §3.1.2.1), what they chose earlier, Accept-Language (RFC 4647 §3.4 lookup), the workspace's own,
 * English.
 */
final class Languages {
    static final String PARAMETER = "ui_locales";

    private static final List<Locale> SPOKEN =
            Branding.LANGUAGES.stream().map(Locale::forLanguageTag).toList();
    /** RFC 4647 §2.1. */
    private static final Pattern TAG = Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");

    /** Longer lists are nobody's honest wish. */
    private static final int WISHES_LIMIT = 500;

    private Languages() {}

    static List<Locale> spoken() {
        return SPOKEN;
    }

    static Locale of(Visit visit, @Nullable Interaction interaction) {
        Optional<LanguageCookie.Choice> chosen = LanguageCookie.read(visit.request());
        boolean recently = interaction == null
                || chosen.filter(choice -> !choice.chosenAt().isBefore(interaction.startedAt()))
                        .isPresent();
        return asked(visit.request())
                .or(() -> recently ? chosen.flatMap(Languages::spoken) : Optional.empty())
                .or(() -> interaction == null
                        ? Optional.empty()
                        : ofTags(interaction.parameters().get(PARAMETER)))
                .or(() -> chosen.flatMap(Languages::spoken))
                .or(() -> accepted(visit.request()))
                .orElseGet(() -> Locale.forLanguageTag(
                        visit.workspace() == null
                                ? Branding.NONE.languageOrDefault()
                                : visit.workspace().branding().languageOrDefault()));
    }

    /** By {@code ui_locales} in the address. */
    static Optional<Locale> asked(HttpRequest request) {
        try {
            return request.getUri()
                    .rawQueryString()
                    .map(Form::parse)
                    .flatMap(query -> query.find(PARAMETER))
                    .flatMap(Languages::ofTags);
        } catch (HttpProblem e) {
            return Optional.empty();
        }
    }

    private static Optional<Locale> spoken(LanguageCookie.Choice choice) {
        return SPOKEN.stream()
                .filter(locale -> locale.getLanguage().equals(choice.language()))
                .findFirst();
    }

    /** Tags separated by blanks, the dearest first; one that is none is passed over. */
    private static Optional<Locale> ofTags(@Nullable String tags) {
        if (tags == null || tags.length() > WISHES_LIMIT) {
            return Optional.empty();
        }
        return lookup(Stream.of(tags.split(" ", -1))
                .filter(tag -> TAG.matcher(tag).matches())
                .map(Locale.LanguageRange::new)
                .toList());
    }

    private static Optional<Locale> accepted(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("accept-language") && header.value().length() <= WISHES_LIMIT) {
                try {
                    return lookup(Locale.LanguageRange.parse(header.value()));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Locale> lookup(List<Locale.LanguageRange> ranges) {
        return Optional.ofNullable(Locale.lookup(ranges, SPOKEN));
    }
}
