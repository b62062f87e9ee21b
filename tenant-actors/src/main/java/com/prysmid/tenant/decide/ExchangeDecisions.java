package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Exchange;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.TokenGrant;
import com.prysmid.tenant.state.TokenFamilies.TokenFamily;
import com.prysmid.tenant.state.UserState;
import java.util.Optional;

/** Tokens that come of others (RFC 8693): they stay in the family of the token they come of, and end with it. */
public final class ExchangeDecisions {
    private ExchangeDecisions() {}

    public static Decision<UserEvent> exchange(UserState state, GrantCommand.ExchangeToken command) {
        Optional<TokenFamily> found = state.families()
                .find(command.familyId())
                .filter(family -> state.isActive() && !family.revokedTokens().containsKey(command.jti()));
        if (found.isEmpty()) {
            return Decision.reject(TokenDecisions.invalidToken());
        }
        TokenFamily family = found.get();
        TokenGrant grant = new TokenGrant(
                command.userId().value(),
                command.clientId(),
                command.scopes(),
                null,
                family.authTime(),
                family.sid(),
                command.familyId(),
                family.amr(),
                new GrantDetails(null, command.resources(), null, null),
                command.confirmation(),
                state.grants(),
                null,
                new Exchange(family.clientId(), command.actors(), command.notAfter()));
        return Decision.accept(
                new GrantEvent.TokenExchanged(
                        command.familyId(), command.jti(), command.clientId(), command.actors(), command.scopes()),
                new GrantCommand.Granted(grant, null));
    }
}
