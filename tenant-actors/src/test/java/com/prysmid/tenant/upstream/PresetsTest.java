package com.prysmid.tenant.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.tenant.crypto.CryptoProviders;
import com.prysmid.tenant.outbound.Outbound;
import com.prysmid.tenant.outbound.OutboundRequest;
import com.prysmid.tenant.outbound.Outcome;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Creation;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.upstream.UpstreamOutcome.Failed;
import com.prysmid.tenant.upstream.UpstreamOutcome.Proven;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The well-known providers, each in the dialect that its documents describe. */
class PresetsTest {
    private static final Slug ACME = new Slug("acme");
    private static final String NONCE = "the-nonce";
    private static final String BACK = "https://auth.acme.example/ui/idp/idp-1/callback";
    private static final String CONTOSO = "11111111-2222-3333-4444-555555555555";
    private static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private static final Presets PRESETS = new Presets(
            "https://accounts.google.example",
            "https://login.microsoft.example",
            "https://github.example",
            "https://api.github.example",
            "https://gitlab.example",
            "https://appleid.example");

    private static RSAKey key;

    private final Places places = new Places();
    private final UpstreamClient client =
            new UpstreamClient(ACME, PRESETS, places, Runnable::run, CryptoProviders.detect(), Clock.systemUTC());

    @BeforeAll
    static void makeKey() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k").generate();
    }

    /** What is where, and what was asked of it. */
    private static final class Places implements Outbound {
        private final Map<String, String> texts = new HashMap<>();
        private final List<OutboundRequest> requests = new ArrayList<>();

        @Override
        public CompletionStage<Outcome> send(Slug workspace, OutboundRequest request) {
            requests.add(request);
            String text = texts.get(request.url());
            return CompletableFuture.completedStage(
                    text == null
                            ? new Outcome.Answered(404, "text/plain", "", "")
                            : new Outcome.Answered(200, "application/json", "", text));
        }

        void openId(String at, String issuer) {
            texts.put(at + "/.well-known/openid-configuration", """
                    {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token","jwks_uri":"%s/keys"}""".formatted(issuer, at, at, at));
            texts.put(at + "/keys", new JWKSet(key.toPublicJWK()).toString(true));
        }

        void tokens(String at, String idToken) {
            texts.put(at, "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}".formatted(idToken));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann@gmail.com, , true, true",
        "ann@corp.example, corp.example, true, true",
        // Google has seen this address once; it is another provider's mailbox.
        "ann@other.example, , true, false",
        "ann@gmail.com, , false, false"
    })
    void googleIsBelievedAboutItsOwnMailboxes(
            String email, @Nullable String hostedDomain, boolean said, boolean believed) {
        places.openId(PRESETS.google(), PRESETS.google());
        Map<String, Object> claims = new HashMap<>(Map.of("email", email, "email_verified", said));
        if (hostedDomain != null) {
            claims.put("hd", hostedDomain);
        }
        places.tokens(PRESETS.google() + "/token", token(PRESETS.google(), claims));

        Proven proven = proven(idp(Kind.GOOGLE, null, null));

        assertThat(proven.emailVerified()).isEqualTo(believed);
        assertThat(proven.subject()).isEqualTo("sub-1");
    }

    @ParameterizedTest
    @CsvSource({
        "common, " + CONTOSO + ", true",
        "common, " + PERSONAL + ", true",
        "organizations, " + CONTOSO + ", true",
        "organizations, " + PERSONAL + ", false",
        "common, not-a-tenant, false",
        "common, {tenantid}, false"
    })
    void aMicrosoftTokenIsOfTheTenantThatItNames(String endpoint, String tenant, boolean good) {
        String at = PRESETS.microsoft() + "/" + endpoint + "/v2.0";
        places.openId(at, PRESETS.microsoft() + "/{tenantid}/v2.0");
        places.tokens(
                at + "/token",
                token(PRESETS.microsoft() + "/" + tenant + "/v2.0", Map.of("tid", tenant, "email", "a@b.example")));

        UpstreamOutcome outcome = complete(idp(Kind.MICROSOFT, null, endpoint));

        assertThat(outcome instanceof Proven).isEqualTo(good);
        if (outcome instanceof Proven proven) {
            assertThat(proven.subject()).isEqualTo(tenant + "/sub-1");
            assertThat(proven.emailVerified()).as("an admin's word").isFalse();
        }
    }

    @Test
    void aMicrosoftTokenOfOneTenantDoesNotSayThatItIsOfAnother() {
        String at = PRESETS.microsoft() + "/common/v2.0";
        places.openId(at, PRESETS.microsoft() + "/{tenantid}/v2.0");
        places.tokens(at + "/token", token(PRESETS.microsoft() + "/" + PERSONAL + "/v2.0", Map.of("tid", CONTOSO)));

        assertThat(complete(idp(Kind.MICROSOFT, null, "common"))).isEqualTo(new Failed("id_token_wrong_issuer"));
    }

    @Test
    void oneTenantOfMicrosoftIsOneIssuer() {
        String at = PRESETS.microsoft() + "/" + CONTOSO + "/v2.0";
        places.openId(at, at);
        places.tokens(at + "/token", token(at, Map.of("tid", CONTOSO, "email", "a@b.example", "xms_edov", true)));
        assertThat(proven(idp(Kind.MICROSOFT, null, CONTOSO)).emailVerified()).isTrue();

        places.openId(PRESETS.microsoft() + "/" + PERSONAL + "/v2.0", at);
        assertThat(complete(idp(Kind.MICROSOFT, null, PERSONAL))).isEqualTo(Failed.NOT_THE_ISSUER);
    }

    @Test
    void aGitLabOfOnesOwnIsAnIssuerOfItsOwn() {
        String own = "https://git.corp.example";
        places.openId(own, own);
        places.tokens(own + "/token", token(own, Map.of("email", "a@b.example", "email_verified", true)));

        assertThat(proven(idp(Kind.GITLAB, own, null)).emailVerified()).isTrue();
    }

    @Test
    void gitHubTellsOfTheVerifiedPrimaryAddressAlone() {
        places.texts.put(
                PRESETS.github() + "/login/oauth/access_token", "{\"access_token\":\"gho\",\"token_type\":\"bearer\"}");
        places.texts.put(PRESETS.githubApi() + "/user", """
                {"id":583231,"login":"octocat","name":"Mona","email":"public@evil.example","avatar_url":"https://a.example/1"}""");
        places.texts.put(PRESETS.githubApi() + "/user/emails", """
                [{"email":"public@evil.example","primary":false,"verified":false},
                 {"email":"mona@home.example","primary":true,"verified":true}]""");

        Proven proven = proven(idp(Kind.GITHUB, null, null));

        assertThat(proven.subject()).isEqualTo("583231");
        assertThat(proven.claims())
                .containsEntry("email", "mona@home.example")
                .containsEntry("preferred_username", "octocat");
        assertThat(proven.emailVerified()).isTrue();
        assertThat(places.requests.getLast().authorization()).isEqualTo(new Secret("Bearer gho"));

        places.texts.put(
                PRESETS.githubApi() + "/user/emails",
                "[{\"email\":\"mona@home.example\",\"primary\":true,\"verified\":false}]");
        assertThat(proven(idp(Kind.GITHUB, null, null)).claims()).doesNotContainKey("email");
    }

    @Test
    void gitHubSaysNoWithAnOkayStatus() {
        places.texts.put(PRESETS.github() + "/login/oauth/access_token", "{\"error\":\"bad_verification_code\"}");
        assertThat(complete(idp(Kind.GITHUB, null, null))).isEqualTo(Failed.CODE_REFUSED);

        places.texts.put(
                PRESETS.github() + "/login/oauth/access_token", "{\"error\":\"incorrect_client_credentials\"}");
        assertThat(complete(idp(Kind.GITHUB, null, null))).isEqualTo(Failed.CLIENT_REFUSED);
    }

    @Test
    void appleGetsASignedSecretAndTellsANameTheFirstTimeOnly() throws JOSEException, ParseException {
        ECKey team = new ECKeyGenerator(Curve.P_256).generate();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(team.toPrivateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        IdpMetadata idp = idp(Kind.APPLE, null, null);
        places.openId(PRESETS.apple(), PRESETS.apple());
        places.tokens(
                PRESETS.apple() + "/token",
                token(PRESETS.apple(), Map.of("email", "x@privaterelay.example", "email_verified", "true")));
        Secret secret = AppleKey.parse(pem).orElseThrow().clientSecret(idp, PRESETS.apple(), Instant.now());
        SignedJWT jwt = SignedJWT.parse(secret.reveal());

        assertThat(jwt.verify(new ECDSAVerifier(team))).isTrue();
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("KEYKEYKEY1");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("TEAMTEAM01");
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("client");
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(PRESETS.apple());
        String asked = client.begin(idp, BACK, "s", NONCE, "c", null, false)
                .toCompletableFuture()
                .join()
                .orElseThrow();
        assertThat(asked).contains("response_mode=form_post", "nonce=").doesNotContain("code_challenge");

        UpstreamOutcome outcome = client.complete(idp, answer(new Secret("""
                                {"name":{"firstName":"Ann","lastName":"Lee"},"email":"forged@evil.example"}""")), new ClientProof.Form(secret))
                .toCompletableFuture()
                .join();
        assertThat(outcome).isInstanceOf(Proven.class);
        assertThat(((Proven) outcome).claims())
                .containsEntry("given_name", "Ann")
                .containsEntry("email", "x@privaterelay.example");
        assertThat(((Proven) outcome).emailVerified()).isTrue();
    }

    @Test
    void aVerifiedAddressIsTheClaimThatWasVerified() {
        places.openId("https://idp.example", "https://idp.example");
        places.tokens(
                "https://idp.example/token",
                token(
                        "https://idp.example",
                        Map.of("email", "own@a.example", "email_verified", true, "upn", "boss@corp.example")));
        IdpMetadata plain = idp(Kind.OIDC, "https://idp.example", null);
        IdpMetadata mapped = new IdpMetadata(
                Kind.OIDC,
                "x",
                true,
                "https://idp.example",
                "client",
                AuthMethod.CLIENT_SECRET_BASIC,
                List.of(),
                null,
                null,
                null,
                Map.of("email", "upn"),
                List.of(),
                Creation.ANY,
                false,
                false);

        assertThat(proven(plain).emailVerified()).isTrue();
        assertThat(proven(mapped).emailVerified()).isFalse();
    }

    private Proven proven(IdpMetadata idp) {
        UpstreamOutcome outcome = complete(idp);
        assertThat(outcome).isInstanceOf(Proven.class);
        return (Proven) outcome;
    }

    private UpstreamOutcome complete(IdpMetadata idp) {
        return client.complete(idp, answer(null), new ClientProof.Form(new Secret("s")))
                .toCompletableFuture()
                .join();
    }

    private static Answer answer(@Nullable Secret user) {
        return new Answer(new Secret("code"), BACK, new Secret("v"), NONCE, null, user);
    }

    private static IdpMetadata idp(Kind kind, @Nullable String issuer, @Nullable String tenant) {
        boolean apple = kind == Kind.APPLE;
        return new IdpMetadata(
                kind,
                "x",
                true,
                issuer,
                "client",
                AuthMethod.CLIENT_SECRET_POST,
                List.of(),
                tenant,
                apple ? "TEAMTEAM01" : null,
                apple ? "KEYKEYKEY1" : null,
                Map.of(),
                List.of(),
                Creation.ANY,
                false,
                false);
    }

    private static String token(String issuer, Map<String, Object> more) {
        try {
            JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                    .issuer(issuer)
                    .subject("sub-1")
                    .audience("client")
                    .issueTime(Date.from(java.time.Instant.now()))
                    .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                    .claim("nonce", NONCE);
            more.forEach(claims::claim);
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(), claims.build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
