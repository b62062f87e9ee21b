package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.CertificateBinding;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.TokenDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.persistence.typed.javadsl.Effect;

/** What the token endpoint and protected resources ask for: who the client is, and tokens made, verified and taken back. */
final class OAuthDesk {
    private final WorkspacePort workspace;
    private final TokenDesk tokens;
    private final SenderDesk senders;
    private final ClientDesk clients;

    OAuthDesk(WorkspacePort workspace, TenantServices services, SigningRing ring, TokenDesk tokens) {
        this.workspace = workspace;
        this.tokens = tokens;
        this.senders = new SenderDesk(services);
        this.clients = new ClientDesk(services, ring, tokens, senders);
    }

    Effect<Recorded<WorkspaceEvent>, WorkspaceState> handle(WorkspaceState state, TokenCommand command) {
        return switch (command) {
            case TokenCommand.AuthenticateClient c -> authenticate(state, c);
            case TokenCommand.IssueTokens c -> naming(state, c.grant().clientId(), c, now -> tokens.issue(now, c));
            case TokenCommand.IssueIdToken c ->
                naming(state, c.grant().clientId(), c, now -> tokens.issueIdToken(now, c));
            case TokenCommand.SignForApp c -> naming(state, c.clientId(), c, now -> tokens.signForApp(now, c));
            case TokenCommand.NameSubject c -> naming(state, c.clientId(), c, now -> tokens.nameSubject(now, c));
            case TokenCommand.VerifyAccessToken c ->
                workspace.goOn(
                        tokens.verifyAccessToken(state, c.token()),
                        c.replyTo(),
                        "verifying",
                        (now, read) -> checkSender(
                                now,
                                c,
                                read.map(token -> CertificateBinding.check(
                                                TokenDecisions.accept(now, token, tokens.issuer(), c.proof() != null),
                                                c.proof()))
                                        .orElseGet(TokenDecisions::invalidToken)));
            case TokenCommand.VerifyIdTokenHint c ->
                workspace.goOn(
                        tokens.verifyIdToken(state, c.token()),
                        c.replyTo(),
                        "verifying",
                        (now, read) -> workspace.answer(
                                c.replyTo(),
                                read.map(token -> TokenDecisions.acceptHint(now, token))
                                        .orElseGet(TokenDecisions::invalidToken)));
            case TokenCommand.MakeLogoutToken c ->
                naming(state, c.clientId(), c, current -> tokens.makeLogoutToken(current, c));
            case TokenCommand.RevokeClientToken c ->
                state.revokedClientTokens().containsKey(c.jti())
                                || !c.expiresAt().isAfter(workspace.now())
                        ? workspace.answer(c.replyTo(), new Done())
                        : workspace.commit(
                                Decision.accept(new TokenEvent.ClientTokenRevoked(c.jti(), c.expiresAt()), new Done()),
                                c.act(),
                                c.replyTo());
        };
    }

    /** For what tells an app of a user: the first time that takes pairwise subjects, their key is made before. */
    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> naming(
            WorkspaceState state,
            String clientId,
            TokenCommand command,
            Function<WorkspaceState, CompletionStage<Reply>> answering) {
        if (!TokenDesk.lacksPairwiseKey(state, clientId)) {
            return workspace.later(command.replyTo(), "signing", answering.apply(state));
        }
        return workspace.goOn(tokens.makePairwiseKey(state), command.replyTo(), "making a key", (now, key) -> {
            if (now.sealedPairwiseKey() != null) {
                return workspace.later(command.replyTo(), "signing", answering.apply(now));
            }
            List<WorkspaceEvent> made = List.of(new TokenEvent.PairwiseKeyMade(key));
            return workspace.write(
                    made,
                    Act.bySystem("pairwise-key"),
                    after -> workspace.later(command.replyTo(), "signing", answering.apply(after)));
        });
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> authenticate(
            WorkspaceState state, TokenCommand.AuthenticateClient command) {
        return switch (clients.check(state, command, workspace.now())) {
            case ClientDesk.Check.Answered(var reply) -> workspace.answer(command.replyTo(), reply);
            case ClientDesk.Check.UnderWay(var stage) ->
                workspace.goOn(
                        stage,
                        command.replyTo(),
                        "verifying",
                        (now, verified) ->
                                workspace.answer(command.replyTo(), clients.admit(verified, workspace.now())));
        };
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> checkSender(
            WorkspaceState state, TokenCommand.VerifyAccessToken command, Reply accepted) {
        return switch (senders.check(state, command, accepted, workspace.now())) {
            case SenderDesk.Check.Answered(var reply) -> workspace.answer(command.replyTo(), reply);
            case SenderDesk.Check.UnderWay(var token, var stage) ->
                workspace.goOn(
                        stage,
                        command.replyTo(),
                        "verifying",
                        (now, outcome) ->
                                workspace.answer(command.replyTo(), senders.admit(token, outcome, workspace.now())));
        };
    }
}
