package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.ScimTokenEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.state.ScimTokens.ScimToken;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens for provisioning: {@code prysm_scim_<id>.<secret>}, of which the secret's digest is kept. */
public final class ScimTokenDecisions {
    /** Before every one of them, so that they are found in what leaks. */
    public static final String PREFIX = "prysm_scim_";

    private static final int LIMIT = 20;
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(3 * 365);

    private ScimTokenDecisions() {}

    /** @param toldSecret what a recent answer to the same creation told, so that a repeated one tells the same */
    public static Decision<WorkspaceEvent> create(
            WorkspaceState state,
            ScimTokenCommand.Create command,
            @Nullable Secret toldSecret,
            RandomSecrets random,
            Instant now) {
        Duration life = command.life();
        Optional<Refused> refusal = new Findings()
                .requireName("name", command.name())
                .require(
                        life == null || (life.compareTo(SHORTEST_LIFE) >= 0 && life.compareTo(LONGEST_LIFE) <= 0),
                        "lifetime",
                        "range",
                        "must be " + SHORTEST_LIFE.toSeconds() + " to " + LONGEST_LIFE.toSeconds() + " whole seconds")
                .refusal();
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<ScimToken> existing = state.scimTokens().find(command.tokenId());
        if (existing.isPresent()) {
            return toldSecret == null || !existing.get().name().equals(command.name())
                    ? Decision.reject(Refused.conflict("already_exists", "This token was made before."))
                    : Decision.unchanged(view(command.tokenId(), existing.get(), toldSecret));
        }
        long live = state.scimTokens().byId().values().stream()
                .filter(token -> token.isGood(now))
                .count();
        if (live >= LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_tokens", "A workspace has at most " + LIMIT + " of these tokens."));
        }
        String secret = random.secret();
        ScimToken token = new ScimToken(
                command.name(), SecretDigest.of(secret).base64Url(), now, life == null ? null : now.plus(life));
        return Decision.accept(
                new ScimTokenEvent.Created(command.tokenId(), token.name(), token.digest(), token.expiresAt()),
                view(command.tokenId(), token, new Secret(PREFIX + command.tokenId() + "." + secret)));
    }

    public static Reply list(WorkspaceState state, Instant now) {
        return new ScimTokenCommand.ScimTokens(state.scimTokens().byId().entrySet().stream()
                .filter(entry -> entry.getValue().isGood(now))
                .map(entry -> view(entry.getKey(), entry.getValue(), null))
                .toList());
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, ScimTokenCommand.Delete command) {
        return state.scimTokens().find(command.tokenId()).isPresent()
                ? Decision.accept(new ScimTokenEvent.Deleted(command.tokenId()), new Done())
                : Decision.reject(Refused.notFound("SCIM token"));
    }

    public static Reply verify(WorkspaceState state, Secret presented, Instant now) {
        String text = presented.reveal();
        int dot = text.indexOf('.');
        if (!text.startsWith(PREFIX) || dot < 0) {
            return TokenDecisions.invalidToken();
        }
        String tokenId = text.substring(PREFIX.length(), dot);
        return state.scimTokens()
                .find(tokenId)
                .filter(token -> token.isGood(now) && new SecretDigest(token.digest()).matches(text.substring(dot + 1)))
                .<Reply>map(token -> view(tokenId, token, null))
                .orElseGet(TokenDecisions::invalidToken);
    }

    private static ScimTokenCommand.ScimToken view(String tokenId, ScimToken token, @Nullable Secret secret) {
        return new ScimTokenCommand.ScimToken(
                tokenId, token.name(), PREFIX + tokenId, token.createdAt(), token.expiresAt(), secret);
    }
}
