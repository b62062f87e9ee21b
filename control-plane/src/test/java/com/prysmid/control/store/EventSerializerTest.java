package com.prysmid.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.control.accounts.AccountEvent;
import com.prysmid.control.accounts.Role;
import com.prysmid.control.console.ConsoleEvent;
import com.prysmid.control.sessions.SessionEvent;
import com.prysmid.control.tokens.Scope;
import com.prysmid.control.tokens.TokenEvent;
import com.prysmid.control.tokens.TokenRights;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.OwnerEmail;
import com.prysmid.control.value.Plan;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.PublicJwk;
import com.prysmid.control.value.Sha256;
import com.prysmid.control.value.Slug;
import com.prysmid.control.vault.Sealed;
import com.prysmid.control.vault.SealedKeyPair;
import com.prysmid.control.workspaces.IndexEvent;
import com.prysmid.control.workspaces.LifecycleEvent;
import com.prysmid.control.workspaces.SagaStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wire name is held by a golden file: what is in old journals stays readable, and is still what we write. {@code -Dprysm.golden.write=true} makes those that are missing. */
class EventSerializerTest {
    private static final Instant AT = Instant.parse("2026-11-24T08:00:00.123Z");
    private static final Sha256 DIGEST = Sha256.of("");
    private static final Provenance BY = new Provenance(Actor.token("tok_1"), "req-1", "192.0.2.7", "curl/8.14");
    private static final Provenance SAGA = BY.followedBy("provisioning");
    private static final Slug ACME = new Slug("acme");
    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef0123456789abcdef");
    private static final Provenance CONSOLE = Provenance.system("console");
    private static final MemberId OWNER = new MemberId("mem_1");
    private static final Provenance MEMBER = BY.as(Actor.member("mem_1"));

    private static final Sealed SEALED = new Sealed("gAAAAABnVault-sealed_private_key");
    private static final SealedKeyPair KEY = new SealedKeyPair(
            new PublicJwk(Map.of(
                    "kty",
                    "EC",
                    "crv",
                    "P-256",
                    "x",
                    "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y",
                    "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                    "kid",
                    "key-1")),
            SEALED);

    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry(
                    "workspace_lifecycle.requested/1",
                    new LifecycleEvent.Requested(
                            AT,
                            BY,
                            "creation-1",
                            ACME,
                            new DisplayName("Acme Ltd"),
                            Plan.PRO,
                            new OwnerEmail("owner@acme.example"),
                            new PublicJwk(Map.of(
                                    "kty",
                                    "OKP",
                                    "crv",
                                    "Ed25519",
                                    "x",
                                    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
                            DIGEST,
                            null)),
            Map.entry("workspace_lifecycle.schema_ready/1", new LifecycleEvent.SchemaReady(AT, SAGA, 1)),
            Map.entry(
                    "workspace_lifecycle.keys_ready/1",
                    new LifecycleEvent.KeysReady(AT, SAGA, "https://auth.acme.prysm.test", List.of("current", "next"))),
            Map.entry(
                    "workspace_lifecycle.activated/1",
                    new LifecycleEvent.Activated(AT, SAGA, "https://auth.acme.prysm.test", "client-1")),
            Map.entry(
                    "workspace_lifecycle.failed/1",
                    new LifecycleEvent.Failed(
                            AT, SAGA, SagaStep.SCHEMA, "slug_in_use", "It belongs to another creation.")),
            Map.entry(
                    "workspace_lifecycle.service_account_key_made/1",
                    new LifecycleEvent.ServiceAccountKeyMade(AT, SAGA, KEY)),
            Map.entry(
                    "workspace_lifecycle.service_account_set/1",
                    new LifecycleEvent.ServiceAccountSet(AT, SAGA, "control-plane", "key-1")),
            Map.entry(
                    "workspace_lifecycle.service_account_key_sealed_again/1",
                    new LifecycleEvent.ServiceAccountKeySealedAgain(AT, Provenance.system("upkeep"), "key-1", SEALED)),
            Map.entry(
                    "workspace_lifecycle.service_account_key_lost/1",
                    new LifecycleEvent.ServiceAccountKeyLost(AT, Provenance.system("upkeep"), "key-1", "no_key")),
            Map.entry("workspace_index.listed/1", new IndexEvent.Listed(AT, BY, ACME, DIGEST, DIGEST)),
            Map.entry("workspace_index.settled/1", new IndexEvent.Settled(AT, Provenance.system("provisioning"), ACME)),
            Map.entry(
                    "api_token.created/1",
                    new TokenEvent.Created(
                            AT,
                            BY,
                            "tok_1",
                            new DisplayName("deploy"),
                            DIGEST,
                            DIGEST,
                            List.of(Scope.READ_WORKSPACES, Scope.WRITE_TOKENS),
                            AT.plusSeconds(60),
                            null)),
            Map.entry(
                    "api_token.used/1",
                    new TokenEvent.Used(AT, new Provenance(Actor.token("tok_1"), "", null, null), "tok_1")),
            Map.entry("api_token.deleted/1", new TokenEvent.Deleted(AT, BY.as(Actor.member("mem_1")), "tok_1", null)),
            Map.entry(
                    "workspace_lifecycle.suspended/1", new LifecycleEvent.Suspended(AT, BY.as(Actor.billing("evt_1")))),
            Map.entry("workspace_lifecycle.resumed/1", new LifecycleEvent.Resumed(AT, BY.as(Actor.operator("tok_2")))),
            Map.entry(
                    "account.opened/1",
                    new AccountEvent.Opened(AT, MEMBER, ACCOUNT, new DisplayName("Acme Ltd"), OWNER)),
            Map.entry(
                    "account.invited/1",
                    new AccountEvent.Invited(
                            AT, MEMBER, ACCOUNT, "inv_1", Role.ADMIN, DIGEST, DIGEST, AT.plusSeconds(60), DIGEST)),
            Map.entry(
                    "account.invitation_withdrawn/1",
                    new AccountEvent.InvitationWithdrawn(AT, MEMBER, ACCOUNT, "inv_1")),
            Map.entry(
                    "account.joined/1",
                    new AccountEvent.Joined(AT, MEMBER, ACCOUNT, "inv_1", new MemberId("mem_2"), Role.ADMIN)),
            Map.entry(
                    "account.role_changed/1",
                    new AccountEvent.RoleChanged(AT, MEMBER, ACCOUNT, new MemberId("mem_2"), Role.ADMIN, Role.VIEWER)),
            Map.entry("account.left/1", new AccountEvent.Left(AT, MEMBER, ACCOUNT, new MemberId("mem_2"), Role.VIEWER)),
            Map.entry(
                    "console_session.signed_in/1",
                    new SessionEvent.SignedIn(AT, MEMBER, OWNER, DIGEST, "c2VhbGVk", AT.plusSeconds(60))),
            Map.entry("console_session.used/1", new SessionEvent.Used(AT, MEMBER, OWNER, DIGEST)),
            Map.entry("console_session.signed_out/1", new SessionEvent.SignedOut(AT, MEMBER, OWNER, DIGEST)),
            Map.entry("console.keys_sealed/1", new ConsoleEvent.KeysSealed(AT, CONSOLE, KEY, KEY)),
            Map.entry(
                    "console.app_registered/1",
                    new ConsoleEvent.AppRegistered(AT, CONSOLE, "project-1", "client-1", "https://app.prysm.test")));

    private final EventSerializer serializer = new EventSerializer();

    static Stream<String> names() {
        return EventSerializer.WIRE_NAMES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aStoredEventReadsAsWhatItWasAndIsWrittenAsItWas(String name) throws IOException {
        Object sample = Objects.requireNonNull(SAMPLES.get(name), "a sample of " + name);
        String golden = golden(name);
        assertThat(serializer.fromBinary(golden.getBytes(StandardCharsets.UTF_8), name))
                .isEqualTo(sample);
        assertThat(new String(serializer.toBinary(sample), StandardCharsets.UTF_8))
                .isEqualTo(golden);
        assertThat(serializer.manifest(sample)).isEqualTo(name);
    }

    /** As the first ones were written: a token of an operator's, which may do everything. */
    @Test
    void aTokenFromBeforeThereWereScopesMayDoEverything() throws IOException {
        byte[] old =
                ("{\"at\":\"2026-11-24T08:00:00.123Z\",\"by\":{\"actor\":{\"type\":\"system\",\"id\":\"bootstrap\"},"
                                + "\"request_id\":\"\"},\"token_id\":\"tok_1\",\"name\":\"deploy\",\"digest\":\""
                                + DIGEST.text()
                                + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        TokenEvent.Created event = new TokenEvent.Created(
                AT, Provenance.system("bootstrap"), "tok_1", new DisplayName("deploy"), DIGEST, null, null, null, null);
        assertThat(serializer.fromBinary(old, "api_token.created/1")).isEqualTo(event);
        assertThat(event.rights()).isEqualTo(TokenRights.ALL);
    }

    /** The golden files are from before there were accounts: an operator's. */
    @Test
    void whatBelongsToAnAccountSaysSo() throws IOException {
        TokenEvent.Deleted event = new TokenEvent.Deleted(AT, MEMBER, "tok_1", ACCOUNT);
        byte[] written = serializer.toBinary(event);
        assertThat(new String(written, StandardCharsets.UTF_8)).contains("\"account_id\":\"" + ACCOUNT + "\"");
        assertThat(serializer.fromBinary(written, "api_token.deleted/1")).isEqualTo(event);
    }

    @Test
    void aMemberAddedByANewerProgramIsSkipped() throws IOException {
        byte[] newer =
                ("{\"at\":\"2026-11-24T08:00:00.123Z\",\"by\":{\"actor\":{\"type\":\"system\",\"id\":\"provisioning\"},"
                                + "\"request_id\":\"\"},\"slug\":\"acme\",\"colour\":\"red\"}")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(serializer.fromBinary(newer, "workspace_index.settled/1"))
                .isEqualTo(new IndexEvent.Settled(AT, Provenance.system("provisioning"), ACME));
    }

    @Test
    void whatCannotBeReadSaysItsNameAndNotItsContent() {
        byte[] broken = "{\"owner_email\":\"owner@acme.example\"".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> serializer.fromBinary(broken, "workspace_lifecycle.requested/1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("workspace_lifecycle.requested/1")
                .hasNoCause()
                .message()
                .doesNotContain("owner@acme.example");
        assertThatThrownBy(() -> serializer.fromBinary(broken, "workspace_lifecycle.requested/9"))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void theJournalsSerializerNumberIsForEver() {
        assertThat(serializer.identifier()).isEqualTo(731_001);
    }

    private String golden(String name) throws IOException {
        String file = "/golden/" + name.replace('/', '-') + ".json";
        if (Boolean.getBoolean("prysm.golden.write")) {
            Path written = Path.of("src/test/resources" + file);
            if (Files.notExists(written)) {
                Object sample = Objects.requireNonNull(SAMPLES.get(name), "a sample of " + name);
                Files.writeString(written, new String(serializer.toBinary(sample), StandardCharsets.UTF_8) + "\n");
            }
            return Files.readString(written).strip();
        }
        try (InputStream resource = EventSerializerTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
