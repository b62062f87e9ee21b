package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.tenant.decide.AppDraft;
import com.prysmid.tenant.decide.TokensDraft;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AppMetadata.JweAlgorithms;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.TokenCommand.IssuedTokens;
import com.prysmid.tenant.protocol.TokenCommand.Purpose;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens in other forms than a signed JWT that names the user by its own id. */
class WorkspaceFormatsTest {
    private static final String ALICE = "alice-0001";
    private static final String API = "https://api.example";

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<WorkspaceMessage> acme;
    private ECKey key;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        acme = world.workspace();
        key = new ECKeyGenerator(Curve.P_256)
                .keyID("enc-1")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        world.ask(acme, to -> new ProvisioningCommand.Prepare(ACME, "creation-1", "Acme", Plan.PRO, ACT, to));
        world.ask(acme, to -> new ProvisioningCommand.Activate(ACME, "creation-1", null, ACT, to));
        world.ask(acme, to -> new ProjectCommand.Create(ACME, "p1", "Shop", ACT, to));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void anOpaqueTokenIsWorthWhatTheJwtWouldBe() {
        register("app", "https://rp.example/cb", "opaque", new TokensDraft());
        Secret token = issue("app").accessToken();
        assertThat(token.reveal()).startsWith("prysm_at_").doesNotContain(".");
        AccessToken read = read(token);
        assertThat(read.subject()).isEqualTo(ALICE);
        assertThat(read.shownSubject()).isEqualTo(ALICE);
        assertThat(read.clientId()).isEqualTo("app");
        assertThat(read.grantId()).isEqualTo("family-1");
        assertThat(read.scopes()).containsExactly("openid");
        assertThat(read.jti()).isNotEmpty();

        assertInvalid(new Secret(token.reveal().replace('A', 'B')));
        assertInvalid(new Secret(token.reveal() + "A"));
        restart();
        assertThat(read(token)).isEqualTo(read);
        world.pass(Duration.ofHours(1));
        assertInvalid(token);
    }

    @Test
    void anOpaqueTokenEndsWithItsClient() {
        register("app", "https://rp.example/cb", "opaque", new TokensDraft());
        Secret token = issue("app").accessToken();
        world.ask(acme, to -> new AppCommand.Delete(ACME, "p1", "app", ACT, to));
        assertInvalid(token);
    }

    @Test
    void oneSectorKnowsAUserByOneNameAndAnotherByAnother() throws Exception {
        register("shop", "https://shop.example/cb", "jwt", new TokensDraft().pairwise());
        register("till", "https://shop.example:8443/till", "opaque", new TokensDraft().pairwise());
        register("forum", "https://forum.example/cb", "jwt", new TokensDraft().pairwise());
        IssuedTokens shop = issue("shop");
        IssuedTokens till = issue("till");
        String name = claims(shop.idToken()).getSubject();
        assertThat(name).doesNotContain(ALICE);
        assertThat(claims(till.idToken()).getSubject()).isEqualTo(name);
        assertThat(claims(issue("forum").idToken()).getSubject()).isNotEqualTo(name);
        assertThat(claims(shop.accessToken()).getSubject()).isEqualTo(name);
        assertThat(claims(shop.accessToken()).getClaims().toString()).doesNotContain(ALICE);
        for (IssuedTokens tokens : List.of(shop, till)) {
            assertThat(read(tokens.accessToken()).subject()).isEqualTo(ALICE);
            assertThat(read(tokens.accessToken()).shownSubject()).isEqualTo(name);
        }
        assertThat(hint(shop.idToken())).isEqualTo(new IdTokenHint(ALICE, "shop", "sid-1"));
        assertThat(world.ask(acme, to -> new TokenCommand.NameSubject(ACME, "shop", new UserId(ALICE), to)))
                .isEqualTo(new TokenCommand.SubjectName(name));
        restart();
        assertThat(claims(issue("shop").idToken()).getSubject()).isEqualTo(name);
        assertThat(hint(shop.idToken())).isEqualTo(new IdTokenHint(ALICE, "shop", "sid-1"));
    }

    @Test
    void thePairwiseKeyIsMadeOnceHoweverManyNeedItAtOnce() throws Exception {
        register("shop", "https://shop.example/cb", "jwt", new TokensDraft().pairwise());
        List<CompletableFuture<Reply>> race = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            race.add(world.send(acme, to -> new TokenCommand.IssueTokens(ACME, grant("shop", GrantDetails.NONE), to)));
        }
        Set<String> names = new HashSet<>();
        for (CompletableFuture<Reply> answer : race) {
            names.add(
                    claims(((IssuedTokens) TenantWorld.await(answer)).idToken()).getSubject());
        }
        assertThat(names).hasSize(1);
        assertThat(world.journal.persistedInStorage("Workspace|acme"))
                .filteredOn(stored -> stored instanceof Recorded<?> recorded
                        && recorded.event() instanceof TokenEvent.PairwiseKeyMade)
                .hasSize(1);
    }

    /** What a token said before must not come to mean somebody else, or anybody at all. */
    @Test
    void tokensOfAnotherSubjectTypeOrSectorNameNobody() {
        register("app", "https://rp.example/cb", "jwt", new TokensDraft());
        IssuedTokens before = issue("app");
        update("https://rp.example/cb", new TokensDraft().pairwise());
        assertInvalid(before.accessToken());
        assertThat(hint(before.idToken())).isInstanceOf(Refused.class);
        IssuedTokens pairwise = issue("app");
        assertThat(read(pairwise.accessToken()).subject()).isEqualTo(ALICE);
        update("https://elsewhere.example/cb", new TokensDraft().pairwise());
        assertInvalid(pairwise.accessToken());
        assertThat(hint(pairwise.idToken())).isInstanceOf(Refused.class);
    }

    @Test
    void anIdTokenIsEncryptedToTheAppThatAskedForIt() throws Exception {
        register("app", "https://rp.example/cb", "jwt", new TokensDraft().idToken("ECDH-ES+A128KW", "A128CBC-HS256"));
        IssuedTokens tokens = issue("app");
        SignedJWT inner = decrypted(tokens.idToken());
        assertThat(inner.getJWTClaimsSet().getSubject()).isEqualTo(ALICE);
        assertThat(inner.getJWTClaimsSet().getAudience()).containsExactly("app");
        assertThat(inner.getJWTClaimsSet().getStringClaim("at_hash")).isNotEmpty();
        assertThat(hint(new Secret(inner.serialize()))).isInstanceOf(IdTokenHint.class);
        assertThat(hint(tokens.idToken())).as("still encrypted").isInstanceOf(Refused.class);
    }

    @Test
    void aTokenIsForThoseItWasAskedForAndNotForUs() throws Exception {
        register("app", "https://rp.example/cb", "jwt", new TokensDraft().resources(API));
        Secret token = ((IssuedTokens) world.ask(
                        acme,
                        to -> new TokenCommand.IssueTokens(
                                ACME, grant("app", new GrantDetails(null, List.of(API), null, null)), to)))
                .accessToken();
        assertThat(claims(token).getAudience()).containsExactly(API);
        assertThat(read(token).audience()).containsExactly(API);
        SenderProof proof = new SenderProof(null, "GET", "https://auth.acme.example/oidc/v1/userinfo", null);
        assertThat(world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, token, proof, to)))
                .isInstanceOf(Refused.class);
        Secret ours = issue("app").accessToken();
        assertThat(world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, ours, proof, to)))
                .isInstanceOf(AccessToken.class);
    }

    /** No message to an app passes for a token of ours (RFC 8725 §3.11). */
    @ParameterizedTest
    @EnumSource(Purpose.class)
    void whatAnAppIsToldIsNoTokenOfOurs(Purpose purpose) throws Exception {
        register(
                "app",
                "https://rp.example/cb",
                "jwt",
                new TokensDraft().pairwise().userinfo("RS256", null));
        Map<String, Object> forged = Map.of(
                "sub",
                ALICE,
                "client_id",
                "app",
                "jti",
                "jti-1",
                "scope",
                "openid",
                "grant_id",
                "family-1",
                "exp",
                world.now().plusSeconds(600).getEpochSecond());
        Secret jwt = sign("app", purpose, forged);
        assertInvalid(jwt);
        assertThat(hint(jwt)).isInstanceOf(Refused.class);
        SignedJWT parsed = SignedJWT.parse(jwt.reveal());
        assertThat(parsed.getJWTClaimsSet().getAudience()).containsExactly("app");
        assertThat(parsed.getJWTClaimsSet().getIssuer()).isEqualTo("https://auth.acme.example");
        assertThat(parsed.getJWTClaimsSet().getSubject())
                .isEqualTo(claims(issue("app").idToken()).getSubject())
                .isNotEqualTo(ALICE);
        assertThat(String.valueOf(parsed.getHeader().getType()))
                .isEqualTo(
                        switch (purpose) {
                            case AUTHORIZATION_RESPONSE, USERINFO -> "null";
                            case INTROSPECTION -> "token-introspection+jwt";
                            case LOGOUT_TOKEN -> "logout+jwt";
                        });
    }

    @Test
    void anAnswerIsSignedAndEncryptedAsRegistered() throws Exception {
        register(
                "app",
                "https://rp.example/cb",
                "jwt",
                new TokensDraft().introspection("ES256", new JweAlgorithms("ECDH-ES", "A256GCM")));
        Map<String, Object> body = Map.of("token_introspection", Map.of("active", false));
        SignedJWT inner = decrypted(sign("app", Purpose.INTROSPECTION, body));
        assertThat(inner.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(inner.getJWTClaimsSet().getClaim("token_introspection")).isEqualTo(Map.of("active", false));
        assertThat(inner.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(world.now()));
    }

    /** Or an app would learn by what names the apps of another host know their users. */
    @Test
    void aSectorThatDoesNotConfirmTheAppIsRefused() {
        AppMetadata claiming = metadata(
                "https://rp.example/cb", "jwt", new TokensDraft().pairwise().sector("https://shop.example/uris.json"));
        assertThat(world.ask(acme, to -> new AppCommand.Register(ACME, "p1", "app", claiming, ACT, to)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.fields())
                                .extracting(Refused.FieldError::field)
                                .containsExactly("sector_identifier_uri"));
        register("app", "https://rp.example/cb", "jwt", new TokensDraft().pairwise());
        assertThat(world.ask(acme, to -> new AppCommand.Update(ACME, "p1", "app", claiming, ACT, to)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void nobodyElseIsToldAnything() {
        assertThat(world.ask(acme, to -> new TokenCommand.SignForApp(ACME, "ghost", Purpose.USERINFO, Map.of(), to)))
                .isInstanceOf(Refused.class);
    }

    private void register(String clientId, String redirectUri, String format, TokensDraft tokens) {
        assertThat(world.ask(
                        acme,
                        to -> new AppCommand.Register(
                                ACME, "p1", clientId, metadata(redirectUri, format, tokens), ACT, to)))
                .isInstanceOf(AppCommand.App.class);
    }

    private void update(String redirectUri, TokensDraft tokens) {
        assertThat(world.ask(
                        acme,
                        to -> new AppCommand.Update(ACME, "p1", "app", metadata(redirectUri, "jwt", tokens), ACT, to)))
                .isInstanceOf(AppCommand.App.class);
    }

    private AppMetadata metadata(String redirectUri, String format, TokensDraft tokens) {
        return AppDraft.withTokens(redirectUri, format, tokens.done(), new JWKSet(key.toPublicJWK()).toString());
    }

    private IssuedTokens issue(String clientId) {
        return (IssuedTokens) world.ask(
                acme, to -> new TokenCommand.IssueTokens(ACME, grant(clientId, GrantDetails.NONE), to));
    }

    private TokenGrant grant(String clientId, GrantDetails details) {
        return new TokenGrant(
                ALICE,
                clientId,
                Set.of("openid"),
                "n",
                world.now(),
                "sid-1",
                "family-1",
                List.of("pwd"),
                details,
                null,
                Map.of(),
                null);
    }

    private Secret sign(String clientId, Purpose purpose, Map<String, Object> claims) {
        return ((TokenCommand.SignedForApp)
                        world.ask(acme, to -> new TokenCommand.SignForApp(ACME, clientId, purpose, claims, to)))
                .jwt();
    }

    private AccessToken read(Secret token) {
        return (AccessToken) world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, token, null, to));
    }

    private Reply hint(@Nullable Secret token) {
        Objects.requireNonNull(token);
        return world.ask(acme, to -> new TokenCommand.VerifyIdTokenHint(ACME, token.reveal(), to));
    }

    private void assertInvalid(Secret token) {
        assertThat(world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, token, null, to)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.INVALID_TOKEN));
    }

    private SignedJWT decrypted(@Nullable Secret jwe) throws Exception {
        Objects.requireNonNull(jwe);
        EncryptedJWT nested = EncryptedJWT.parse(jwe.reveal());
        nested.decrypt(new ECDHDecrypter(key));
        assertThat(nested.getHeader().getKeyID()).isEqualTo("enc-1");
        return nested.getPayload().toSignedJWT();
    }

    private static JWTClaimsSet claims(@Nullable Secret jwt) throws ParseException {
        Objects.requireNonNull(jwt);
        return SignedJWT.parse(jwt.reveal()).getJWTClaimsSet();
    }

    private void restart() {
        world.kit.stop(acme);
        acme = world.workspace();
    }
}
