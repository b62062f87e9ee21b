package com.prysmid.gateway.oauth.userinfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.GrantCommand.LiveAccess;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserClaimsTest {
    private static final UserId ANN = new UserId("user-0001");
    private static final LiveAccess ACCESS = new LiveAccess(
            new UserProfile(
                    "ann",
                    "ann@example.com",
                    true,
                    null,
                    false,
                    "Ann",
                    "Lee",
                    "Ann Lee",
                    "en",
                    new UserProfile.Address(null, "1 Road", "Town", null, null, "NZ"),
                    UserProfile.More.NOTHING),
            Map.of(),
            Instant.ofEpochSecond(1_700_000_000));

    @Test
    void openidAloneOpensTheSubjectOnly() {
        assertThat(UserClaims.of(ANN, ACCESS, Set.of("openid"))).isEqualTo(Map.of("sub", "user-0001"));
    }

    @Test
    void eachScopeOpensItsClaims() {
        assertThat(UserClaims.of(ANN, ACCESS, Set.of("openid", "email")))
                .isEqualTo(Map.of("sub", "user-0001", "email", "ann@example.com", "email_verified", true));
        assertThat(UserClaims.of(ANN, ACCESS, Set.of("openid", "profile")))
                .containsEntry("name", "Ann Lee")
                .containsEntry("preferred_username", "ann")
                .containsEntry("updated_at", 1_700_000_000L)
                .doesNotContainKey("email");
        assertThat(UserClaims.of(ANN, ACCESS, Set.of("openid", "address")))
                .containsEntry("address", Map.of("street_address", "1 Road", "locality", "Town", "country", "NZ"));
    }

    @Test
    void whatIsNotKnownIsLeftOutWithItsVerification() {
        assertThat(UserClaims.of(ANN, ACCESS, Set.of("openid", "phone"))).isEqualTo(Map.of("sub", "user-0001"));
    }

    @Test
    void aBearerTokenIsReadInAnyCaseOfItsScheme() {
        assertThat(UserInfoEndpoint.bearer("bearer abc")).contains("abc");
        assertThat(UserInfoEndpoint.bearer("Basic abc")).isEmpty();
        assertThat(UserInfoEndpoint.bearer("Bearer  ")).isEmpty();
    }
}
