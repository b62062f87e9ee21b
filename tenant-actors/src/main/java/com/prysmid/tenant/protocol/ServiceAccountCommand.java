package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Service accounts: machines that run the workspace. They get tokens by {@code client_credentials}. */
public sealed interface ServiceAccountCommand extends WorkspaceCommand {

    /**
     * → {@link ServiceAccount}; with a secret when no {@code jwks} is given. The same creation sent twice answers the same.
     *
     * @param roles keys of {@link AdminRole}
     * @param jwks  a JWK Set as JSON text, public keys only: {@code private_key_jwt}
     */
    record Create(
            Slug slug,
            String clientId,
            String name,
            List<String> roles,
            @Nullable String jwks,
            Act act,
            ActorRef<Reply> replyTo)
            implements ServiceAccountCommand {}

    /** Changes what is given, keeps what is null → {@link ServiceAccount}. The last owner cannot lose that role. */
    record Update(
            Slug slug,
            String clientId,
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable String jwks,
            Act act,
            ActorRef<Reply> replyTo)
            implements ServiceAccountCommand {}

    /** → {@link ServiceAccount} with the new secret; refused for accounts with a key. */
    record RotateSecret(Slug slug, String clientId, Act act, ActorRef<Reply> replyTo)
            implements ServiceAccountCommand {}

    /** → {@link Done}. */
    record Delete(Slug slug, String clientId, Act act, ActorRef<Reply> replyTo) implements ServiceAccountCommand {}

    /** → {@link ServiceAccount}. */
    record Get(Slug slug, String clientId, ActorRef<Reply> replyTo) implements ServiceAccountCommand {}

    /** → {@link ServiceAccounts}, ordered by id. */
    record ListAll(Slug slug, ActorRef<Reply> replyTo) implements ServiceAccountCommand {}

    record ServiceAccount(
            String clientId,
            String name,
            List<String> roles,
            String tokenEndpointAuthMethod,
            @Nullable String jwks,
            Instant createdAt,
            @Nullable Secret clientSecret)
            implements Reply {}

    record ServiceAccounts(List<ServiceAccount> items) implements Reply {}
}
