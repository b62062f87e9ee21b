package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.SealedKey;
import com.prysmid.tenant.decide.IdpDecisions;
import com.prysmid.tenant.decide.UpstreamDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.state.IdpRegistry;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.function.BiFunction;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;

/** Sign-in through others: which providers there are, and what each of them says of whom. */
final class FederationDesk {
    private final WorkspacePort workspace;
    private final UpstreamDesk upstreams;
    private final String issuer;

    FederationDesk(WorkspacePort workspace, UpstreamDesk upstreams, String issuer) {
        this.workspace = workspace;
        this.upstreams = upstreams;
        this.issuer = issuer;
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> configure(WorkspaceState state, IdpCommand command) {
        return switch (command) {
            case IdpCommand.Add c ->
                withSecret(
                        state,
                        c,
                        c.metadata().type(),
                        c.idpId(),
                        c.secret(),
                        (now, key) -> workspace.commit(
                                IdpDecisions.add(now, c, key, issuer, workspace.now()), c.act(), c.replyTo()));
            case IdpCommand.Update c ->
                withSecret(
                        state,
                        c,
                        c.metadata().type(),
                        c.idpId(),
                        c.secret(),
                        (now, key) -> workspace.commit(IdpDecisions.update(now, c, key, issuer), c.act(), c.replyTo()));
            case IdpCommand.Remove c -> workspace.commit(IdpDecisions.remove(state, c), c.act(), c.replyTo());
            case IdpCommand.Get c -> workspace.answer(c.replyTo(), IdpDecisions.get(state, c.idpId()));
            case IdpCommand.ListAll c -> workspace.answer(c.replyTo(), IdpDecisions.list(state));
            case IdpCommand.Offer c -> workspace.answer(c.replyTo(), IdpDecisions.offer(state, c.login()));
        };
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> withSecret(
            WorkspaceState state,
            IdpCommand command,
            IdpMetadata.Kind type,
            String idpId,
            @Nullable Secret secret,
            BiFunction<WorkspaceState, @Nullable SealedKey, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next) {
        return workspace.goOn(
                upstreams.seal(state, type, idpId, secret),
                command.replyTo(),
                "sealing",
                (now, secured) -> secured.problem() == null
                        ? next.apply(now, secured.key())
                        : workspace.answer(command.replyTo(), secured.problem()));
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> signIn(WorkspaceState state, UpstreamCommand command) {
        return switch (command) {
            case UpstreamCommand.Begin c ->
                workspace.later(c.replyTo(), "asking a provider", upstreams.begin(state, c));
            case UpstreamCommand.Complete c ->
                UpstreamDecisions.open(state, c.idpId())
                        .map(idp -> complete(state, idp, c))
                        .orElseGet(() -> workspace.answer(c.replyTo(), UpstreamDecisions.noSuchIdp()));
            case UpstreamCommand.NoteFailure c ->
                state.idps().find(c.idpId()).isPresent()
                        ? workspace.commit(UpstreamDecisions.failed(c.idpId(), c.reason()), c.act(), c.replyTo())
                        : workspace.answer(c.replyTo(), UpstreamDecisions.noSuchIdp());
            case UpstreamCommand.ReserveIdentity c ->
                workspace.goOn(
                        upstreams.ownerOf(c),
                        c.replyTo(),
                        "finding an identity",
                        (now, owner) -> workspace.answer(c.replyTo(), upstreams.reserve(c, owner, workspace.now())));
            case UpstreamCommand.ReleaseIdentity c -> {
                upstreams.release(c);
                yield workspace.answer(c.replyTo(), new Done());
            }
        };
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> complete(
            WorkspaceState state, IdpRegistry.Idp idp, UpstreamCommand.Complete command) {
        return upstreams
                .complete(state, idp, command, workspace.now())
                .map(stage -> workspace.goOn(
                        stage,
                        command.replyTo(),
                        "asking a provider",
                        (now, came) -> workspace.commit(
                                UpstreamDecisions.judge(now, idp.id(), came.outcome(), came.owner(), came.sameEmail()),
                                command.act(),
                                command.replyTo())))
                .orElseGet(() -> workspace.commit(
                        UpstreamDecisions.failed(idp.id(), "answered_before"), command.act(), command.replyTo()));
    }
}
