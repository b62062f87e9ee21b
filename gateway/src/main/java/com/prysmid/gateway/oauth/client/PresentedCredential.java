package com.prysmid.gateway.oauth.client;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.error.OAuthError;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which credential a request presents: exactly one (RFC 6749 §2.3). */
public final class PresentedCredential {
    /** RFC 7523 §2.2. */
    static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private PresentedCredential() {}

    /**
     * @param certified whether the connection has a client certificate: then a {@code client_id} alone is named by whoever has it
     * @throws HttpProblem 401 {@code invalid_client} where there is none or it is not readable, 400 {@code invalid_request}
     *                     where there are several or they contradict each other
     */
    public static ClientCredential parse(Optional<String> authorization, Form form, boolean certified, String realm) {
        boolean asserted = form.has("client_assertion") || form.has("client_assertion_type");
        boolean posted = form.has("client_secret");
        if ((authorization.isPresent() ? 1 : 0) + (asserted ? 1 : 0) + (posted ? 1 : 0) > 1) {
            throw OAuthError.invalidRequest("A client authenticates in one way at a time.");
        }
        ClientCredential credential = authorization.isPresent()
                ? basic(authorization.get(), realm)
                : asserted ? assertion(form) : inForm(form, certified);
        String claimed = form.get("client_id");
        if (claimed != null && !claimed.equals(credential.clientId())) {
            throw OAuthError.invalidRequest("client_id is not the client that authenticates.");
        }
        return credential;
    }

    /** RFC 6749 §2.3.1: both parts are form-encoded before they are put together. */
    private static ClientCredential basic(String authorization, String realm) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw OAuthError.invalidClient(realm);
        }
        try {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw OAuthError.invalidClient(realm);
            }
            return new ClientCredential.SecretBasic(
                    URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                    new Secret(URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw OAuthError.invalidClient(realm);
        }
    }

    private static ClientCredential assertion(Form form) {
        if (!ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
            throw OAuthError.invalidRequest("client_assertion_type must be " + ASSERTION_TYPE + ".");
        }
        return asserted(form.require("client_assertion")).orElseThrow(OAuthError::invalidClient);
    }

    /** Empty where it does not say whose it is. */
    static Optional<ClientCredential> asserted(String assertion) {
        return Optional.ofNullable(subject(assertion))
                .map(subject -> new ClientCredential.PrivateKeyJwt(subject, new Secret(assertion)));
    }

    /** Not verified: it only says whose keys to try. */
    private static @Nullable String subject(String assertion) {
        try {
            // Null for an encrypted one, which is no assertion here.
            JWTClaimsSet claims = JWTParser.parse(assertion).getJWTClaimsSet();
            return claims == null ? null : claims.getSubject();
        } catch (ParseException e) {
            return null;
        }
    }

    private static ClientCredential inForm(Form form, boolean certified) {
        String clientId = form.find("client_id").orElseThrow(OAuthError::invalidClient);
        String secret = form.get("client_secret");
        if (secret != null) {
            return new ClientCredential.SecretPost(clientId, new Secret(secret));
        }
        return certified ? new ClientCredential.Certificate(clientId) : new ClientCredential.None(clientId);
    }
}
