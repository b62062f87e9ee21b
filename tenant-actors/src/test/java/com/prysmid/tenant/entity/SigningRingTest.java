package com.prysmid.tenant.entity;

import static com.prysmid.tenant.entity.TenantWorld.ACME;
import static com.prysmid.tenant.entity.TenantWorld.ACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.prysmid.tenant.crypto.ContentDecryption;
import com.prysmid.tenant.crypto.EncryptionAlgorithm;
import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.KeyDecisions;
import com.prysmid.tenant.decide.ProvisioningDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.state.WorkspaceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The opened ring: what is published, what verifies and what decrypts. */
class SigningRingTest {
    @TempDir
    Path directory;

    private TenantWorld world;
    private SigningRing ring;
    private WorkspaceState acme = WorkspaceState.ABSENT;

    @BeforeEach
    void start() throws Exception {
        world = new TenantWorld(directory);
        ring = new SigningRing(ACME, world.services);
        commit(ProvisioningDecisions.prepare(
                acme,
                new ProvisioningCommand.Prepare(
                        ACME,
                        "creation-1",
                        "Acme",
                        Plan.PRO,
                        ACT,
                        world.kit.system().ignoreRef()),
                await(ring.makeFirstKeys()),
                world.now(),
                "https://auth.acme.example"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void everyKindOfKeyIsPublishedAndUsedForItsOwnPurposeOnly() throws Exception {
        introduce(KeyAlgorithm.all());
        JWKSet published = JWKSet.parse(ring.jwks(acme).json());
        assertThat(published.getKeys()).hasSize(12).noneMatch(JWK::isPrivate);
        assertThat(published.getKeys())
                .extracting(key -> key.getKeyUse().getValue() + " " + key.getAlgorithm())
                .containsOnly("sig RS256", "sig PS256", "sig ES256", "sig EdDSA", "enc RSA-OAEP-256", "enc ECDH-ES");
        assertThat(published.getKeys())
                .extracting(JWK::getKeyID)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        assertThat(await(ring.verificationKeys(acme))).hasSize(8).allSatisfy((kid, key) -> {
            assertThat(key.algorithm().jose())
                    .isEqualTo(published.getKeyByKeyId(kid).getAlgorithm().getName());
            assertThat(published.getKeyByKeyId(kid).getKeyUse().getValue()).isEqualTo("sig");
        });
        assertThat(await(ring.decryptionKeys(acme)))
                .hasSize(4)
                .allSatisfy((kid, key) -> assertThat(
                                published.getKeyByKeyId(kid).getKeyUse().getValue())
                        .isEqualTo("enc"));
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            var key = await(ring.signingKey(acme, algorithm));
            assertThat(key.algorithm()).isEqualTo(algorithm);
            assertThat(published.getKeyByKeyId(key.kid())).isNotNull();
        }
    }

    @Test
    void whatWasEncryptedBeforeARotationIsOpenedAfterIt() throws Exception {
        introduce(List.of(EncryptionAlgorithm.ECDH_ES));
        TokenDesk desk = new TokenDesk(ACME, world.services, ring, new AppKeyDesk(ACME, world.services));
        String kid = acme.keys().current("ECDH-ES").orElseThrow().kid();
        JWEObject object = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                        .keyID(kid)
                        .build(),
                new Payload("content"));
        object.encrypt(new ECDHEncrypter(
                JWKSet.parse(ring.jwks(acme).json()).getKeyByKeyId(kid).toECKey()));
        String jwe = object.serialize();
        assertThat(await(desk.decrypting(acme).apply(jwe)))
                .isEqualTo(new ContentDecryption.Outcome.Decrypted("content"));
        commit(KeyDecisions.rotate(
                acme,
                null,
                await(ring.makeKeys(acme, KeyDecisions.toMake(acme, KeyDecisions.chosen(acme, null)))),
                world.now()));
        assertThat(acme.keys().current("ECDH-ES").orElseThrow().kid()).isNotEqualTo(kid);
        assertThat(await(desk.decrypting(acme).apply(jwe)))
                .isEqualTo(new ContentDecryption.Outcome.Decrypted("content"));
        world.pass(Duration.ofDays(8));
        commit(Decision.accept(KeyDecisions.retire(acme, world.now()), new Done()));
        assertThat(await(desk.decrypting(acme).apply(jwe)))
                .isEqualTo(new ContentDecryption.Outcome.Refused(ContentDecryption.Refusal.UNKNOWN_KEY));
    }

    @Test
    void theSetIsMadeOnceAndKeysAreOpenedOnce() {
        assertThat(ring.jwks(acme)).isSameAs(ring.jwks(acme));
        assertThat(ring.verificationKeys(acme)).isSameAs(ring.verificationKeys(acme));
        assertThat(ring.signingKey(acme, SigningAlgorithm.RS256))
                .isSameAs(ring.signingKey(acme, SigningAlgorithm.RS256));
        assertThat(ring.signingKey(acme, SigningAlgorithm.ES256)).isCompletedExceptionally();
    }

    private void introduce(Collection<? extends KeyAlgorithm> algorithms) {
        var missing = algorithms.stream()
                .filter(algorithm -> acme.keys().current(algorithm.jose()).isEmpty())
                .toList();
        commit(Decision.accept(
                KeyDecisions.introduce(acme, await(ring.makeKeys(acme, KeyDecisions.toMake(acme, missing)))),
                new Done()));
    }

    private void commit(Decision<WorkspaceEvent> decision) {
        ((Decision.Accept<WorkspaceEvent>) decision)
                .events()
                .forEach(event -> acme = acme.apply(new Recorded<>(world.now(), ACT, event)));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return TenantWorld.await(stage.toCompletableFuture());
    }
}
