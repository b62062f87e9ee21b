package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.Visit;
import com.prysmid.gateway.http.Visits;
import com.prysmid.tenant.protocol.Branding;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.AcceptLanguage;
import org.apache.pekko.http.javadsl.model.headers.Cookie;
import org.apache.pekko.http.javadsl.model.headers.Language;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private static final Instant BEGUN = Instant.ofEpochSecond(1_000);

    @Test
    void withoutAWishItIsTheWorkspacesOwnAndElseEnglish() {
        assertThat(language("Acme", HttpRequest.create(), null)).isEqualTo("en");
        Visit portuguese =
                Visits.to("Acme", new Branding(null, null, null, null, null, null, "pt", null), HttpRequest.create());
        assertThat(Languages.of(portuguese, null)).isEqualTo(Locale.of("pt"));
        assertThat(Languages.of(Visits.nowhere(), null)).isEqualTo(Locale.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource({
        "'es-MX,es;q=0.9,en;q=0.8', es",
        "'fr,de;q=0.9,pt-BR;q=0.5,en;q=0.1', pt",
        "'fr', en",
        "'*', en",
        "'pt;q=0,es', es",
        "'zz;;;==', en",
        "'', en"
    })
    void theBrowserTellsByAcceptLanguage(String header, String expected) {
        HttpRequest request = HttpRequest.create().addHeader(RawHeader.create("Accept-Language", header));
        assertThat(language("Acme", request, null)).isEqualTo(expected);
    }

    @Test
    void alsoByAHeaderThatWasParsedBefore() {
        HttpRequest request = HttpRequest.create()
                .addHeader(AcceptLanguage.create(Language.create("es", "AR").withQValue(0.5f)));
        assertThat(language("Acme", request, null)).isEqualTo("es");
    }

    @ParameterizedTest
    @CsvSource({"es, es", "pt-BR es, pt", "fr es, es", "'<script> es', es", "xx, en"})
    void theInteractionsUiLocalesGoBeforeTheBrowser(String uiLocales, String expected) {
        HttpRequest request = HttpRequest.create().addHeader(RawHeader.create("Accept-Language", "en"));
        assertThat(language("Acme", request, new Interaction(Map.of("ui_locales", uiLocales), BEGUN)))
                .isEqualTo(expected);
    }

    @Test
    void whatIsChosenInTheMiddleOfAnInteractionGoesBeforeItAndWhatWasChosenLongAgoDoesNot() {
        Interaction spanish = new Interaction(Map.of("ui_locales", "es"), BEGUN);
        assertThat(language("Acme", chosen("pt", 1_001), spanish)).isEqualTo("pt");
        assertThat(language("Acme", chosen("pt", 999), spanish)).isEqualTo("es");
        assertThat(language("Acme", chosen("pt", 999), new Interaction(Map.of(), BEGUN)))
                .isEqualTo("pt");
        assertThat(language("Acme", chosen("xx", 1_001), spanish)).isEqualTo("es");
        assertThat(language("Acme", HttpRequest.create("/ui/login?ui_locales=en"), spanish))
                .isEqualTo("en");
    }

    @Test
    void endlessWishesAreNotRead() {
        HttpRequest request =
                HttpRequest.create().addHeader(RawHeader.create("Accept-Language", "es," + "fr,".repeat(1_000) + "es"));
        assertThat(language("Acme", request, null)).isEqualTo("en");
    }

    private static HttpRequest chosen(String language, long at) {
        return HttpRequest.create().addHeader(Cookie.create("__Host-prysm_language", language + "." + at));
    }

    private static String language(String workspace, HttpRequest request, @Nullable Interaction interaction) {
        return Languages.of(Visits.to(workspace, Branding.NONE, request), interaction)
                .toLanguageTag();
    }
}
