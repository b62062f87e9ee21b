package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Delegation;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TokenGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangeDecisionsTest {
    private final UserStory alice = UserStory.ofAlice();
    private final String family = alice.granted("openid").grant().grantId();

    @Test
    void theNewTokenStaysInTheFamilyAndIsWrittenDown() {
        TokenGrant grant = ((GrantCommand.Granted) exchange(family, "jti-1")).grant();
        assertThat(grant.grantId()).isEqualTo(family);
        assertThat(grant.clientId()).isEqualTo("orders");
        assertThat(grant.exchange().grantedTo()).isEqualTo("app-1");
        assertThat(grant.details().resources()).containsExactly("https://billing.example");
        assertThat(alice.events)
                .containsExactly(new GrantEvent.TokenExchanged(
                        family, "jti-1", "orders", List.of("robot", "other"), Set.of("openid")));
    }

    @Test
    void aTokenThatHoldsNoMoreIsNotExchanged() {
        alice.commit(GrantDecisions.revokeAccessToken(
                alice.state,
                new GrantCommand.RevokeAccessToken(
                        SLUG, ALICE, family, "jti-1", alice.now.plusSeconds(60), ACT, Nobody.replies()),
                alice.now));
        assertRefused(exchange(family, "jti-1"), Refused.Reason.INVALID_TOKEN);
        assertRefused(exchange("another", "jti-2"), Refused.Reason.INVALID_TOKEN);
        assertThat(exchange(family, "jti-2")).isInstanceOf(GrantCommand.Granted.class);
        alice.change(AccountCommand.StatusChange.LOCK);
        assertRefused(exchange(family, "jti-2"), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void actorsAreNestedTheCurrentOneOutermostAndReadBackAlike() {
        TokenGrant grant = ((GrantCommand.Granted) exchange(family, "jti-1")).grant();
        Map<String, Object> claims = new LinkedHashMap<>();
        ExchangeClaims.add(grant, claims);
        assertThat(claims.get("act")).isEqualTo(Map.of("sub", "robot", "act", Map.of("sub", "other")));
        assertThat(ExchangeClaims.read(claims)).isEqualTo(new Delegation(List.of("robot", "other"), null));
        claims.put("may_act", Map.of("sub", "robot"));
        assertThat(ExchangeClaims.read(claims).mayAct()).isEqualTo("robot");
        assertThat(ExchangeClaims.read(Map.of("act", "robot", "may_act", 7))).isEqualTo(Delegation.NONE);
    }

    @Test
    void itNeverOutlivesTheTokenThatItComesOf() {
        TokenGrant grant = ((GrantCommand.Granted) exchange(family, "jti-1")).grant();
        Instant end = grant.exchange().notAfter();
        assertThat(ExchangeClaims.life(grant, Duration.ofMinutes(15), end.minusSeconds(60)))
                .isEqualTo(60);
        assertThat(ExchangeClaims.life(grant, Duration.ofSeconds(30), end.minusSeconds(60)))
                .isEqualTo(30);
    }

    private Reply exchange(String familyId, String jti) {
        return alice.commit(ExchangeDecisions.exchange(
                alice.state,
                new GrantCommand.ExchangeToken(
                        SLUG,
                        ALICE,
                        familyId,
                        jti,
                        "orders",
                        Set.of("openid"),
                        List.of("https://billing.example"),
                        List.of("robot", "other"),
                        alice.now.plusSeconds(300),
                        null,
                        ACT,
                        Nobody.replies())));
    }
}
