package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.ACT;
import static com.prysmid.tenant.decide.WorkspaceStory.ISSUER;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.SigningAlgorithm;
import com.prysmid.tenant.decide.TokenDecisions.Issue;
import com.prysmid.tenant.decide.TokenDecisions.Read;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Person;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;
import com.prysmid.tenant.protocol.TokenCommand.IdTokenHint;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.protocol.UserProfile;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenDecisionsTest {
    private final WorkspaceStory acme = WorkspaceStory.active();

    TokenDecisionsTest() {
        acme.register("app-1", AppDraft.web());
        acme.commit(ProjectDecisions.addRole(
                acme.state, new ProjectCommand.AddRole(SLUG, "p1", "editor", "Editor", ACT, Nobody.replies())));
    }

    @Test
    void aUsersTokensSayWhoForWhomAndForHowLong() {
        Issue.Sign sign = sign(grant("alice-0001", "app-1", "family-1", "openid", "email"));
        long now = acme.now.getEpochSecond();
        assertThat(sign.scope()).isEqualTo("openid email");
        assertThat(sign.accessClaims())
                .containsEntry("iss", ISSUER)
                .containsEntry("sub", "alice-0001")
                .containsEntry("client_id", "app-1")
                .containsEntry("iat", now)
                .containsEntry("exp", now + sign.expiresInSeconds())
                .containsEntry("scope", "openid email")
                .containsEntry("grant_id", "family-1")
                .containsKey("jti")
                .doesNotContainKey("nonce");
        assertThat(sign.idClaims())
                .containsEntry("iss", ISSUER)
                .containsEntry("aud", "app-1")
                .containsEntry("nonce", "n1")
                .doesNotContainKey("scope");
        assertThat(sign.key().kid()).isEqualTo("kid-1");
    }

    @Test
    void theIdTokenIsSignedWithTheAlgorithmThatItsAppNamed() {
        acme.register("app-2", AppDraft.withIdTokenAlg("ES256"));
        assertThat(TokenDecisions.issue(
                        acme.state, grant("alice-0001", "app-2", "f", "openid"), ISSUER, acme.random, acme.now))
                .as("with no key of another algorithm instead")
                .isInstanceOf(Issue.Denied.class);
        acme.commit(Decision.accept(
                KeyDecisions.introduce(acme.state, acme.newKeys(List.of(SigningAlgorithm.ES256))), new Done()));
        Issue.Sign sign = sign(grant("alice-0001", "app-2", "family-1", "openid"));
        assertThat(sign.idKey().alg()).isEqualTo("ES256");
        assertThat(sign.key().alg()).isEqualTo("RS256");
        assertThat(sign(grant("alice-0001", "app-1", "family-1", "openid"))
                        .idKey()
                        .alg())
                .isEqualTo("RS256");
    }

    @Test
    void noIdTokenWithoutOpenidOrWithoutAUser() {
        assertThat(sign(grant("alice-0001", "app-1", "family-1", "email")).idClaims())
                .isNull();
        assertThat(sign(grant("app-1", "app-1", null, "openid")).idClaims()).isNull();
    }

    @Test
    void rolesAreThoseOfTheAppsProjectThatStillExist() {
        assertThat(sign(grant("alice-0001", "app-1", "family-1", "openid")).accessClaims())
                .containsEntry("roles", List.of("editor"));
        acme.commit(ProjectDecisions.removeRole(
                acme.state, new ProjectCommand.RemoveRole(SLUG, "p1", "editor", ACT, Nobody.replies())));
        assertThat(sign(grant("alice-0001", "app-1", "family-1", "openid")).accessClaims())
                .doesNotContainKey("roles");
    }

    @Test
    void noTokenForAClientThatIsGone() {
        acme.deleteApp("app-1");
        assertThat(TokenDecisions.issue(
                        acme.state, grant("alice-0001", "app-1", "f", "openid"), ISSUER, acme.random, acme.now))
                .isInstanceOf(Issue.Denied.class);
    }

    @Test
    void anAccessTokenIsTakenWhileItsClientIsThere() {
        Map<String, Object> claims =
                sign(grant("alice-0001", "app-1", "family-1", "openid")).accessClaims();
        assertThat(accept(claims)).isInstanceOfSatisfying(AccessToken.class, token -> {
            assertThat(token.clientKind()).isEqualTo(ClientKind.APP);
            assertThat(token.scopes()).containsExactly("openid");
            assertThat(token.grantId()).isEqualTo("family-1");
            assertThat(token.adminRoles()).isEmpty();
        });
        acme.deleteApp("app-1");
        assertRefused(accept(claims), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void everyClaimThatDecidesIsNeeded() {
        Map<String, Object> claims =
                sign(grant("alice-0001", "app-1", "family-1", "openid")).accessClaims();
        for (String needed : List.of("sub", "client_id", "jti", "aud")) {
            Map<String, Object> without = new HashMap<>(claims);
            without.remove(needed);
            assertRefused(accept(without), Refused.Reason.INVALID_TOKEN);
            without.put(needed, 7);
            assertRefused(accept(without), Refused.Reason.INVALID_TOKEN);
            without.put(needed, "other");
            if (!needed.equals("sub") && !needed.equals("jti")) {
                assertRefused(accept(without), Refused.Reason.INVALID_TOKEN);
            }
        }
    }

    @Test
    void aServiceAccountsRolesAreThoseOfNow() {
        acme.createAccount("robot", List.of("workspace.admin"), null, null);
        Map<String, Object> claims =
                sign(grant("robot", "robot", null, ClientDecisions.ADMIN_SCOPE)).accessClaims();
        assertThat(claims).doesNotContainKey("grant_id").doesNotContainKey("roles");
        acme.updateAccount("robot", List.of("workspace.auditor"), null);
        assertThat(((AccessToken) accept(claims)).adminRoles()).containsExactly("workspace.auditor");
    }

    @Test
    void aRevokedClientTokenIsRefused() {
        Map<String, Object> claims =
                sign(grant("app-1", "app-1", null, "email")).accessClaims();
        acme.commit(Decision.accept(
                new TokenEvent.ClientTokenRevoked((String) claims.get("jti"), acme.now.plusSeconds(900)), new Done()));
        assertRefused(accept(claims), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void anIdTokenThroughTheBrowserTellsOfThePersonWhereItIsAlone() {
        TokenGrant grant = ofAlice("openid", "email");
        Map<String, Object> alone = TokenDecisions.issueIdToken(acme.state, grant, true, ISSUER, acme.now)
                .orElseThrow()
                .claims();
        assertThat(alone)
                .containsEntry("sub", "alice-0001")
                .containsEntry("azp", "app-1")
                .containsEntry("nonce", "n1")
                .containsEntry("acr", "urn:prysmid:acr:pwd")
                .containsEntry("email", "alice@example.com")
                .doesNotContainKeys("at_hash", "scope", "grant_id");
        assertThat(TokenDecisions.issueIdToken(acme.state, grant, false, ISSUER, acme.now)
                        .orElseThrow()
                        .claims())
                .doesNotContainKey("email");
        acme.deleteApp("app-1");
        assertThat(TokenDecisions.issueIdToken(acme.state, grant, true, ISSUER, acme.now))
                .isEmpty();
    }

    private TokenGrant ofAlice(String... scopes) {
        TokenGrant grant = grant("alice-0001", "app-1", null, scopes);
        UserProfile profile = new UserProfile(
                "alice",
                "alice@example.com",
                true,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                UserProfile.More.NOTHING);
        return new TokenGrant(
                grant.subject(),
                grant.clientId(),
                grant.scopes(),
                grant.nonce(),
                grant.authTime(),
                grant.sid(),
                null,
                grant.amr(),
                grant.details(),
                null,
                grant.roles(),
                new Person(profile, acme.now));
    }

    @Test
    void aHintHasOneAudience() {
        assertThat(acceptHint(Map.of("sub", "a", "aud", "app-1", "sid", "s")))
                .isEqualTo(new IdTokenHint("a", "app-1", "s"));
        assertRefused(acceptHint(Map.of("sub", "a", "aud", List.of("app-1", "app-2"))), Refused.Reason.INVALID_TOKEN);
        assertRefused(acceptHint(Map.of("aud", "app-1")), Refused.Reason.INVALID_TOKEN);
    }

    private Reply accept(Map<String, Object> claims) {
        return TokenDecisions.accept(acme.state, new Read(claims, null), ISSUER, true);
    }

    private Reply acceptHint(Map<String, Object> claims) {
        return TokenDecisions.acceptHint(acme.state, new Read(claims, null));
    }

    private Issue.Sign sign(TokenGrant grant) {
        return (Issue.Sign) TokenDecisions.issue(acme.state, grant, ISSUER, acme.random, acme.now);
    }

    private TokenGrant grant(String subject, String clientId, @Nullable String family, String... scopes) {
        Set<String> ordered = new LinkedHashSet<>(List.of(scopes));
        return new TokenGrant(
                subject,
                clientId,
                ordered,
                "n1",
                acme.now,
                "sid-1",
                family,
                List.of("pwd"),
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                Map.of("p1", List.of("editor", "ghost"), "p2", List.of("boss")),
                null);
    }
}
