package com.prysmid.gateway.guard;

import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A browser on its way to an upstream provider and back: what we asked, and what the person was about to do. It travels as the
 * {@code state} parameter, sealed, so that nothing in it can be read or made up; and it is good only in the browser that has the
 * cookie it was begun with, so that nobody can finish in another's browser what they began in their own (RFC 9700 §4.7).
 *
 * @param id        names it; an answer is taken once
 * @param idpId     whom it was asked: an answer counts as that provider's and no other's (RFC 9700 §4.4)
 * @param nonce     OpenID Connect Core §3.1.2.1
 * @param verifier  RFC 7636 §4.1
 * @param linking   the signed-in user who wants to link; null: somebody signs in
 * @param invitation token of the link that somebody opened, who takes the invitation up so; null: none
 * @param purpose   of the interaction to go on with; null where there is none
 * @param browser   digest of the cookie's value
 * @param formPost  whether the provider answers by a cross-site POST
 */
public record UpstreamTransaction(
        String id,
        String idpId,
        String nonce,
        String verifier,
        @Nullable UserId linking,
        @Nullable UserBoundToken invitation,
        @Nullable String purpose,
        @Nullable Interaction interaction,
        String browser,
        boolean formPost,
        Instant startedAt) {
    /** The parameter that comes back. */
    public static final String STATE = "state";

    private static final String SEALED_FOR = "upstream";

    /** Enough to sign in elsewhere, and to prove a second factor there. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    /** Sent with requests from our own pages and links that lead here; not with another site's POST. */
    private static final String COOKIE = "__Host-prysm_idp";

    /** For providers that answer by another site's POST. */
    private static final String CROSS_SITE_COOKIE = "__Host-prysm_idp_post";

    private static final String KEPT = "i.";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that begins now, and the cookie that the browser is to have for it. */
    public record Begun(UpstreamTransaction transaction, HttpHeader cookie) {}

    /** A browser keeps one value, so that several sign-ins in as many tabs all work. */
    public static Begun begin(
            HttpRequest request,
            String idpId,
            boolean formPost,
            @Nullable UserId linking,
            @Nullable UserBoundToken invitation,
            @Nullable String purpose,
            @Nullable Interaction interaction,
            Instant now) {
        String name = formPost ? CROSS_SITE_COOKIE : COOKIE;
        String value = Cookies.read(request, name)
                .filter(present -> present.length() == 43)
                .orElseGet(UpstreamTransaction::random);
        return new Begun(
                new UpstreamTransaction(
                        random(),
                        idpId,
                        random(),
                        random(),
                        linking,
                        invitation,
                        purpose,
                        interaction,
                        digest(value),
                        formPost,
                        now),
                formPost
                        ? Cookies.setCrossSite(name, value, LIFE.toSeconds())
                        : Cookies.set(name, value, LIFE.toSeconds()));
    }

    /** Whether this is the browser that it was begun in. */
    public boolean isOf(HttpRequest request) {
        return Cookies.read(request, formPost ? CROSS_SITE_COOKIE : COOKIE)
                .filter(value -> MessageDigest.isEqual(
                        digest(value).getBytes(StandardCharsets.US_ASCII), browser.getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    /** RFC 7636 §4.2, S256. */
    public String codeChallenge() {
        return digest(verifier);
    }

    public Instant until() {
        return startedAt.plus(LIFE);
    }

    /** As the {@code state} parameter. */
    public String seal(InteractionSeal seal, Slug slug) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("t", id);
        parameters.put("idp", idpId);
        parameters.put("n", nonce);
        parameters.put("v", verifier);
        parameters.put("b", browser);
        parameters.put("f", formPost ? "post" : "query");
        if (linking != null) {
            parameters.put("u", linking.value());
        }
        if (invitation != null) {
            parameters.put("k", invitation.serialize().reveal());
        }
        if (purpose != null && interaction != null) {
            parameters.put("p", purpose);
            parameters.put("s", Long.toString(interaction.startedAt().toEpochMilli()));
            interaction.parameters().forEach((name, value) -> parameters.put(KEPT + name, value));
        }
        return seal.seal(SEALED_FOR, slug, new Interaction(parameters, startedAt));
    }

    /** Empty where it is none of ours, or over. */
    public static Optional<UpstreamTransaction> open(InteractionSeal seal, Slug slug, String state, Instant now) {
        return seal.open(SEALED_FOR, slug, state)
                .map(UpstreamTransaction::read)
                .filter(transaction -> now.isBefore(transaction.until()));
    }

    private static UpstreamTransaction read(Interaction sealed) {
        Map<String, String> parameters = sealed.parameters();
        String purpose = parameters.get("p");
        String user = parameters.get("u");
        Map<String, String> kept = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(KEPT)) {
                kept.put(name.substring(KEPT.length()), value);
            }
        });
        return new UpstreamTransaction(
                parameters.getOrDefault("t", ""),
                parameters.getOrDefault("idp", ""),
                parameters.getOrDefault("n", ""),
                parameters.getOrDefault("v", ""),
                user == null ? null : new UserId(user),
                UserBoundToken.parse(parameters.getOrDefault("k", "")).orElse(null),
                purpose,
                purpose == null
                        ? null
                        : new Interaction(
                                kept, Instant.ofEpochMilli(Long.parseLong(parameters.getOrDefault("s", "0")))),
                parameters.getOrDefault("b", ""),
                "post".equals(parameters.get("f")),
                sealed.startedAt());
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Redacted: holds secrets. */
    @Override
    public String toString() {
        return "UpstreamTransaction[" + idpId + "]";
    }
}
