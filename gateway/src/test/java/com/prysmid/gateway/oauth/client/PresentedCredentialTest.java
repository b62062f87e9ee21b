package com.prysmid.gateway.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresentedCredentialTest {
    private static final String ISSUER = "https://auth.acme.example";
    /** Header and payload {@code {"sub":"svc-1"}}; nobody looks at the signature here. */
    private static final String ASSERTION =
            encode("{\"alg\":\"RS256\"}") + "." + encode("{\"sub\":\"svc-1\"}") + ".AAAA";

    @Test
    void noneIsAClientIdAlone() {
        assertThat(parse(null, Map.of("client_id", "app-1"))).isEqualTo(new ClientCredential.None("app-1"));
    }

    @Test
    void aClientIdAloneBelongsToTheConnectionsCertificateWhereThereIsOne() {
        assertThat(PresentedCredential.parse(Optional.empty(), Form.of(Map.of("client_id", "app-1")), true, ISSUER))
                .isEqualTo(new ClientCredential.Certificate("app-1"));
        assertThat(PresentedCredential.parse(
                        Optional.empty(), Form.of(Map.of("client_id", "app-1", "client_secret", "s")), true, ISSUER))
                .isEqualTo(new ClientCredential.SecretPost("app-1", new Secret("s")));
        assertThat(PresentedCredential.parse(Optional.empty(), Form.of(assertion()), true, ISSUER))
                .isInstanceOf(ClientCredential.PrivateKeyJwt.class);
    }

    @Test
    void basicIsFormDecodedAfterBase64() {
        assertThat(parse(basic("app%2B1:s%3Acret+x"), Map.of()))
                .isEqualTo(new ClientCredential.SecretBasic("app+1", new Secret("s:cret x")));
        assertThat(parse(basic("app-1:a:b"), Map.of("client_id", "app-1")))
                .isEqualTo(new ClientCredential.SecretBasic("app-1", new Secret("a:b")));
    }

    @Test
    void postIsBothInTheForm() {
        assertThat(parse(null, Map.of("client_id", "app-1", "client_secret", "s")))
                .isEqualTo(new ClientCredential.SecretPost("app-1", new Secret("s")));
    }

    @Test
    void anAssertionNamesItsClientItself() {
        assertThat(parse(null, assertion()))
                .isEqualTo(new ClientCredential.PrivateKeyJwt("svc-1", new Secret(ASSERTION)));
    }

    @Test
    void twoMethodsAtOnceAreRefused() {
        refused(400, basic("app-1:s"), Map.of("client_id", "app-1", "client_secret", "s"));
        refused(400, basic("svc-1:s"), assertion());
        refused(
                400,
                null,
                Map.of(
                        "client_secret",
                        "s",
                        "client_assertion",
                        ASSERTION,
                        "client_assertion_type",
                        PresentedCredential.ASSERTION_TYPE));
    }

    @Test
    void aClientIdThatContradictsTheCredentialIsRefused() {
        refused(400, basic("app-1:s"), Map.of("client_id", "app-2"));
        refused(
                400,
                null,
                Map.of(
                        "client_id",
                        "app-2",
                        "client_assertion",
                        ASSERTION,
                        "client_assertion_type",
                        PresentedCredential.ASSERTION_TYPE));
    }

    @Test
    void whatCannotBeReadIsNoClient() {
        refused(401, null, Map.of());
        refused(401, null, Map.of("client_secret", "s"));
        refused(401, "Basic !!!", Map.of());
        refused(401, basic("nocolon"), Map.of());
        refused(401, basic(":s"), Map.of());
        refused(401, basic("app:%zz"), Map.of());
        refused(401, "Bearer abc", Map.of("client_id", "app-1"));
        refused(
                401,
                null,
                Map.of("client_assertion", "x", "client_assertion_type", PresentedCredential.ASSERTION_TYPE));
    }

    @Test
    void anotherAssertionTypeIsRefused() {
        refused(400, null, Map.of("client_assertion", ASSERTION, "client_assertion_type", "saml"));
        refused(400, null, Map.of("client_assertion", ASSERTION));
    }

    @Test
    void whoTriedBasicIsToldTheScheme() {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> parse("Basic !!!", Map.of()))
                .satisfies(problem -> assertThat(problem.headers())
                        .anySatisfy(header -> assertThat(header.toString())
                                .isEqualTo("WWW-Authenticate: Basic realm=\"" + ISSUER + "\"")));
    }

    private static void refused(int status, String authorization, Map<String, String> form) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> parse(authorization, form))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(status);
                    assertThat(problem.code()).isEqualTo(status == 401 ? "invalid_client" : "invalid_request");
                });
    }

    private static ClientCredential parse(String authorization, Map<String, String> form) {
        return PresentedCredential.parse(Optional.ofNullable(authorization), Form.of(form), false, ISSUER);
    }

    private static Map<String, String> assertion() {
        return Map.of("client_assertion", ASSERTION, "client_assertion_type", PresentedCredential.ASSERTION_TYPE);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
