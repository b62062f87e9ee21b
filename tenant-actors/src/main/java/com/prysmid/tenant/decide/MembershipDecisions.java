package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.ChangeMembership;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserProfile.Provisioned;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which registered groups a user is in: kept with the user, so that a group of any size is never one thing to write. */
public final class MembershipDecisions {
    private MembershipDecisions() {}

    /** Joining again, and leaving what one is not in, change nothing: so a change that broke off is sent again as it was. */
    public static Decision<UserEvent> change(UserState state, ChangeMembership command, Instant now) {
        UserState.Account account = state.account();
        if (account == null) {
            return Decision.reject(Refused.notFound("user"));
        }
        Provisioned before = account.profile().more().provisioned();
        Map<String, String> memberOf = new TreeMap<>(before.memberOf());
        memberOf.keySet().removeAll(command.leave());
        memberOf.putAll(command.join());
        // Who has left meanwhile does not come back by it.
        command.rename().forEach(memberOf::replace);
        if (!memberOf.equals(before.memberOf()) && !manages(command, state)) {
            return Decision.reject(Refused.of(
                    Refused.Reason.FORBIDDEN,
                    "forbidden",
                    "A user with a role above your own is not yours to manage."));
        }
        Decision<UserEvent> decided = AccountDecisions.update(
                state,
                new AccountCommand.Update(
                        command.slug(),
                        command.userId(),
                        account.profile()
                                .with(account.profile()
                                        .more()
                                        .with(new Provisioned(before.externalId(), memberOf, before.types()))),
                        null,
                        WorkspaceSettings.DEFAULTS,
                        command.act(),
                        command.replyTo()),
                now);
        return command.trial() ? Decision.unchanged(decided.reply()) : decided;
    }

    /** Apps decide by the names of groups: those of an admin are a part of the admin's power. */
    private static boolean manages(ChangeMembership command, UserState state) {
        return state.grants().getOrDefault(AdminRole.PROJECT, List.of()).stream()
                .map(AdminRole::parse)
                .flatMap(Optional::stream)
                .allMatch(command.manages()::contains);
    }
}
