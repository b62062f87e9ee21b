package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.KeyCommand.KeyState;
import com.prysmid.tenant.protocol.KeyCommand.KeyUse;
import com.prysmid.tenant.protocol.KeyCommand.KeyView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /keys}: the key ring; public facts only. */
final class KeyRoutes {
    private final Entities entities;

    KeyRoutes(Entities entities) {
        this.entities = entities;
    }

    record Key(
            String kid,
            KeyUse use,
            String alg,
            KeyState state,
            Instant publishedAt,
            @Nullable Instant activatedAt,
            @Nullable Instant retiredAt) {
        static Key of(KeyView key) {
            return new Key(
                    key.kid(),
                    key.use(),
                    key.alg(),
                    key.state(),
                    key.publishedAt(),
                    key.activatedAt(),
                    key.retiredAt());
        }
    }

    /** @param alg of this algorithm only; left out: of all */
    record Rotation(@Nullable String alg) {}

    List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GET",
                        "/keys",
                        MANAGE_WORKSPACE,
                        "List the keys",
                        Operation.Output.list(Key.class),
                        call -> render(entities.workspace(
                                call.slug(),
                                replyTo -> new KeyCommand.ListAll(call.slug(), replyTo),
                                KeyCommand.KeyList.class))),
                Operation.of(
                                "POST",
                                "/keys/rotate",
                                MANAGE_WORKSPACE,
                                "Use the next keys from now on, of all algorithms or of one, and publish new next ones",
                                Rotation.class,
                                Operation.Output.list(Key.class),
                                (call, rotation) -> render(entities.workspace(
                                        call.slug(),
                                        replyTo ->
                                                new KeyCommand.Rotate(call.slug(), rotation.alg(), call.act(), replyTo),
                                        KeyCommand.KeyList.class)))
                        .orWithoutBody());
    }

    private static CompletionStage<HttpResponse> render(CompletionStage<KeyCommand.KeyList> asked) {
        return asked.thenApply(keys ->
                Answer.ok(new Answer.Page<>(keys.items().stream().map(Key::of).toList(), null)));
    }
}
