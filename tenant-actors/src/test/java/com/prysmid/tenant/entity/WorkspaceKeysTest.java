package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.tenant.decide.AppDraft;
import com.prysmid.tenant.event.AppEvent;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyView;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SettingsCommand;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workspace's keys over months of its life, by a clock that the test moves. */
class WorkspaceKeysTest {
    private static final String ID = "Workspace|acme";
    private static final WorkspaceSettings SETTINGS = WorkspaceSettings.DEFAULTS;
    private static final Set<String> ALGORITHMS = Set.of("RS256", "PS256", "ES256", "EdDSA");

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<WorkspaceMessage> acme;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        acme = world.workspace();
        world.ask(acme, to -> new ProvisioningCommand.Prepare(ACME, "creation-1", "Acme", Plan.PRO, ACT, to));
        world.ask(acme, to -> new ProvisioningCommand.Activate(ACME, "creation-1", null, ACT, to));
        world.ask(acme, to -> new ProjectCommand.Create(ACME, "p1", "Shop", ACT, to));
        register("RS256");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "EdDSA"})
    void anAppsAlgorithmComesWithItsKeysInOneCommitAndSignsAtOnce(String alg) throws Exception {
        int before = world.journal.persistedInStorage(ID).size();
        register(alg);
        assertThat(events(before))
                .extracting(event -> (Object) event.getClass())
                .containsExactly(
                        KeyEvent.Published.class,
                        KeyEvent.Activated.class,
                        KeyEvent.Published.class,
                        AppEvent.Registered.class);
        var tokens = issue(alg);
        SignedJWT id = SignedJWT.parse(tokens.idToken().reveal());
        JWK key = jwks().getKeyByKeyId(id.getHeader().getKeyID());
        assertThat(key.getAlgorithm().getName())
                .isEqualTo(id.getHeader().getAlgorithm().getName())
                .isEqualTo(alg);
        assertThat(key.getKeyUse().getValue()).isEqualTo("sig");
        assertThat(id.verify(verifier(key))).isTrue();
        assertThat(id.getJWTClaimsSet().getStringClaim("at_hash")).isEqualTo(leftHalfOfHash(alg, tokens.accessToken()));
        assertThat(SignedJWT.parse(tokens.accessToken().reveal()).getHeader().getAlgorithm())
                .isEqualTo(JWSAlgorithm.RS256);
        assertThat(verifyHint(tokens.idToken())).isInstanceOf(TokenCommand.IdTokenHint.class);
        restart();
        assertThat(verifyHint(tokens.idToken())).isInstanceOf(TokenCommand.IdTokenHint.class);
    }

    @Test
    void aRefusedAppMakesNoKeysAndAnUpdateDoes() {
        int before = world.journal.persistedInStorage(ID).size();
        assertThat(world.ask(
                        acme,
                        to -> new AppCommand.Register(
                                ACME, "no-project", "app-x", AppDraft.withIdTokenAlg("ES256"), ACT, to)))
                .isInstanceOf(Refused.class);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(before);
        assertThat(world.ask(
                        acme,
                        to -> new AppCommand.Update(
                                ACME, "p1", "app-RS256", AppDraft.withIdTokenAlg("ES256"), ACT, to)))
                .isInstanceOf(AppCommand.App.class);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(before + 4);
    }

    @Test
    void manyAppsAtOnceBringOnePairOfKeys() {
        List<CompletableFuture<Reply>> race = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String clientId = "racer-" + i;
            race.add(world.send(
                    acme,
                    to -> new AppCommand.Register(ACME, "p1", clientId, AppDraft.withIdTokenAlg("ES256"), ACT, to)));
        }
        assertThat(race.stream().map(TenantWorld::await)).allMatch(AppCommand.App.class::isInstance);
        assertThat(keys()).filteredOn(key -> key.alg().equals("ES256")).hasSize(2);
    }

    /**
     * The truth about rotation, where it is asked for more often than keys may be published: no key signs that was not published
     * long enough before (but an algorithm's very first), whatever was signed verifies until it expires, and what signed it leaves
     * the set after that.
     */
    @Test
    void keysRotateByThemselvesWithTheirSuccessorsKnownAheadAndEveryTokenVerifiesWhileItLives() throws Exception {
        Duration lead = Duration.ofDays(15);
        world.ask(acme, to -> new SettingsCommand.Update(ACME, rotating(Duration.ofDays(10), lead), ACT, to));
        ALGORITHMS.stream().filter(alg -> !alg.equals("RS256")).forEach(this::register);
        Map<String, Instant> seen = new HashMap<>();
        Map<String, String> signers = new HashMap<>();
        Set<String> everSigned = new HashSet<>();
        note(seen);
        for (int day = 0; day < 120; day += 3) {
            Map<String, TokenCommand.IssuedTokens> fresh = new HashMap<>();
            for (String alg : ALGORITHMS) {
                TokenCommand.IssuedTokens tokens = issue(alg);
                fresh.put(alg, tokens);
                String kid = kid(tokens.idToken());
                String before = signers.put(alg, kid);
                assertThat(seen).as("in the set that was fetched before").containsKey(kid);
                if (before != null && !before.equals(kid)) {
                    assertThat(seen.get(kid).plus(lead)).isBeforeOrEqualTo(world.now());
                    assertThat(everSigned).as("no key comes back").doesNotContain(kid);
                }
                everSigned.add(kid);
            }
            // Whatever happens to the ring within the tokens' life, they hold.
            world.pass(SETTINGS.accessToken().minusSeconds(1));
            restart();
            note(seen);
            for (TokenCommand.IssuedTokens tokens : fresh.values()) {
                assertThat(verify(tokens.accessToken())).isInstanceOf(TokenCommand.AccessToken.class);
                assertThat(verifyHint(tokens.idToken())).isInstanceOf(TokenCommand.IdTokenHint.class);
            }
            world.pass(Duration.ofDays(3));
            restart();
            settle(lead);
            note(seen);
        }
        assertThat(everSigned)
                .as("four algorithms, a new key of each every fifteen days")
                .hasSizeBetween(28, 36);
        assertThat(keys())
                .filteredOn(key -> key.state() != KeyState.PREVIOUS)
                .as("one current and one next of each")
                .hasSize(8);
        assertThat(jwks().getKeys().stream().map(JWK::getKeyID).filter(everSigned::contains))
                .as("the others have left")
                .hasSizeBetween(4, 8);
    }

    private static SettingsCommand.SettingsPatch rotating(Duration rotation, Duration lead) {
        return new SettingsCommand.SettingsPatch(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                rotation,
                lead,
                null,
                null,
                null,
                null,
                SettingsCommand.ProtocolPatch.KEEP,
                SettingsCommand.PeoplePatch.KEEP);
    }

    @Test
    void keysThatCannotBeMadeStopNothing() {
        issue("RS256");
        Set<String> before = kids();
        world.keyWorkFails = true;
        assertThat(world.ask(acme, to -> new KeyCommand.Rotate(ACME, null, ACT, to)))
                .isInstanceOf(Refused.class);
        assertThat(world.ask(
                        acme,
                        to -> new AppCommand.Register(
                                ACME, "p1", "app-late", AppDraft.withIdTokenAlg("ES256"), ACT, to)))
                .isInstanceOf(Refused.class);
        assertThat(issue("RS256").idToken()).isNotNull();
        assertThat(kids()).isEqualTo(before);
        world.pass(SETTINGS.keyRotation());
        restart();
        assertThat(kids()).as("overdue, and still all there").isEqualTo(before);
        world.keyWorkFails = false;
        assertThat(issue("RS256").idToken()).isNotNull();
        restart();
        eventually(() -> kids().size() == 3);
        assertThat(register("ES256")).isInstanceOf(AppCommand.App.class);
    }

    @Test
    void manyRotationsByHandAtOnceLeaveOneCurrentAndOneNextAndLoseNoToken() {
        register("ES256");
        var first = issue("ES256");
        List<CompletableFuture<Reply>> race = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String alg = i % 2 == 0 ? null : "ES256";
            race.add(world.send(acme, to -> new KeyCommand.Rotate(ACME, alg, ACT, to)));
        }
        var during = issue("ES256");
        assertThat(race.stream().map(TenantWorld::await)).allMatch(KeyCommand.KeyList.class::isInstance);
        for (String alg : List.of("RS256", "ES256")) {
            assertThat(keys())
                    .filteredOn(key -> key.alg().equals(alg) && key.state() != KeyState.PREVIOUS)
                    .extracting(KeyView::state)
                    .containsExactlyInAnyOrder(KeyState.CURRENT, KeyState.NEXT);
        }
        assertThat(keys()).filteredOn(key -> key.alg().equals("ES256")).hasSize(10);
        for (var tokens : List.of(first, during, issue("ES256"))) {
            assertThat(verify(tokens.accessToken())).isInstanceOf(TokenCommand.AccessToken.class);
            assertThat(verifyHint(tokens.idToken())).isInstanceOf(TokenCommand.IdTokenHint.class);
        }
        assertThat(kids())
                .isEqualTo(Set.copyOf(keys().stream().map(KeyView::kid).toList()));
    }

    @Test
    void theEntityTagChangesExactlyWithTheSet() {
        String tag = etag();
        register("RS256");
        restart();
        assertThat(etag()).isEqualTo(tag);
        Set<String> tags = new HashSet<>(Set.of(tag));
        register("ES256");
        assertThat(tags.add(etag())).isTrue();
        world.ask(acme, to -> new KeyCommand.Rotate(ACME, "ES256", ACT, to));
        assertThat(tags.add(etag())).isTrue();
        world.ask(acme, to -> new KeyCommand.Rotate(ACME, "ECDH-ES", ACT, to));
        assertThat(tags.add(etag())).isTrue();
        world.pass(Duration.ofDays(2));
        restart();
        eventually(() -> kids().size() == 6);
        assertThat(tags.add(etag())).isTrue();
    }

    private Reply register(String alg) {
        Reply reply = world.ask(
                acme, to -> new AppCommand.Register(ACME, "p1", "app-" + alg, AppDraft.withIdTokenAlg(alg), ACT, to));
        assertThat(reply).isInstanceOf(AppCommand.App.class);
        return reply;
    }

    private TokenCommand.IssuedTokens issue(String alg) {
        TokenGrant grant = new TokenGrant(
                "alice-0001",
                "app-" + alg,
                Set.of("openid"),
                "n",
                world.now(),
                "sid-1",
                "family-1",
                List.of("pwd"),
                GrantDetails.NONE,
                null,
                Map.of(),
                null);
        return (TokenCommand.IssuedTokens) world.ask(acme, to -> new TokenCommand.IssueTokens(ACME, grant, to));
    }

    private Reply verify(Secret token) {
        return world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, token, null, to));
    }

    private Reply verifyHint(Secret token) {
        return world.ask(acme, to -> new TokenCommand.VerifyIdTokenHint(ACME, token.reveal(), to));
    }

    private static String kid(Secret token) throws ParseException {
        return SignedJWT.parse(token.reveal()).getHeader().getKeyID();
    }

    private List<KeyView> keys() {
        return ((KeyCommand.KeyList) world.ask(acme, to -> new KeyCommand.ListAll(ACME, to))).items();
    }

    private String etag() {
        return ((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).etag();
    }

    private JWKSet jwks() {
        try {
            return JWKSet.parse(((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).json());
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> kids() {
        return Set.copyOf(jwks().getKeys().stream().map(JWK::getKeyID).toList());
    }

    /** When a relying party saw each key first. */
    private void note(Map<String, Instant> seen) {
        kids().forEach(kid -> seen.putIfAbsent(kid, world.now()));
    }

    /** Until every rotation that is due was done: it happens off the entity's thread. */
    private void settle(Duration lead) {
        eventually(() -> keys().stream()
                .filter(key -> key.state() == KeyState.NEXT)
                .noneMatch(key -> !key.publishedAt().plus(lead).isAfter(world.now())));
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<Object> events(int from) {
        List<Object> all = world.journal.persistedInStorage(ID);
        return all.subList(from, all.size()).stream()
                .<Object>map(recorded -> ((Recorded<?>) recorded).event())
                .toList();
    }

    private void restart() {
        world.kit.stop(acme);
        acme = world.workspace();
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key.getKeyType().getValue()) {
            case "EC" -> new ECDSAVerifier(key.toECKey());
            case "OKP" -> new Ed25519Verifier(key.toOctetKeyPair());
            default -> new RSASSAVerifier(key.toRSAKey());
        };
    }

    /** OpenID Connect Core §3.1.3.6; Ed25519's own hash is SHA-512. */
    private static String leftHalfOfHash(String alg, Secret token) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance(alg.equals("EdDSA") ? "SHA-512" : "SHA-256")
                .digest(token.reveal().getBytes(StandardCharsets.US_ASCII));
        return Base64URL.encode(Arrays.copyOf(digest, digest.length / 2)).toString();
    }
}
