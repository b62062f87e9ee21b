package com.prysmid.control.signin;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.prysmid.control.operating.PublicOrigins;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What the provider says of itself, kept for a while. Safe for use by many threads at once. */
final class Provider {
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** A key we do not know may be new; made-up ones must not make us ask all day. */
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(10);

    private final PublicOrigins origins;
    private final String issuer;
    private final Clock clock;
    private volatile @Nullable Known known;

    /** What was learnt, and when. */
    record Known(OIDCProviderMetadata metadata, JWKSet keys, Instant at) {}

    Provider(PublicOrigins origins, String issuer, Clock clock) {
        this.origins = origins;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** As learnt within the last minutes. */
    CompletionStage<Known> known() {
        return newerThan(KEPT);
    }

    /** As learnt just now. */
    CompletionStage<Known> fresh() {
        return newerThan(ASKED_AGAIN);
    }

    private CompletionStage<Known> newerThan(Duration age) {
        Known have = known;
        if (have != null && clock.instant().isBefore(have.at().plus(age))) {
            return CompletableFuture.completedStage(have);
        }
        return metadata()
                .thenCompose(metadata -> keys(metadata).thenApply(keys -> {
                    Known learnt = new Known(metadata, keys, clock.instant());
                    known = learnt;
                    return learnt;
                }));
    }

    private CompletionStage<OIDCProviderMetadata> metadata() {
        return read(issuer + "/.well-known/openid-configuration").thenApply(text -> {
            try {
                OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(text);
                // OpenID Connect Discovery 1.0 §4.3: who answers must be who was asked.
                if (!metadata.getIssuer().getValue().equals(issuer)) {
                    throw new IllegalStateException("the metadata is another issuer's");
                }
                return metadata;
            } catch (GeneralException e) {
                throw new IllegalStateException("the metadata cannot be read", e);
            }
        });
    }

    private CompletionStage<JWKSet> keys(OIDCProviderMetadata metadata) {
        return read(metadata.getJWKSetURI().toString()).thenApply(text -> {
            try {
                return JWKSet.parse(text);
            } catch (ParseException e) {
                throw new IllegalStateException("the key set cannot be read", e);
            }
        });
    }

    private CompletionStage<String> read(String address) {
        return origins.send(HttpRequest.GET(address)).thenApply(answer -> {
            if (answer.status() != 200) {
                throw new IllegalStateException("HTTP " + answer.status() + " from " + address);
            }
            return answer.body().toString();
        });
    }
}
