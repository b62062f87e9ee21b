package com.prysmid.tenant.decide;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.event.KeyEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One workspace's life, decision by decision, like {@link UserStory}. */
final class WorkspaceStory {
    static final Slug SLUG = new Slug("acme");
    static final String ISSUER = "https://auth.acme.example";
    static final Act ACT = Act.bySystem("story");
    static final ECKey KEY = newKey();
    static final String JWK = KEY.toPublicJWK().toJSONString();
    static final String JWKS = "{\"keys\":[" + JWK + "]}";

    final RandomSecrets random = new RandomSecrets(new CountedRandom());
    ClientSecrets secrets = new ClientSecrets(random, null);
    WorkspaceState state = WorkspaceState.ABSENT;
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    List<WorkspaceEvent> events = List.of();
    private int keys;

    /** Active, with the service account bootstrap-admin and the project p1. */
    static WorkspaceStory active() {
        WorkspaceStory story = new WorkspaceStory();
        story.prepare("creation-1");
        story.activate("creation-1", JWK);
        story.createProject("p1", "Shop");
        return story;
    }

    static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    Reply commit(Decision<WorkspaceEvent> decision) {
        events = decision instanceof Decision.Accept<WorkspaceEvent> accept ? accept.events() : List.of();
        events.forEach(event -> state = state.apply(new Recorded<>(now, ACT, event)));
        return decision.reply();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    KeyEvent.Published newSigningKey() {
        return newKey(KeyDecisions.ALWAYS);
    }

    KeyEvent.Published newKey(KeyAlgorithm algorithm) {
        keys++;
        return new KeyEvent.Published("kid-" + keys, algorithm.jose(), "{\"kid\":\"kid-" + keys + "\"}", "sealed");
    }

    /** What is made off the entity's thread, before these algorithms take their next step. */
    List<KeyEvent.Published> newKeys(Collection<? extends KeyAlgorithm> algorithms) {
        return KeyDecisions.toMake(state, algorithms).stream().map(this::newKey).toList();
    }

    Reply prepare(String creationId) {
        return commit(ProvisioningDecisions.prepare(
                state,
                new ProvisioningCommand.Prepare(SLUG, creationId, "Acme", Plan.PRO, ACT, Nobody.replies()),
                new ProvisioningDecisions.FirstKeys("sealed-data-key", newSigningKey(), newSigningKey()),
                now,
                ISSUER));
    }

    Reply activate(String creationId, @Nullable String jwk) {
        return commit(ProvisioningDecisions.activate(
                state, new ProvisioningCommand.Activate(SLUG, creationId, jwk, ACT, Nobody.replies()), ISSUER));
    }

    Reply createProject(String id, String name) {
        return commit(
                ProjectDecisions.create(state, new ProjectCommand.Create(SLUG, id, name, ACT, Nobody.replies()), now));
    }

    Reply register(String clientId, AppMetadata metadata, @Nullable Secret answered) {
        return commit(AppDecisions.register(
                state,
                new AppCommand.Register(SLUG, "p1", clientId, metadata, ACT, Nobody.replies()),
                answered,
                secrets,
                now));
    }

    Reply register(String clientId, AppMetadata metadata) {
        return register(clientId, metadata, null);
    }

    Reply updateApp(String clientId, AppMetadata metadata) {
        return commit(AppDecisions.update(
                state, new AppCommand.Update(SLUG, "p1", clientId, metadata, ACT, Nobody.replies()), secrets));
    }

    Reply deleteApp(String clientId) {
        return commit(AppDecisions.delete(state, new AppCommand.Delete(SLUG, "p1", clientId, ACT, Nobody.replies())));
    }

    Reply createAccount(String clientId, List<String> roles, @Nullable String jwks, @Nullable Secret answered) {
        return commit(ServiceAccountDecisions.create(
                state,
                new ServiceAccountCommand.Create(SLUG, clientId, "Robot", roles, jwks, ACT, Nobody.replies()),
                answered,
                random,
                now));
    }

    Reply updateAccount(String clientId, @Nullable List<String> roles, @Nullable String jwks) {
        return commit(ServiceAccountDecisions.update(
                state, new ServiceAccountCommand.Update(SLUG, clientId, null, roles, jwks, ACT, Nobody.replies())));
    }

    Reply deleteAccount(String clientId) {
        return commit(ServiceAccountDecisions.delete(
                state, new ServiceAccountCommand.Delete(SLUG, clientId, ACT, Nobody.replies())));
    }
}
