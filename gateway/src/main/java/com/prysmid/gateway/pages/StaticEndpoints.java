package com.prysmid.gateway.pages;

import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What is the same for everybody: the stylesheet, and {@code security.txt} (RFC 9116). */
public final class StaticEndpoints {
    /** RFC 9116 §2.5.5 recommends less than a year; the file is made anew for each request. */
    private static final Duration SECURITY_TXT_LIFE = Duration.ofDays(180);

    private final Clock clock;
    private final Stylesheet stylesheet = Stylesheet.load();

    private StaticEndpoints(Clock clock) {
        this.clock = clock;
    }

    public static List<Endpoint> endpoints(Clock clock) {
        StaticEndpoints files = new StaticEndpoints(clock);
        return List.of(
                // Served while suspended too, for the page that says so.
                Endpoint.get(files.stylesheet.path(), Surface.METADATA, context -> files.styles()),
                Endpoint.get("/.well-known/security.txt", Surface.METADATA, files::securityTxt));
    }

    private CompletionStage<HttpResponse> styles() {
        return CompletableFuture.completedStage(Responses.empty(200)
                .withEntity(HttpEntities.create(
                        ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8), stylesheet.content()))
                .addHeader(RawHeader.create("Cache-Control", "public, max-age=31536000, immutable")));
    }

    private CompletionStage<HttpResponse> securityTxt(RequestContext context) {
        String host = URI.create(context.issuer()).getHost();
        String domain = host.substring(("auth." + context.slug().value() + ".").length());
        Instant expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(SECURITY_TXT_LIFE);
        String text = "Contact: mailto:security@" + domain + "\n"
                + "Expires: " + expires + "\n"
                + "Preferred-Languages: en\n"
                + "Canonical: " + context.issuer() + "/.well-known/security.txt\n";
        return CompletableFuture.completedStage(Responses.empty(200)
                .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text.getBytes(StandardCharsets.UTF_8))));
    }
}
