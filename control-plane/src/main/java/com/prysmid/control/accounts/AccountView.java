package com.prysmid.control.accounts;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import java.time.Instant;
import java.util.List;

/**
 * An account as the API shows it, with everybody in it.
 *
 * @param members in order of id
 * @param invitations those that can still be accepted, in order of id
 */
public record AccountView(
        AccountId id, DisplayName name, Instant openedAt, List<Member> members, List<Invitation> invitations) {
    public AccountView {
        members = List.copyOf(members);
        invitations = List.copyOf(invitations);
    }

    /** Somebody who belongs to it. */
    public record Member(MemberId id, Role role, Instant since) {}

    /**
     * Somebody who may come to belong to it; whom it was sent to is not known any more.
     *
     * @param invitedBy the id of the member or token who did
     */
    public record Invitation(String id, Role role, String invitedBy, Instant madeAt, Instant expiresAt) {
        static Invitation of(AccountEvent.Invited made) {
            return new Invitation(
                    made.invitationId(), made.role(), made.by().actor().id(), made.at(), made.expiresAt());
        }
    }

    static AccountView of(AccountState.Open open, Instant now) {
        return new AccountView(
                open.id(),
                open.name(),
                open.openedAt(),
                open.members().entrySet().stream()
                        .map(entry -> new Member(
                                entry.getKey(),
                                entry.getValue().role(),
                                entry.getValue().since()))
                        .toList(),
                open.invitations().values().stream()
                        .filter(invitation -> !invitation.over(now))
                        .map(invitation -> Invitation.of(invitation.made()))
                        .toList());
    }
}
