package com.prysmid.tenant.entity;

import com.prysmid.tenant.decide.LoginNames;
import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.AuditCommand.AuditPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecords;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A directory that holds what a test puts there; no lists and no audit journal. */
class ReadsInMemory implements TenantReads {
    private final Map<String, UserId> byKey;

    ReadsInMemory(Map<String, UserId> byKey) {
        this.byKey = byKey;
    }

    @Override
    public CompletionStage<Optional<UserId>> findByLogin(Slug slug, String login) {
        return CompletableFuture.completedFuture(Optional.ofNullable(byKey.get(LoginNames.key(login))));
    }

    @Override
    public CompletionStage<Optional<UserId>> findByIdentity(Slug slug, String idpId, String subject) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<List<UserId>> findByEmail(Slug slug, String email, int limit) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Optional<UserId>> findForSignIn(Slug slug, String login) {
        return CompletableFuture.completedFuture(Optional.ofNullable(byKey.get(LoginNames.key(login))));
    }

    @Override
    public CompletionStage<UserPage> listUsers(
            Slug slug, @Nullable String q, @Nullable UserStatus state, @Nullable String cursor, int limit) {
        return cursor == null
                ? CompletableFuture.completedFuture(new UserPage(List.of(), null))
                : CompletableFuture.failedFuture(new IllegalArgumentException("no cursor of ours"));
    }

    @Override
    public CompletionStage<UserRecords> findUsers(
            Slug slug, UserSearch search, @Nullable String cursor, int offset, int limit) {
        return CompletableFuture.completedFuture(new UserRecords(List.of(), null));
    }

    @Override
    public CompletionStage<UserCount> countUsers(Slug slug, UserSearch search) {
        return CompletableFuture.completedFuture(new UserCount(0, null));
    }

    @Override
    public CompletionStage<AuditPage> searchAudit(Slug slug, AuditFilter filter, @Nullable String cursor, int limit) {
        return CompletableFuture.completedFuture(new AuditPage(List.of(), null));
    }

    @Override
    public CompletionStage<List<Slug>> workspaces(@Nullable Slug after, int limit) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<List<Owing>> owing(Slug slug, int limit) {
        return CompletableFuture.completedFuture(List.of());
    }
}
