package com.prysmid.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.gateway.json.RecordReader;
import com.prysmid.gateway.json.RecordReader.Outcome;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AppDocumentTest {
    @Test
    void whatIsLeftOutTakesTheRegisteredDefault() {
        AppMetadata app = read("{\"client_name\": \"Shop\"}").metadata(true);

        assertThat(app.applicationType()).isEqualTo("web");
        assertThat(app.grantTypes()).containsExactly("authorization_code");
        assertThat(app.responseTypes()).containsExactly("code");
        assertThat(app.tokenEndpointAuthMethod()).isEqualTo("client_secret_basic");
        assertThat(app.idTokenSignedResponseAlg()).isEqualTo("RS256");
        assertThat(app.accessTokenFormat()).isEqualTo("jwt");
        assertThat(app.redirectUris()).isEmpty();
        assertThat(app.authorization()).isEqualTo(AppMetadata.Authorization.DEFAULTS);
        assertThat(app.tokens()).isEqualTo(AppMetadata.Tokens.DEFAULTS);
        assertThat(app.clientAuth()).isEqualTo(AppMetadata.ClientAuth.DEFAULTS);
        assertThat(app.logout()).isEqualTo(AppMetadata.Logout.DEFAULTS);
        assertThat(app.ciba()).isEqualTo(AppMetadata.Ciba.DEFAULTS);
        assertThat(app.software()).isEqualTo(AppMetadata.Software.DEFAULTS);
    }

    @Test
    void anAppThatRegisteredItselfIsNotTheWorkspacesOwn() {
        assertThat(read("{\"client_name\": \"Shop\"}")
                        .metadata(false)
                        .authorization()
                        .firstParty())
                .isFalse();
    }

    @Test
    void theDocumentOfMetadataReadsAsTheSameMetadata() {
        AppMetadata app = read("""
                {"client_name": "Shop", "redirect_uris": ["https://shop.test/cb"], "default_max_age": 60,
                 "jwks": {"keys": []}, "claim_mappings": {"department": "dept"}, "tls_client_auth_san_dns": "shop.test",
                 "id_token_encrypted_response_alg": "ECDH-ES", "backchannel_logout_uri": "https://shop.test/out",
                 "contacts": ["a@shop.test"], "dpop_bound_access_tokens": true, "first_party": false}""").metadata(true);

        assertThat(app.authorization().defaultMaxAge()).isEqualTo(Duration.ofMinutes(1));
        assertThat(app.tokens().idTokenEncryption()).isEqualTo(new JweAlgorithms("ECDH-ES", "A128CBC-HS256"));
        assertThat(read(ApiJson.object(AppDocument.of(app))).metadata(true)).isEqualTo(app);
    }

    @Test
    void aPatchChangesWhatItNamesAndTakesAwayWhatItSetsToNull() {
        ObjectNode before = ApiJson.object(read("""
                {"client_name": "Shop", "scope": "openid", "jwks": {"keys": []}, "redirect_uris": ["https://shop.test/cb"]}"""));

        AppMetadata after = read(MergePatch.merge(
                        before,
                        tree("{\"jwks\": null, \"scope\": null, \"redirect_uris\": [], \"first_party\": null}")))
                .metadata(true);

        assertThat(after.jwks()).isNull();
        assertThat(after.scope()).isNull();
        assertThat(after.redirectUris()).isEmpty();
        assertThat(after.clientName()).isEqualTo("Shop");
        assertThat(after.authorization().firstParty()).isTrue();
    }

    private static AppDocument read(String json) {
        return read(tree(json));
    }

    private static JsonNode tree(String json) {
        return ApiJson.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static AppDocument read(JsonNode tree) {
        return switch (RecordReader.read(AppDocument.class, tree)) {
            case Outcome.Read<AppDocument>(AppDocument document) -> document;
            case Outcome.Wrong<AppDocument>(var errors) -> throw new AssertionError(errors);
        };
    }
}
