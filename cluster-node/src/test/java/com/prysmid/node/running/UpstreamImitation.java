package com.prysmid.node.running;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.node.running.LocalSite.Page;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An OpenID Provider on 127.0.0.1 that does what a test tells it: it answers each code with an id token of the claims that were
 * laid down for it, and anything else as told.
 */
public final class UpstreamImitation implements AutoCloseable {
    public static final String CLIENT = "prysm-client";
    public static final String SECRET = "a secret of ours & theirs";

    private static final String JSON = "application/json";

    private final LocalSite site;
    private final RSAKey key;
    private final Map<String, UnaryOperator<Map<String, Object>>> tokens = new ConcurrentHashMap<>();
    private final AtomicInteger codes = new AtomicInteger();

    private UpstreamImitation(LocalSite site, RSAKey key) {
        this.site = site;
        this.key = key;
    }

    public static UpstreamImitation start(RunningDev dev) {
        return start(dev, 0);
    }

    /** At the place where the product believes Apple to be. */
    public static UpstreamImitation apple(RunningDev dev) {
        return start(dev, dev.applePort());
    }

    private static UpstreamImitation start(RunningDev dev, int port) {
        try {
            RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
            UpstreamImitation imitation = new UpstreamImitation(LocalSite.start(dev, port), key);
            imitation.discovery(Map.of());
            imitation.site.serve("/jwks", JSON, new JWKSet(key.toPublicJWK()).toString(true));
            imitation.site.serve("/token", imitation::token);
            return imitation;
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public String issuer() {
        return site.uri("").toString();
    }

    public LocalSite site() {
        return site;
    }

    public RSAKey key() {
        return key;
    }

    /** The document, with these members over the usual ones; null takes one away. */
    public void discovery(Map<String, ?> members) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer());
        document.put("authorization_endpoint", issuer() + "/authorize");
        document.put("token_endpoint", issuer() + "/token");
        document.put("jwks_uri", issuer() + "/jwks");
        document.putAll(members);
        site.serve(
                "/.well-known/openid-configuration",
                JSON,
                com.nimbusds.jose.util.JSONObjectUtils.toJSONString(document));
    }

    /**
     * The answer to an authorization request: a code for an id token that says what it should, changed as told.
     *
     * @param asked   where our browser was sent
     * @param changes on claims and, under {@code #}-names, on the answer: {@code #token} replaces the whole answer
     */
    public Map<String, String> answer(URI asked, String subject, UnaryOperator<Map<String, Object>> changes) {
        Map<String, String> query = query(asked);
        String code = "code-" + codes.incrementAndGet();
        Map<String, Object> claims = new LinkedHashMap<>();
        Instant now = Instant.now();
        claims.put("iss", issuer());
        claims.put("sub", subject);
        claims.put("aud", CLIENT);
        claims.put("nonce", query.get("nonce"));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(300).getEpochSecond());
        tokens.put(code, none -> changes.apply(new LinkedHashMap<>(claims)));
        return Map.of("code", code, "state", query.get("state"));
    }

    /** A member of a form or query. */
    public static Map<String, String> query(URI uri) {
        return parse(String.valueOf(uri.getRawQuery()));
    }

    public static Map<String, String> parse(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    public String sign(RSAKey with, Map<String, Object> claims) {
        try {
            JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
            claims.forEach((name, value) -> set.claim(
                    name,
                    value instanceof Long time && (name.equals("iat") || name.equals("exp") || name.equals("nbf"))
                            ? Date.from(Instant.ofEpochSecond(time))
                            : value));
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(with.getKeyID())
                            .type(JOSEObjectType.JWT)
                            .build(),
                    set.build());
            jwt.sign(new RSASSASigner(with));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private Page token(LocalSite.Request request) {
        UnaryOperator<Map<String, Object>> claims =
                tokens.remove(parse(request.body()).getOrDefault("code", ""));
        if (claims == null) {
            return new Page(400, JSON, "{\"error\":\"invalid_grant\"}");
        }
        Map<String, Object> all = claims.apply(Map.of());
        if (all.get("#token") instanceof String whole) {
            return new Page(200, JSON, whole);
        }
        String token = all.get("#jwt") instanceof String jwt ? jwt : sign(key, all);
        return new Page(
                200, JSON, "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}".formatted(token));
    }

    @Override
    public void close() {
        site.close();
    }
}
