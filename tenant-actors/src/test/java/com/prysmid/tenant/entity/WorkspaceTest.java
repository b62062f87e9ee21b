package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static com.prysmid.tenant.entity.TenantWorld.ALICE;
import static com.prysmid.tenant.entity.TenantWorld.ENDPOINT;
import static com.prysmid.tenant.entity.TenantWorld.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.tenant.decide.AppDraft;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.ClientCredential;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    private static final String ID = "Workspace|acme";

    @TempDir
    Path directory;

    private TenantWorld world;
    private ActorRef<WorkspaceMessage> acme;
    private ECKey adminKey;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        acme = world.workspace();
        adminKey = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void provisioningTwiceAtOnceAndAgainMakesOneWorkspace() {
        List<CompletableFuture<Reply>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(world.send(acme, to -> prepare("creation-1", to)));
        }
        List<Reply> replies = answers.stream().map(TenantWorld::await).toList();
        assertThat(replies).allMatch(ProvisioningCommand.WorkspaceDescription.class::isInstance);
        assertThat(replies.stream().distinct()).as("every one is told the same").hasSize(1);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(4);
        assertRefused(world.ask(acme, to -> prepare("creation-2", to)), Refused.Reason.CONFLICT);
        Reply activated = world.ask(acme, to -> activate("creation-1", to));
        assertThat(world.ask(acme, to -> activate("creation-1", to))).isEqualTo(activated);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(6);
    }

    @Test
    void twoCreationsRacingForOneSlugHaveOneWinner() {
        var first = world.send(acme, to -> prepare("creation-1", to));
        var second = world.send(acme, to -> prepare("creation-2", to));
        assertThat(List.of(await(first), await(second)).stream().filter(Refused.class::isInstance))
                .hasSize(1);
        assertThat(world.journal.persistedInStorage(ID)).hasSize(4);
    }

    @Test
    void whatIsNotThereSaysSoAndGoesToSleepButNotWhileItIsBeingMade() {
        assertRefused(world.ask(acme, this::describe), Refused.Reason.NO_SUCH_WORKSPACE);
        world.shard.expectMessageClass(ClusterSharding.Passivate.class);
        var prepared = world.send(acme, to -> prepare("creation-1", to));
        assertRefused(world.ask(acme, this::describe), Refused.Reason.NO_SUCH_WORKSPACE);
        assertThat(await(prepared)).isInstanceOf(ProvisioningCommand.WorkspaceDescription.class);
        world.shard.expectNoMessage();
    }

    @Test
    void anotherWorkspacesCommandsAreRefused() {
        open();
        Slug globex = new Slug("globex");
        assertRefused(
                world.ask(acme, to -> new ProvisioningCommand.Describe(globex, to)), Refused.Reason.NO_SUCH_WORKSPACE);
        assertRefused(
                world.ask(acme, to -> new KeyCommand.Rotate(globex, null, ACT, to)), Refused.Reason.NO_SUCH_WORKSPACE);
        assertRefused(
                world.ask(acme, to -> new TokenCommand.IssueTokens(globex, grant(), to)),
                Refused.Reason.NO_SUCH_WORKSPACE);
    }

    @Test
    void aPreparedWorkspaceDoesNotServe() {
        world.ask(acme, to -> prepare("creation-1", to));
        assertRefused(
                world.ask(acme, to -> new TokenCommand.IssueTokens(ACME, grant(), to)),
                Refused.Reason.WORKSPACE_NOT_ACTIVE);
        assertRefused(
                world.ask(acme, to -> new DirectoryCommand.FindLogin(ACME, "alice", to)),
                Refused.Reason.WORKSPACE_NOT_ACTIVE);
        assertRefused(
                world.ask(acme, to -> new AppCommand.View(ACME, "app-1", to)), Refused.Reason.WORKSPACE_NOT_ACTIVE);
        assertThat(jwks().getKeys()).hasSize(2);
    }

    @Test
    void tokensMadeBeforeARotationVerifyAfterItAndAfterARestart() throws Exception {
        open();
        var before = issue();
        String oldKid =
                SignedJWT.parse(before.accessToken().reveal()).getHeader().getKeyID();
        world.ask(acme, to -> new KeyCommand.Rotate(ACME, null, ACT, to));
        var after = issue();
        String newKid =
                SignedJWT.parse(after.accessToken().reveal()).getHeader().getKeyID();
        assertThat(newKid).isNotEqualTo(oldKid);
        for (int round = 0; round < 2; round++) {
            assertThat(jwks().getKeys())
                    .extracting("keyID")
                    .contains(oldKid, newKid)
                    .hasSize(3);
            assertThat(verify(before.accessToken())).isInstanceOf(TokenCommand.AccessToken.class);
            assertThat(verify(after.accessToken())).isInstanceOf(TokenCommand.AccessToken.class);
            assertThat(world.ask(
                            acme,
                            to -> new TokenCommand.VerifyIdTokenHint(
                                    ACME, before.idToken().reveal(), to)))
                    .isEqualTo(new TokenCommand.IdTokenHint("alice-0001", "app-1", "sid-1"));
            restart();
        }
    }

    @Test
    void aTokenIsWhatItIsAndNothingElse() {
        open();
        var tokens = issue();
        assertRefused(verify(tokens.idToken()), Refused.Reason.INVALID_TOKEN);
        assertRefused(
                world.ask(
                        acme,
                        to -> new TokenCommand.VerifyIdTokenHint(
                                ACME, tokens.accessToken().reveal(), to)),
                Refused.Reason.INVALID_TOKEN);
        String token = tokens.accessToken().reveal();
        for (String broken : List.of(
                "",
                "a.b.c",
                token + "x",
                token.substring(0, token.lastIndexOf('.') + 1),
                token.replaceFirst("^ey", "ez"))) {
            assertRefused(verify(new Secret(broken)), Refused.Reason.INVALID_TOKEN);
        }
        world.pass(Duration.ofSeconds(tokens.expiresInSeconds()).plusMinutes(2));
        assertRefused(verify(tokens.accessToken()), Refused.Reason.INVALID_TOKEN);
        assertThat(world.ask(
                        acme,
                        to -> new TokenCommand.VerifyIdTokenHint(
                                ACME, tokens.idToken().reveal(), to)))
                .as("a hint may be old")
                .isInstanceOf(TokenCommand.IdTokenHint.class);
    }

    @Test
    void everyPublishedKeyIsPublic() {
        open();
        assertThat(jwks().getKeys()).allMatch(key -> !key.isPrivate());
        String etag = ((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).etag();
        assertThat(((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).etag())
                .isEqualTo(etag);
        world.ask(acme, to -> new KeyCommand.Rotate(ACME, null, ACT, to));
        assertThat(((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).etag())
                .isNotEqualTo(etag);
    }

    @Test
    void keysRotateByThemselvesAndOldOnesLeave() {
        open();
        Set<String> first = kids();
        world.pass(Duration.ofDays(91));
        restart();
        Set<String> second = eventually(3);
        assertThat(second).containsAll(first);
        world.pass(Duration.ofDays(2));
        restart();
        assertThat(second).containsAll(eventually(2));
    }

    @Test
    void aClientAssertionIsGoodOnce() throws Exception {
        open();
        Secret assertion = assertion("jti-1");
        assertThat(authenticate(assertion))
                .isInstanceOfSatisfying(
                        TokenCommand.AuthenticatedClient.class,
                        client -> assertThat(client.roles()).containsExactly("workspace.owner"));
        assertRefused(authenticate(assertion), Refused.Reason.INVALID_CLIENT);
        assertRefused(authenticate(assertion("jti-1")), Refused.Reason.INVALID_CLIENT);
        assertThat(authenticate(assertion("jti-2"))).isInstanceOf(TokenCommand.AuthenticatedClient.class);
        List<CompletableFuture<Reply>> race = new ArrayList<>();
        Secret third = assertion("jti-3");
        for (int i = 0; i < 20; i++) {
            race.add(world.send(acme, to -> authenticateWith(third, to)));
        }
        assertThat(race.stream().map(TenantWorld::await).filter(TokenCommand.AuthenticatedClient.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aRegistrationRepeatedIsToldTheSameSecretUntilItIsForgotten() {
        open();
        Reply first = world.ask(acme, to -> register("app-2", to));
        assertThat(((AppCommand.App) first).clientSecret()).isNotNull();
        assertThat(world.ask(acme, to -> register("app-2", to))).isEqualTo(first);
        Reply account = world.ask(acme, this::createRobot);
        assertThat(world.ask(acme, this::createRobot)).isEqualTo(account);
        Reply rotated = world.ask(acme, to -> new AppCommand.RotateSecret(ACME, "p1", "app-2", ACT, to));
        assertThat(((AppCommand.App) world.ask(acme, to -> register("app-2", to))).clientSecret())
                .isEqualTo(((AppCommand.App) rotated).clientSecret())
                .isNotEqualTo(((AppCommand.App) first).clientSecret());
        world.pass(Duration.ofMinutes(11));
        assertThat(((AppCommand.App) world.ask(acme, to -> register("app-2", to))).clientSecret())
                .isNull();
    }

    @Test
    void aLoginNameIsPromisedToOneUserHoweverItIsWritten() {
        open();
        UserId bob = new UserId("bob-00001");
        assertThat(world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, "Alice", ALICE, to)))
                .isInstanceOf(DirectoryCommand.LoginReserved.class);
        assertRefused(
                world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, " aLICE", bob, to)),
                Refused.Reason.CONFLICT);
        assertThat(world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, "alice", ALICE, to)))
                .as("again by the same")
                .isInstanceOf(DirectoryCommand.LoginReserved.class);
        world.ask(acme, to -> new DirectoryCommand.ReleaseLogin(ACME, "alice", bob, to));
        assertRefused(
                world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, "alice", bob, to)),
                Refused.Reason.CONFLICT);
        world.ask(acme, to -> new DirectoryCommand.ReleaseLogin(ACME, "alice", ALICE, to));
        world.directory.put("carol", ALICE);
        assertRefused(
                world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, "Carol", bob, to)),
                Refused.Reason.CONFLICT);
        assertThat(world.ask(acme, to -> new DirectoryCommand.ReserveLogin(ACME, "alice", bob, to)))
                .isInstanceOf(DirectoryCommand.LoginReserved.class);
    }

    @Test
    void aNameHasOneStrangerHoweverItIsWrittenAndWhetherOrNotSomebodyHasIt() {
        open();
        world.directory.put("alice", ALICE);
        DirectoryCommand.LoginFound nobody = find("nobody");
        assertThat(nobody.userId()).isNull();
        assertThat(find(" NoBody ").stranger()).isEqualTo(nobody.stranger());
        assertThat(find("alice").userId()).isEqualTo(ALICE);
        assertThat(List.of(
                        find("alice").stranger(),
                        find("nobody2").stranger(),
                        find("nobody\n").stranger()))
                .doesNotContain(ALICE)
                .doesNotHaveDuplicates();
        assertThat(nobody.stranger().value()).doesNotContainIgnoringCase("nobody");
        world.kit.stop(acme);
        acme = world.workspace();
        assertThat(find("nobody").stranger()).as("also after a restart").isEqualTo(nobody.stranger());
    }

    private DirectoryCommand.LoginFound find(String login) {
        return (DirectoryCommand.LoginFound) world.ask(acme, to -> new DirectoryCommand.FindLogin(ACME, login, to));
    }

    @Test
    void anOddKeySetIsRefusedAndTheEntityLivesOn() {
        open();
        assertRefused(
                world.ask(
                        acme,
                        to -> new AppCommand.Register(
                                ACME,
                                "p1",
                                "app-3",
                                AppDraft.withMethod("private_key_jwt", "{\"keys\":[null]}"),
                                ACT,
                                to)),
                Refused.Reason.INVALID);
        assertThat(world.ask(acme, this::describe)).isInstanceOf(ProvisioningCommand.WorkspaceDescription.class);
    }

    @Test
    void aForeignCursorIsAnInputError() {
        open();
        assertRefused(
                world.ask(acme, to -> new DirectoryCommand.ListUsers(ACME, null, null, "x", 10, to)),
                Refused.Reason.INVALID);
    }

    @Test
    void aSnapshotIsTakenAndTheWorkspaceComesBackFromIt() {
        open();
        for (int i = 0; i < 110; i++) {
            int number = i;
            world.ask(acme, to -> new ProjectCommand.Create(ACME, "q" + number, "Project", ACT, to));
        }
        Reply before = world.ask(acme, this::describe);
        var tokens = issue();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (world.journal.persistedInStorage(ID).size() >= 70 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(world.snapshots.persistedInStorage(ID)).isNotEmpty();
        assertThat(world.journal.persistedInStorage(ID))
                .as("the journal reaches back to the snapshot before")
                .hasSizeLessThan(70);
        restart();
        assertThat(world.ask(acme, this::describe)).isEqualTo(before);
        assertThat(verify(tokens.accessToken())).isInstanceOf(TokenCommand.AccessToken.class);
        assertThat(issue().accessToken()).isNotNull();
    }

    @Test
    void aJournalThatFailsOnceLosesNoTruth() {
        open();
        Reply before = world.ask(acme, this::describe);
        world.journal.failNextPersisted(ID);
        ActorRef<Reply> nobody = world.kit.<Reply>createTestProbe().getRef();
        acme.tell(new ProjectCommand.Create(ACME, "lost", "Lost", ACT, nobody));
        assertThat(world.ask(acme, this::describe))
                .as("restarted from the journal")
                .isEqualTo(before);
        assertThat(world.ask(acme, to -> new ProjectCommand.Create(ACME, "lost", "Found", ACT, to)))
                .isInstanceOf(ProjectCommand.Project.class);
    }

    /** Active, with the project p1 and the app app-1. */
    private void open() {
        world.ask(acme, to -> prepare("creation-1", to));
        world.ask(acme, to -> activate("creation-1", to));
        world.ask(acme, to -> new ProjectCommand.Create(ACME, "p1", "Shop", ACT, to));
        assertThat(world.ask(acme, to -> register("app-1", to))).isInstanceOf(AppCommand.App.class);
    }

    private void restart() {
        world.kit.stop(acme);
        acme = world.workspace();
    }

    private ProvisioningCommand.Prepare prepare(String creationId, ActorRef<Reply> to) {
        return new ProvisioningCommand.Prepare(ACME, creationId, "Acme", Plan.PRO, ACT, to);
    }

    private ProvisioningCommand.Activate activate(String creationId, ActorRef<Reply> to) {
        return new ProvisioningCommand.Activate(
                ACME, creationId, adminKey.toPublicJWK().toJSONString(), ACT, to);
    }

    private ProvisioningCommand.Describe describe(ActorRef<Reply> to) {
        return new ProvisioningCommand.Describe(ACME, to);
    }

    private AppCommand.Register register(String clientId, ActorRef<Reply> to) {
        return new AppCommand.Register(ACME, "p1", clientId, AppDraft.web(), ACT, to);
    }

    private ServiceAccountCommand.Create createRobot(ActorRef<Reply> to) {
        return new ServiceAccountCommand.Create(ACME, "robot", "Robot", List.of("workspace.auditor"), null, ACT, to);
    }

    private TokenGrant grant() {
        return new TokenGrant(
                "alice-0001",
                "app-1",
                Set.of("openid"),
                "n",
                world.now(),
                "sid-1",
                "family-1",
                List.of("pwd"),
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                Map.of(),
                null);
    }

    private TokenCommand.IssuedTokens issue() {
        return (TokenCommand.IssuedTokens) world.ask(acme, to -> new TokenCommand.IssueTokens(ACME, grant(), to));
    }

    private Reply verify(Secret token) {
        return world.ask(acme, to -> new TokenCommand.VerifyAccessToken(ACME, token, null, to));
    }

    private JWKSet jwks() {
        try {
            return JWKSet.parse(((KeyCommand.Jwks) world.ask(acme, to -> new KeyCommand.GetJwks(ACME, to))).json());
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> kids() {
        return Set.copyOf(jwks().getKeys().stream().map(key -> key.getKeyID()).toList());
    }

    /** The ring once it has so many keys: it turns off the entity's thread. */
    private Set<String> eventually(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (kids().size() != count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(kids()).hasSize(count);
        return kids();
    }

    private Secret assertion(String jti) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer("bootstrap-admin")
                        .subject("bootstrap-admin")
                        .audience(ENDPOINT)
                        .jwtID(jti)
                        .issueTime(Date.from(world.now()))
                        .expirationTime(Date.from(world.now().plusSeconds(60)))
                        .build());
        jwt.sign(new ECDSASigner(adminKey));
        return new Secret(jwt.serialize());
    }

    private Reply authenticate(Secret assertion) {
        return world.ask(acme, to -> authenticateWith(assertion, to));
    }

    private TokenCommand.AuthenticateClient authenticateWith(Secret assertion, ActorRef<Reply> to) {
        return new TokenCommand.AuthenticateClient(
                ACME,
                new ClientCredential.PrivateKeyJwt("bootstrap-admin", assertion),
                Set.of(ENDPOINT),
                new com.prysmid.tenant.protocol.SenderProof(null, "POST", ENDPOINT, null),
                ACT,
                to);
    }

    private static void assertRefused(Reply reply, Refused.Reason reason) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
