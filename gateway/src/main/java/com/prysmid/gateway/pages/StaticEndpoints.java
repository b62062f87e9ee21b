package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.BrandingCommand;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** What pages load, the same for everybody at one workspace; and {@code security.txt} (RFC 9116). */
public final class StaticEndpoints {
    /** RFC 9116 §2.5.5 recommends less than a year; the file is made anew for each request. */
    private static final Duration SECURITY_TXT_LIFE = Duration.ofDays(180);

    private static final ContentType SVG = ContentTypes.create(MediaTypes.IMAGE_SVG_XML);

    private final Clock clock;
    private final Entities entities;

    private StaticEndpoints(Entities entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    public static List<Endpoint> endpoints(Entities entities, Clock clock) {
        StaticEndpoints files = new StaticEndpoints(entities, clock);
        return List.of(
                // Served while suspended too, for the page that says so.
                asset(Asset.STYLES, MediaTypes.TEXT_CSS),
                Endpoint.get(
                        Asset.ICON.path(),
                        Surface.METADATA,
                        context -> CompletableFuture.completedStage(Responses.unchanging(
                                HttpEntities.create(SVG, Asset.ICON.content().getBytes(StandardCharsets.UTF_8))))),
                asset(PasskeyForm.SCRIPT, MediaTypes.APPLICATION_JAVASCRIPT),
                Endpoint.get(BrandStyles.FOLDER + "{file}", Surface.METADATA, StaticEndpoints::brandStyles),
                Endpoint.get(PageTemplates.LOGO_FOLDER + "{digest}", Surface.METADATA, files::logo),
                Endpoint.get("/.well-known/security.txt", Surface.METADATA, files::securityTxt));
    }

    private static Endpoint asset(Asset asset, MediaType.WithOpenCharset type) {
        return Endpoint.get(
                asset.path(),
                Surface.METADATA,
                context -> CompletableFuture.completedStage(Responses.unchanging(
                        HttpEntities.create(ContentTypes.create(type, HttpCharsets.UTF_8), asset.content()))));
    }

    /** Of the digest that the workspace has now, or none: what is cached for ever must be what its path says. */
    private static CompletionStage<HttpResponse> brandStyles(RequestContext context) {
        return CompletableFuture.completedStage(BrandStyles.of(
                        context.workspace().branding())
                .filter(styles ->
                        styles.path().equals(context.request().getUri().path()))
                .map(styles -> Responses.unchanging(HttpEntities.create(
                        ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8), styles.content())))
                .orElseThrow(HttpProblem::notFound));
    }

    private CompletionStage<HttpResponse> logo(RequestContext context) {
        return entities.workspace(
                        context.slug(),
                        replyTo ->
                                new BrandingCommand.GetLogo(context.slug(), context.pathParameter("digest"), replyTo),
                        BrandingCommand.LogoImage.class)
                .thenApply(logo -> Responses.unchanging(HttpEntities.create(
                        ContentTypes.parse(logo.mediaType()),
                        Base64.getDecoder().decode(logo.content()))));
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
