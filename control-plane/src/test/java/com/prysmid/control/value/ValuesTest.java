package com.prysmid.control.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @Test
    void aUserAgentIsKeptPrintableAndShort() {
        Provenance by = new Provenance(
                Actor.token("tok_1"), "req-1", "192.0.2.7", "  a\r\nb\u202e\u0000c\u007f" + "x".repeat(9000));
        assertThat(by.userAgent()).startsWith("abcx").hasSizeLessThanOrEqualTo(256);
        assertThat(new Provenance(Actor.token("t"), "", null, " \t ").userAgent())
                .isNull();
        assertThat(by.followedBy("provisioning"))
                .isEqualTo(new Provenance(Actor.system("provisioning"), "req-1", null, null));
    }

    private static final Map<String, Object> ED25519 =
            Map.of("kty", "OKP", "crv", "Ed25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a1b", "a-b", "acme-corp-2", "abcdefghijabcdefghijabcdefghijabcdefghij"})
    void aSlugOfTheRightShapeIsAccepted(String text) {
        assertThat(Slug.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "1abc",
                "-abc",
                "abc-",
                "a--b",
                "Abc",
                "a_b",
                "a.b",
                "äbc",
                "a\nb",
                "abc\n",
                "abcdefghijabcdefghijabcdefghijabcdefghijk",
                "console",
                "api",
                "app",
                "www",
                "auth",
                "admin",
                "mail"
            })
    void anyOtherSlugIsRefused(String text) {
        assertThatThrownBy(() -> Slug.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "Acme & Söhne GmbH", "日本語", "😀"})
    void aPrintableNameIsAccepted(String text) {
        assertThat(DisplayName.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\tb", "a\u0000", "a\u202eb", "a\u2028b", "a\ud800"})
    void aNameThatIsNotPrintableIsRefused(String text) {
        assertThatThrownBy(() -> DisplayName.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void aNameHasAtMostAHundredCharactersHoweverTheyAreEncoded() {
        assertThatCode(() -> DisplayName.parse("😀".repeat(100))).doesNotThrowAnyException();
        assertThatThrownBy(() -> DisplayName.parse("a".repeat(101))).isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@b",
                "@b.example",
                "a@.example",
                "a b@c.example",
                "a@b.example\r\nBcc: x@y.example",
                "\"a\"@b.example",
                ".a@b.example",
                "a..b@c.example",
                "a@b..example",
                "a@-b.example"
            })
    void whatIsNoMailAddressIsRefused(String text) {
        assertThatThrownBy(() -> OwnerEmail.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void anOwnersAddressAndASecretDoNotShowThemselves() {
        OwnerEmail owner = OwnerEmail.parse("owner+tag@sub.example.com");
        assertThat(owner.address()).isEqualTo("owner+tag@sub.example.com");
        assertThat(owner.toString()).doesNotContain("example");
        assertThat(new Secret("hidden").toString()).doesNotContain("hidden");
    }

    @Test
    void publicKeysOfTheThreeKindsAreAccepted() throws JOSEException {
        assertThat(PublicJwk.parse(ED25519).members()).isEqualTo(ED25519);
        JWK rsa = new RSAKeyGenerator(2048).keyID("k").generate().toPublicJWK();
        assertThat(PublicJwk.parse(rsa.toJSONObject()).members()).isEqualTo(rsa.toJSONObject());
        JWK ec = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK();
        assertThat(PublicJwk.parse(ec.toJSONObject()).members()).isEqualTo(ec.toJSONObject());
    }

    @Test
    void everyPrivateMemberIsRefusedByName() throws JOSEException {
        for (String member : new String[] {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
            assertThatThrownBy(() -> PublicJwk.parse(with(ED25519, member, "c2VjcmV0")))
                    .isInstanceOf(InvalidValue.class)
                    .hasMessageContaining("'" + member + "'")
                    .message()
                    .doesNotContain("c2VjcmV0");
        }
        JWK whole = new RSAKeyGenerator(2048).generate();
        assertThatThrownBy(() -> PublicJwk.parse(whole.toJSONObject())).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> PublicJwk.parse(
                        new OctetSequenceKey.Builder(new byte[32]).build().toJSONObject()))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void weakForeignAndMisshapenKeysAreRefused() throws JOSEException {
        JWK p384 = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK();
        Map<String, Object> rsa =
                new RSAKeyGenerator(2048).generate().toPublicJWK().toJSONObject();
        Map<String, Object> ec =
                new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONObject();
        refused("unsupported_curve", p384.toJSONObject());
        refused("weak_key", with(rsa, "n", "AQAB"));
        refused("weak_key", with(rsa, "e", "AQ"));
        refused("weak_key", with(rsa, "e", "Ag"));
        refused("invalid_jwk", with(ec, "x", ec.get("y")));
        refused("invalid_jwk", with(ED25519, "x", "AAAA"));
        refused("unsupported_curve", with(ED25519, "crv", "X25519"));
        refused("invalid_jwk", with(ED25519, "use", "enc"));
        refused("invalid_jwk", with(ED25519, "alg", "RS256"));
        refused("invalid_jwk", with(ED25519, "kty", "none"));
        refused("invalid_jwk", with(ED25519, "x", 5));
        refused("unknown_member", with(ED25519, "x5u", "https://evil.example"));
    }

    private static void refused(String code, Map<String, Object> members) {
        assertThatThrownBy(() -> PublicJwk.parse(members))
                .isInstanceOfSatisfying(
                        InvalidValue.class,
                        invalid -> assertThat(invalid.code()).isEqualTo(code));
    }

    private static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(members);
        changed.put(name, value);
        return changed;
    }
}
