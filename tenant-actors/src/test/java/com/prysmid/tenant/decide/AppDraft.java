package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** App metadata that is good as it stands, so that a test changes only what it is about. */
public final class AppDraft {
    String name = "Shop";
    String type = "web";
    List<String> redirectUris = List.of("https://rp.example/cb");
    List<String> postLogoutUris = List.of();
    List<String> grantTypes = List.of("authorization_code", "refresh_token");
    List<String> responseTypes = List.of("code");
    String method = "client_secret_basic";

    @Nullable
    String jwks;

    @Nullable
    String jwksUri;

    String idTokenAlg = "RS256";
    String tokenFormat = "jwt";

    @Nullable
    String scope;

    @Nullable
    String logoUri;

    public static AppMetadata web() {
        return new AppDraft().done();
    }

    static AppMetadata withRedirect(String type, String uri) {
        AppDraft draft = new AppDraft();
        draft.type = type;
        draft.redirectUris = List.of(uri);
        return draft.done();
    }

    public static AppMetadata withMethod(String method, @Nullable String jwks) {
        AppDraft draft = new AppDraft();
        draft.method = method;
        draft.jwks = jwks;
        return draft.done();
    }

    AppMetadata done() {
        return new AppMetadata(
                name,
                type,
                redirectUris,
                postLogoutUris,
                grantTypes,
                responseTypes,
                method,
                jwks,
                jwksUri,
                idTokenAlg,
                tokenFormat,
                scope,
                logoUri,
                null,
                null,
                AppMetadata.Authorization.DEFAULTS,
                AppMetadata.Tokens.DEFAULTS,
                AppMetadata.ClientAuth.DEFAULTS,
                AppMetadata.Logout.DEFAULTS,
                AppMetadata.Ciba.DEFAULTS,
                AppMetadata.Software.DEFAULTS);
    }
}
