package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.UserProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is called by the e-mail address of somebody else, in whatever characters it is written. */
class UpstreamProfileTest {
    @ParameterizedTest
    @ValueSource(strings = {"victim@example.org", "victim\uFF20example.org", "victim\uFE6Bexample\uFF0Eorg"})
    void anAddressThatIsNotTheirsIsNobodysLoginName(String preferred) {
        assertThat(wishes(preferred, "mallory@example.org", true)).containsExactly("victim", "mallory@example.org");
        assertThat(wishes(preferred, "victim@example.org", false)).containsExactly("victim");
    }

    @Test
    void theirOwnIs() {
        assertThat(wishes("ada@example.org", "ada@example.org", true)).containsExactly("ada@example.org");
        assertThat(wishes("Ada", "ada@example.org", true)).containsExactly("Ada", "ada@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"victim\uFF20example.org", "victim\uFE6Bexample.org", "\uFF56ictim\uFF20example\uFF0Eorg"})
    void norIsOneThatOnlyComparesLikeAnAddressAnybodys(String username) {
        Findings findings = new Findings();
        AccountRules.checkProfile(UserStory.profile(username), findings);
        assertThat(findings.refusal().orElseThrow().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.field()).isEqualTo("username"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ada@example.org", "\u00C5da", "ada\uFF20home"})
    void othersMayBeCalledAsTheyLike(String username) {
        Findings findings = new Findings();
        AccountRules.checkProfile(UserStory.profile(username), findings);
        assertThat(findings.refusal()).isEmpty();
    }

    private static List<String> wishes(String preferred, String email, boolean verified) {
        UserProfile profile = UserStory.profile("any").reachedAt("any", email, verified);
        return UpstreamProfile.wishes(Map.of("preferred_username", preferred), Map.of(), profile);
    }
}
