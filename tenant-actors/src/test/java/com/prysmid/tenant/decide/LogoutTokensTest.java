package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.WorkspaceStory.ISSUER;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.decide.LogoutTokens.Make;
import com.prysmid.tenant.protocol.AppMetadata.Logout;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.TokenCommand.MakeLogoutToken;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogoutTokensTest {
    private static final String URI = "https://rp.example/out";

    private final WorkspaceStory acme = WorkspaceStory.active();
    private final AppDraft draft = new AppDraft();

    LogoutTokensTest() {
        draft.logout = new Logout(URI, true, null, false);
    }

    @Test
    void aTokenSaysWhoseWhichSessionEndedAndNothingThatAnIdTokenSays() {
        acme.register("app-1", draft.done());
        Make.Sign sign = (Make.Sign) make("app-1");
        assertThat(sign.uri()).isEqualTo(URI);
        assertThat(sign.key().alg()).isEqualTo("RS256");
        assertThat(sign.sector()).isNull();
        assertThat(sign.claims())
                .containsEntry("iss", ISSUER)
                .containsEntry("sub", ALICE.value())
                .containsEntry("aud", "app-1")
                .containsEntry("iat", acme.now.getEpochSecond())
                .containsEntry("exp", acme.now.getEpochSecond() + 120)
                .containsEntry("sid", "sid-1")
                .containsEntry("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .containsOnlyKeys("iss", "sub", "aud", "iat", "exp", "jti", "sid", "events");
        assertThat(((Make.Sign) make("app-1")).claims().get("jti"))
                .as("another attempt, another token")
                .isNotEqualTo(sign.claims().get("jti"));
    }

    @Test
    void anAppThatIsGoneOrDoesNotWantToKnowIsNotFound() {
        acme.register("app-1", AppDraft.web());
        acme.register("app-2", draft.done());
        acme.deleteApp("app-2");
        assertThat(refusal("app-1")).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(refusal("app-2")).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(refusal("nobody")).isEqualTo(Refused.Reason.NOT_FOUND);
    }

    @Test
    void anAppWhoseKeyIsStillBeingMadeIsToldLater() {
        draft.idTokenAlg = "ES256";
        acme.register("app-1", draft.done());
        assertThat(acme.state.keys().current("ES256")).isEmpty();
        assertThat(refusal("app-1")).isNotEqualTo(Refused.Reason.NOT_FOUND);
    }

    private Make make(String clientId) {
        return LogoutTokens.make(
                acme.state,
                new MakeLogoutToken(SLUG, clientId, ALICE, "sid-1", Nobody.replies()),
                ISSUER,
                acme.random,
                acme.now);
    }

    private Refused.Reason refusal(String clientId) {
        return ((Make.Denied) make(clientId)).refused().reason();
    }
}
