package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The ring of keys that sign, and of those that others encrypt to. */
public sealed interface KeyCommand extends WorkspaceCommand {

    /** → {@link KeyList}: next, current, and previous ones that tokens still need. */
    record ListAll(Slug slug, ActorRef<Reply> replyTo) implements KeyCommand {}

    /**
     * The next key is current from now on, and a new next one is published → {@link KeyList}.
     *
     * @param alg of this algorithm only, whose first keys are made where it has none; null: of every algorithm in the ring
     */
    record Rotate(Slug slug, @Nullable String alg, Act act, ActorRef<Reply> replyTo) implements KeyCommand {}

    /** The public ring → {@link Jwks}; also while suspended. */
    record GetJwks(Slug slug, ActorRef<Reply> replyTo) implements KeyCommand {}

    /** RFC 7517 §4.2. */
    enum KeyUse {
        @JsonProperty("sig")
        SIGNATURE,
        @JsonProperty("enc")
        ENCRYPTION
    }

    enum KeyState {
        /** Published, not signing yet. */
        @JsonProperty("next")
        NEXT,
        @JsonProperty("current")
        CURRENT,
        /** No longer signing, kept for tokens that live. */
        @JsonProperty("previous")
        PREVIOUS
    }

    record KeyView(
            String kid,
            KeyUse use,
            String alg,
            KeyState state,
            Instant publishedAt,
            @Nullable Instant activatedAt,
            @Nullable Instant retiredAt) {}

    record KeyList(List<KeyView> items) implements Reply {}

    /**
     * @param json a JWK Set (RFC 7517 §5), public keys only
     * @param etag changes exactly when the set does; an entity tag of RFC 9110 §8.8.3, with its quotes
     */
    record Jwks(String json, String etag) implements Reply {}
}
