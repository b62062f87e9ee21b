package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.AppRegistry.App;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormatRulesTest {
    private static final RSAKey RSA = rsa();
    private static final String RSA_SET =
            set(new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build());

    @ParameterizedTest
    @CsvSource({
        "RSA1_5,A128CBC-HS256,id_token_encrypted_response_alg",
        "RSA-OAEP,A128CBC-HS256,id_token_encrypted_response_alg",
        "dir,A128CBC-HS256,id_token_encrypted_response_alg",
        "none,A128CBC-HS256,id_token_encrypted_response_alg",
        "'',A128CBC-HS256,id_token_encrypted_response_alg",
        "RSA-OAEP-256,A192GCM,id_token_encrypted_response_enc",
        "RSA-OAEP-256,none,id_token_encrypted_response_enc"
    })
    void weakEncryptionIsRefused(String alg, String enc, String field) {
        assertThat(fields(new TokensDraft().idToken(alg, enc), RSA_SET)).containsExactly(field);
    }

    @Test
    void anEncryptionTakesAKeyForIt() {
        TokensDraft encrypted = new TokensDraft().idToken("RSA-OAEP-256", "A256GCM");
        assertThat(fields(encrypted, RSA_SET)).isEmpty();
        assertThat(fields(encrypted, null)).containsExactly("jwks");
        assertThat(fields(
                        encrypted,
                        set(new RSAKey.Builder(RSA).keyUse(KeyUse.SIGNATURE).build())))
                .containsExactly("jwks");
        assertThat(fields(encrypted, ecSet())).containsExactly("jwks");
        assertThat(fields(new TokensDraft().idToken("ECDH-ES+A256KW", "A256GCM"), ecSet()))
                .isEmpty();
    }

    @Test
    void anEncryptedUserinfoIsSigned() {
        JweAlgorithms encryption = new JweAlgorithms("RSA-OAEP-256", "A128CBC-HS256");
        assertThat(fields(new TokensDraft().userinfo(null, encryption), RSA_SET))
                .containsExactly("userinfo_signed_response_alg");
        assertThat(fields(new TokensDraft().userinfo("ES256", encryption), RSA_SET))
                .isEmpty();
        assertThat(fields(new TokensDraft().introspection(null, encryption), RSA_SET))
                .isEmpty();
    }

    @Test
    void pairwiseSubjectsTakeASector() {
        assertThat(fields(new TokensDraft().subjectType("transient"), null)).containsExactly("subject_type");
        assertThat(fields(new TokensDraft().pairwise(), null)).isEmpty();
        assertThat(pairwise(List.of("https://a.example/cb", "https://a.example/other"), null))
                .isEmpty();
        assertThat(pairwise(List.of("https://a.example/cb", "https://b.example/cb"), null))
                .containsExactly("sector_identifier_uri");
        assertThat(pairwise(List.of("https://a.example/cb", "https://b.example/cb"), "https://a.example/uris.json"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/uris.json",
                "a.example",
                "https:///uris.json",
                "https://user@a.example/",
                "https://a.example/#x",
                "javascript:alert(1)",
                "https://a.exämple/"
            })
    void aSectorIdentifierIsHttps(String uri) {
        assertThat(fields(new TokensDraft().pairwise().sector(uri), null)).contains("sector_identifier_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api", "/api", "//api.example", "https://api.example/#part", "https://api.example/a b"})
    void aResourceIsAnAbsoluteUri(String uri) {
        assertThat(fields(new TokensDraft().resources("https://api.example", uri), null))
                .containsExactly("resources[1]");
    }

    @Test
    void appsOfOneHostAreOneSectorAndCaseDoesNotMatter() {
        assertThat(sector("https://Shop.example/cb", null)).isEqualTo("shop.example");
        assertThat(sector("https://shop.example:8443/other", null)).isEqualTo("shop.example");
        assertThat(sector("https://elsewhere.example/cb", "https://shop.example/uris.json"))
                .isEqualTo("shop.example");
        assertThat(PairwiseSector.of(app("app-1", AppDraft.web()))).isEmpty();
    }

    /** Registration refuses such an app; were one there, it must not share its names with another. */
    @Test
    void anAppWithoutAHostIsASectorOfItsOwn() {
        AppMetadata metadata = AppDraft.withTokens(
                "com.example.app:/cb", "jwt", new TokensDraft().pairwise().done(), null);
        assertThat(PairwiseSector.of(app("app-1", metadata)))
                .isPresent()
                .isNotEqualTo(PairwiseSector.of(app("app-2", metadata)));
    }

    private static String sector(String redirectUri, @Nullable String sectorIdentifier) {
        TokensDraft tokens = new TokensDraft().pairwise();
        if (sectorIdentifier != null) {
            tokens.sector(sectorIdentifier);
        }
        return PairwiseSector.of(app("app-1", AppDraft.withTokens(redirectUri, "jwt", tokens.done(), null)))
                .orElseThrow();
    }

    private static App app(String clientId, AppMetadata metadata) {
        return new App(clientId, "p1", metadata, null, null, Instant.EPOCH);
    }

    private static List<String> pairwise(List<String> redirectUris, @Nullable String sectorIdentifier) {
        AppDraft draft = new AppDraft();
        draft.redirectUris = redirectUris;
        TokensDraft tokens = new TokensDraft().pairwise();
        draft.tokens = sectorIdentifier == null
                ? tokens.done()
                : tokens.sector(sectorIdentifier).done();
        return fields(draft.done());
    }

    private static List<String> fields(TokensDraft tokens, @Nullable String jwks) {
        return fields(AppDraft.withTokens("https://rp.example/cb", "opaque", tokens.done(), jwks));
    }

    private static List<String> fields(AppMetadata metadata) {
        return AppRules.check(metadata).map(Refused::fields).orElse(List.of()).stream()
                .map(Refused.FieldError::field)
                .toList();
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyID("enc").generate().toPublicJWK();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String ecSet() {
        try {
            return new JWKSet(new ECKeyGenerator(Curve.P_256).generate().toPublicJWK()).toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String set(RSAKey key) {
        return new JWKSet(key).toString();
    }
}
