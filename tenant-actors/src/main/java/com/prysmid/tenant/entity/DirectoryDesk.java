package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.decide.SignUpRules;
import com.prysmid.tenant.decide.Strangers;
import com.prysmid.tenant.event.DirectoryEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.WorkspaceState;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** Who has which login name, who may take one, and who there is. */
final class DirectoryDesk {
    private final WorkspacePort workspace;
    private final TenantServices services;
    private final LoginReservations reservations = new LoginReservations();

    DirectoryDesk(WorkspacePort workspace, TenantServices services) {
        this.workspace = workspace;
        this.services = services;
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> handle(WorkspaceState state, DirectoryCommand command) {
        return switch (command) {
            case DirectoryCommand.FindLogin c ->
                workspace.later(
                        c.replyTo(),
                        "finding a login",
                        services.reads()
                                .findForSignIn(workspace.slug(), c.login())
                                .thenApply(found -> new DirectoryCommand.LoginFound(
                                        found.orElse(null),
                                        Strangers.of(state, c.login()),
                                        state.settings(),
                                        state.name())));
            case DirectoryCommand.ReserveLogin c -> reserve(c);
            case DirectoryCommand.AdmitSignUp c ->
                SignUpRules.refuse(state.settings().people().signUp(), c.email())
                        .map(refused -> workspace.answer(c.replyTo(), refused))
                        .orElseGet(() -> admit(c));
            case DirectoryCommand.NoteUnknownReset c ->
                workspace.commit(Decision.accept(new DirectoryEvent.UnknownReset(), new Done()), c.act(), c.replyTo());
            case DirectoryCommand.ReleaseLogin c -> {
                reservations.release(LoginNames.key(c.username()), c.userId());
                yield workspace.answer(c.replyTo(), new Done());
            }
            case DirectoryCommand.ListUsers c ->
                workspace.later(
                        c.replyTo(),
                        "cursor",
                        services.reads().listUsers(workspace.slug(), c.q(), c.state(), c.cursor(), c.limit()));
            case DirectoryCommand.FindUsers c ->
                workspace.later(
                        c.replyTo(),
                        "cursor",
                        services.reads().findUsers(workspace.slug(), c.search(), c.cursor(), c.offset(), c.limit()));
            case DirectoryCommand.CountUsers c ->
                workspace.later(
                        c.replyTo(), "counting users", services.reads().countUsers(workspace.slug(), c.search()));
        };
    }

    /** Two at once with one address that nobody has are one user's sign-up. */
    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> admit(DirectoryCommand.AdmitSignUp command) {
        return workspace.goOn(
                services.reads().findForSignIn(workspace.slug(), command.email()),
                command.replyTo(),
                "finding a login",
                (state, owner) -> workspace.answer(
                        command.replyTo(),
                        new DirectoryCommand.SignUpAdmitted(
                                owner.orElseGet(() -> reservations.holder(
                                        LoginNames.key(command.email()),
                                        new UserId(services.random().id()),
                                        workspace.now())),
                                state.settings())));
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> reserve(DirectoryCommand.ReserveLogin command) {
        Refused taken = Refused.conflict("username_taken", "Another user has this login name.");
        String key = LoginNames.key(command.username());
        if (!reservations.reserve(key, command.userId(), workspace.now())) {
            return workspace.answer(command.replyTo(), taken);
        }
        return workspace.goOn(
                services.reads().findByLogin(workspace.slug(), command.username()),
                command.replyTo(),
                "finding a login",
                (state, owner) -> {
                    if (owner.isPresent() && !owner.get().equals(command.userId())) {
                        reservations.release(key, command.userId());
                        return workspace.answer(command.replyTo(), taken);
                    }
                    return workspace.answer(command.replyTo(), new DirectoryCommand.LoginReserved(state.settings()));
                });
    }
}
