package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.ConsentEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.ConsentCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand.ConsentDemand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.state.UserState;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Consent (OpenID Connect Core §3.1.2.4): given by the user in a browser, remembered, withdrawn at will. */
public final class ConsentDecisions {
    private ConsentDecisions() {}

    public static Reply check(UserState state, ConsentCommand.Check command, Instant now) {
        if (SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                .isEmpty()) {
            return SessionDecisions.noSession();
        }
        return isMet(state, command.clientId(), command.scopes(), command.demand()) ? new Done() : required();
    }

    public static Decision<UserEvent> give(UserState state, ConsentCommand.Give command, Instant now) {
        if (SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                .isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        Set<String> scopes = new LinkedHashSet<>();
        state.consents().find(command.clientId()).ifPresent(before -> scopes.addAll(before.scopes()));
        scopes.addAll(command.scopes());
        return Decision.accept(new ConsentEvent.Given(command.clientId(), scopes), new Done());
    }

    public static Decision<UserEvent> withdraw(UserState state, ConsentCommand.Withdraw command, Instant now) {
        if (SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                .isEmpty()) {
            return Decision.reject(SessionDecisions.noSession());
        }
        return state.consents().find(command.clientId()).isPresent()
                ? Decision.accept(new ConsentEvent.Withdrawn(command.clientId()), new Done())
                : Decision.unchanged(new Done());
    }

    public static Reply list(UserState state, ConsentCommand.ListAll command, Instant now) {
        UserState.Account account = state.account();
        if (account == null
                || SessionDecisions.find(state, command.sid(), command.sessionSecret(), now)
                        .isEmpty()) {
            return SessionDecisions.noSession();
        }
        UserProfile profile = account.profile();
        return new ConsentCommand.Consents(
                profile.name() == null ? profile.username() : profile.name(),
                state.consents().byClientId().entrySet().stream()
                        .map(entry -> new ConsentCommand.Consent(
                                entry.getKey(),
                                entry.getValue().scopes(),
                                entry.getValue().givenAt()))
                        .sorted(Comparator.comparing(ConsentCommand.Consent::givenAt)
                                .reversed())
                        .toList());
    }

    /** @param demand null: nobody need be asked */
    static boolean isMet(UserState state, String clientId, Set<String> scopes, @Nullable ConsentDemand demand) {
        return demand == null
                || state.consents()
                        .find(clientId)
                        .filter(given -> given.scopes().containsAll(scopes)
                                && (demand.since() == null || !given.givenAt().isBefore(demand.since())))
                        .isPresent();
    }

    static Refused required() {
        return Refused.of(Refused.Reason.FORBIDDEN, "consent_required", "The user has not agreed to this yet.");
    }
}
