package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.SessionEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SelfCommand;
import com.prysmid.tenant.protocol.SelfCommand.EndSessions;
import com.prysmid.tenant.protocol.SelfCommand.OwnProfile;
import com.prysmid.tenant.protocol.SelfCommand.UpdateProfile;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserProfile.More;
import com.prysmid.tenant.state.UserState;
import com.prysmid.tenant.state.UserState.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody does to their own account: only by a session of theirs that is good right now. */
public final class SelfDecisions {
    private SelfDecisions() {}

    public static Decision<UserEvent> decide(UserState state, SelfCommand command, Instant now) {
        return switch (command) {
            case UpdateProfile c ->
                SessionDecisions.find(state, c.sid(), c.sessionSecret(), now).isPresent() && state.account() != null
                        ? update(state, state.account(), c, now)
                        : Decision.reject(SessionDecisions.noSession());
            case EndSessions c ->
                SessionDecisions.find(state, c.sid(), c.sessionSecret(), now).isPresent()
                        ? endSessions(state, c)
                        : Decision.reject(SessionDecisions.noSession());
        };
    }

    private static Decision<UserEvent> update(UserState state, Account account, UpdateProfile command, Instant now) {
        UserProfile profile = merged(account.profile(), command.profile());
        Findings findings = new Findings();
        AccountRules.checkProfile(profile, findings);
        Optional<Refused> refusal = findings.refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        List<String> changed = AccountDecisions.changed(account.profile(), profile);
        return changed.isEmpty()
                ? Decision.unchanged(AccountDecisions.view(state, account, command.userId()))
                : Decision.accept(
                        new AccountEvent.Updated(profile, changed),
                        AccountDecisions.view(state, account.withProfile(profile, now), command.userId()));
    }

    private static UserProfile merged(UserProfile old, OwnProfile own) {
        More more = old.more();
        return new UserProfile(
                old.username(),
                old.email(),
                old.emailVerified(),
                old.phoneNumber(),
                old.phoneNumberVerified(),
                own.givenName(),
                own.familyName(),
                own.name(),
                own.locale(),
                old.address(),
                new More(
                        more.middleName(),
                        own.nickname(),
                        more.profile(),
                        more.picture(),
                        more.website(),
                        more.gender(),
                        more.birthdate(),
                        own.zoneinfo(),
                        more.groups(),
                        more.attributes(),
                        more.provisioned()));
    }

    private static Decision<UserEvent> endSessions(UserState state, EndSessions command) {
        return Decision.accept(
                state.sessions().bySid().keySet().stream()
                        .filter(sid ->
                                command.endedSid() == null || command.endedSid().equals(sid))
                        .<UserEvent>map(SessionEvent.Revoked::new)
                        .toList(),
                new Done());
    }
}
