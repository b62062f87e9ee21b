package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.IdpMetadata.AuthMethod;
import com.prysmid.tenant.protocol.IdpMetadata.Creation;
import com.prysmid.tenant.protocol.IdpMetadata.Kind;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdpDecisionsTest {
    private static final Slug ACME = new Slug("acme");
    private static final String ISSUER = "https://auth.acme.example";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Act ACT = Act.bySystem("test");
    private static final Secret SECRET = new Secret("shh");
    private static final SealedKey SEALED = new SealedKey("c2VhbGVk");

    private WorkspaceState state = WorkspaceState.ABSENT;

    @Test
    void aProviderIsAddedOnceHoweverOftenItIsSent() {
        assertThat(add("one", oidc())).isInstanceOf(IdpCommand.Idp.class);
        assertThat(add("one", oidc())).isInstanceOf(IdpCommand.Idp.class);

        assertThat(state.idps().byId()).hasSize(1);
        assertThat(state.idps().find("one").orElseThrow().sealedSecret()).isEqualTo(SEALED.base64Url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example",
                "https://idp.example?tenant=1",
                "https://user@idp.example",
                "https://idp.example#x",
                "idp.example",
                ISSUER
            })
    void anIssuerIsAnotherOnesPlainHttpsUrl(String issuer) {
        assertThat(fields(add("one", oidc(issuer)))).contains("issuer");
    }

    @Test
    void whoseSubjectsAreMeantNeverChanges() {
        add("one", oidc());

        assertThat(fields(update("one", oidc("https://evil.example"), null))).contains("issuer");
        assertThat(fields(update("one", preset(Kind.GITHUB), null))).contains("type", "issuer");
    }

    @Test
    void withoutANewSecretTheOldOneStays() {
        add("one", oidc());

        assertThat(update("one", named(oidc(), "Renamed"), null)).isInstanceOf(IdpCommand.Idp.class);

        assertThat(state.idps().find("one").orElseThrow().sealedSecret()).isEqualTo(SEALED.base64Url());
        assertThat(state.idps().find("one").orElseThrow().metadata().name()).isEqualTo("Renamed");
    }

    @Test
    void aClientThatIsKnownByItsKeyHasNoSecret() {
        IdpMetadata byKey = with(oidc(), AuthMethod.PRIVATE_KEY_JWT);

        assertThat(fields(add("one", byKey))).contains("client_secret");
        assertThat(IdpDecisions.add(
                                state,
                                new IdpCommand.Add(ACME, "one", byKey, null, ACT, Nobody.replies()),
                                null,
                                ISSUER,
                                NOW)
                        .reply())
                .isInstanceOf(IdpCommand.Idp.class);
    }

    @Test
    void presetsTakeWhatTheirProviderKnowsAndNothingElse() {
        assertThat(fields(add("one", with(preset(Kind.GITHUB), AuthMethod.PRIVATE_KEY_JWT))))
                .contains("token_endpoint_auth_method");
        assertThat(fields(add("two", preset(Kind.MICROSOFT)))).contains("tenant");
        assertThat(fields(add("three", preset(Kind.APPLE)))).contains("team_id", "key_id");
        assertThat(add("four", preset(Kind.GITHUB))).isInstanceOf(IdpCommand.Idp.class);
    }

    @Test
    void aDomainIsOneProvidersAlone() {
        add("one", of(oidc(), List.of("Example.com")));

        assertThat(fields(add("two", of(oidc("https://other.example"), List.of("example.COM")))))
                .contains("domains");
        assertThat(IdpDecisions.offer(state, "ada@EXAMPLE.com").home()).isEqualTo("one");
        assertThat(IdpDecisions.offer(state, "ada@sub.example.com").home()).isNull();
        assertThat(IdpDecisions.offer(state, "@example.com").home()).isNull();
        assertThat(IdpDecisions.offer(state, "example.com").home()).isNull();
    }

    @Test
    void aClaimFillsAMemberOfAProfileOnly() {
        assertThat(fields(add("one", mapping(oidc(), Map.of("email_verified", "verified")))))
                .contains("claim_mapping");
        assertThat(add("one", mapping(oidc(), Map.of("attributes.team", "department"))))
                .isInstanceOf(IdpCommand.Idp.class);
    }

    @Test
    void oneThatIsRemovedIsOfferedToNobody() {
        add("one", oidc());

        commit(IdpDecisions.remove(state, new IdpCommand.Remove(ACME, "one", ACT, Nobody.replies())));

        assertThat(IdpDecisions.offer(state, null).items()).isEmpty();
        assertThat(IdpDecisions.remove(state, new IdpCommand.Remove(ACME, "one", ACT, Nobody.replies()))
                        .reply())
                .isInstanceOf(Refused.class);
    }

    /** Users stay linked by the id: another provider with it could say that anybody is one of them. */
    @Test
    void theIdOfOneThatWasRemovedIsNeverAnothers() {
        add("one", oidc());
        commit(IdpDecisions.remove(state, new IdpCommand.Remove(ACME, "one", ACT, Nobody.replies())));

        for (IdpMetadata again : List.of(oidc(), oidc("https://evil.example"))) {
            assertThat(((Refused) add("one", again)).code()).isEqualTo("already_exists");
        }
        assertThat(state.idps().byId()).isEmpty();
        assertThat(add("two", oidc())).isInstanceOf(IdpCommand.Idp.class);
    }

    @Test
    void noIdIsForgottenSoThatItMightComeAgain() {
        for (int i = 0; i < 1_000; i++) {
            add("idp-" + i, oidc());
            commit(IdpDecisions.remove(state, new IdpCommand.Remove(ACME, "idp-" + i, ACT, Nobody.replies())));
        }

        assertThat(((Refused) add("idp-0", oidc())).code()).isEqualTo("already_exists");
        assertThat(((Refused) add("fresh", oidc())).code()).isEqualTo("too_many_idps");
    }

    private Reply add(String id, IdpMetadata metadata) {
        return commit(IdpDecisions.add(
                state, new IdpCommand.Add(ACME, id, metadata, SECRET, ACT, Nobody.replies()), SEALED, ISSUER, NOW));
    }

    private Reply update(String id, IdpMetadata metadata, @Nullable SealedKey sealed) {
        return commit(IdpDecisions.update(
                state, new IdpCommand.Update(ACME, id, metadata, null, ACT, Nobody.replies()), sealed, ISSUER));
    }

    private Reply commit(Decision<WorkspaceEvent> decision) {
        if (decision instanceof Decision.Accept<WorkspaceEvent>(var events, var reply)) {
            events.forEach(event -> state = state.apply(new Recorded<>(NOW, ACT, event)));
            events.forEach(event -> assertThat(event).isInstanceOf(IdpEvent.class));
        }
        return decision.reply();
    }

    private static List<String> fields(Reply reply) {
        return reply instanceof Refused refused
                ? refused.fields().stream().map(Refused.FieldError::field).toList()
                : List.of();
    }

    private static IdpMetadata oidc() {
        return oidc("https://idp.example");
    }

    private static IdpMetadata oidc(String issuer) {
        return metadata(Kind.OIDC, "Other", issuer, AuthMethod.CLIENT_SECRET_BASIC, Map.of(), List.of());
    }

    private static IdpMetadata preset(Kind type) {
        return metadata(type, "Preset", null, AuthMethod.CLIENT_SECRET_POST, Map.of(), List.of());
    }

    private static IdpMetadata named(IdpMetadata m, String name) {
        return metadata(m.type(), name, m.issuer(), m.tokenEndpointAuthMethod(), m.claims(), m.domains());
    }

    private static IdpMetadata with(IdpMetadata m, AuthMethod method) {
        return metadata(m.type(), m.name(), m.issuer(), method, m.claims(), m.domains());
    }

    private static IdpMetadata of(IdpMetadata m, List<String> domains) {
        return metadata(m.type(), m.name(), m.issuer(), m.tokenEndpointAuthMethod(), m.claims(), domains);
    }

    private static IdpMetadata mapping(IdpMetadata m, Map<String, String> claims) {
        return metadata(m.type(), m.name(), m.issuer(), m.tokenEndpointAuthMethod(), claims, m.domains());
    }

    private static IdpMetadata metadata(
            Kind type,
            String name,
            @Nullable String issuer,
            AuthMethod method,
            Map<String, String> claims,
            List<String> domains) {
        return new IdpMetadata(
                type,
                name,
                true,
                issuer,
                "client",
                method,
                List.of(),
                null,
                null,
                null,
                claims,
                domains,
                Creation.OFF,
                false,
                false);
    }
}
