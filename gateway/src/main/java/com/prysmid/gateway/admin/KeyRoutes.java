package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /keys}: the signing-key ring; public facts only. */
final class KeyRoutes {
    private final Entities entities;

    KeyRoutes(Entities entities) {
        this.entities = entities;
    }

    record SigningKey(
            String kid,
            String alg,
            KeyState state,
            Instant publishedAt,
            @Nullable Instant activatedAt,
            @Nullable Instant retiredAt) {
        static SigningKey of(KeyView key) {
            return new SigningKey(
                    key.kid(), key.alg(), key.state(), key.publishedAt(), key.activatedAt(), key.retiredAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GET",
                        "/keys",
                        MANAGE_WORKSPACE,
                        "List the signing keys",
                        Operation.Output.list(SigningKey.class),
                        call -> render(entities.workspace(
                                call.slug(),
                                replyTo -> new KeyCommand.ListAll(call.slug(), replyTo),
                                KeyCommand.KeyList.class))),
                Operation.of(
                        "POST",
                        "/keys/rotate",
                        MANAGE_WORKSPACE,
                        "Sign with the next key from now on, and publish a new next one",
                        Operation.Output.list(SigningKey.class),
                        call -> render(entities.workspace(
                                call.slug(),
                                replyTo -> new KeyCommand.Rotate(call.slug(), call.act(), replyTo),
                                KeyCommand.KeyList.class))));
    }

    private static CompletionStage<HttpResponse> render(CompletionStage<KeyCommand.KeyList> asked) {
        return asked.thenApply(keys -> Answer.ok(
                new Answer.Page<>(keys.items().stream().map(SigningKey::of).toList(), null)));
    }
}
