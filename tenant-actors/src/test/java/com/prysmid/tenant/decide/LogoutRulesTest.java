package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppMetadata.Logout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutRulesTest {
    private final AppDraft draft = new AppDraft();

    @Test
    void goodAddressesAreTaken() {
        draft.redirectUris = List.of("https://RP.example/cb");
        draft.logout = new Logout("https://other.example:8444/back?a=b", true, "https://rp.example:443/front", true);
        assertThat(AppRules.check(draft.done())).isEmpty();
        draft.logout = Logout.DEFAULTS;
        assertThat(AppRules.check(draft.done())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://rp.example/out",
                "https://rp.example/out#part",
                "https://user@rp.example/out",
                "https:out",
                "/out",
                "javascript:alert(1)",
                "https://rp.example/\u00e4",
                "https://rp.example/ out",
                "https://rp.example/a\nb",
                ""
            })
    void otherAddressesAreRefusedByName(String address) {
        draft.logout = new Logout(address, false, address, false);
        assertFields(AppRules.check(draft.done()).orElseThrow(), "backchannel_logout_uri", "frontchannel_logout_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://rp.example:8443/out", "https://evil.example/out", "https://rp.example.evil/out"})
    void theFrontChannelIsAtTheAppsOwnOrigin(String address) {
        draft.logout = new Logout(null, false, address, false);
        assertFields(AppRules.check(draft.done()).orElseThrow(), "frontchannel_logout_uri");
    }

    @Test
    void aSessionIsToldOnlyWhereSomethingIsTold() {
        draft.logout = new Logout(null, true, null, true);
        assertFields(
                AppRules.check(draft.done()).orElseThrow(),
                "backchannel_logout_session_required",
                "frontchannel_logout_session_required");
    }
}
