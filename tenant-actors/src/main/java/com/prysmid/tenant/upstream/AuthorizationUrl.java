package com.prysmid.tenant.upstream;

import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a browser is sent to be asked who is there (OpenID Connect Core §3.1.2.1). */
final class AuthorizationUrl {
    private AuthorizationUrl() {}

    /**
     * What is asked.
     *
     * @param codeChallenge RFC 7636, S256
     * @param loginHint     whom we expect; null for nobody in particular
     * @param askAnew       whether the person shall choose or prove the account now, whoever is signed in there
     */
    record Question(
            String redirectUri,
            String state,
            String nonce,
            String codeChallenge,
            @Nullable String loginHint,
            boolean askAnew) {}

    static String of(IdpMetadata idp, String authorizationEndpoint, Question question) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", idp.clientId());
        parameters.put("redirect_uri", question.redirectUri());
        parameters.put("scope", String.join(" ", scopes(idp)));
        parameters.put("state", question.state());
        if (idp.type() != Kind.GITHUB) {
            parameters.put("nonce", question.nonce());
        }
        // Apple documents no PKCE; there, the nonce ties the code to this browser (RFC 9700 §2.1.1).
        if (idp.type() == Kind.APPLE) {
            parameters.put("response_mode", "form_post");
        } else {
            parameters.put("code_challenge", question.codeChallenge());
            parameters.put("code_challenge_method", "S256");
        }
        if (question.loginHint() != null) {
            parameters.put(idp.type() == Kind.GITHUB ? "login" : "login_hint", question.loginHint());
        }
        if (question.askAnew()) {
            parameters.putAll(askingAnew(idp.type()));
        }
        return authorizationEndpoint
                + (authorizationEndpoint.indexOf('?') < 0 ? "?" : "&")
                + parameters.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    static List<String> scopes(IdpMetadata idp) {
        if (!idp.scopes().isEmpty()) {
            return idp.scopes();
        }
        return switch (idp.type()) {
            case OIDC, GOOGLE, MICROSOFT, GITLAB -> List.of("openid", "profile", "email");
            case GITHUB -> List.of("read:user", "user:email");
            case APPLE -> List.of("openid", "name", "email");
        };
    }

    /** As each provider's documents call it. */
    private static Map<String, String> askingAnew(Kind type) {
        return switch (type) {
            case OIDC, GITLAB -> Map.of("prompt", "login");
            case GOOGLE, MICROSOFT, GITHUB -> Map.of("prompt", "select_account");
            case APPLE -> Map.of();
        };
    }
}
