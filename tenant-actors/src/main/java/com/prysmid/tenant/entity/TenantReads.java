package com.prysmid.tenant.entity;

import com.prysmid.tenant.protocol.AuditCommand.AuditFilter;
import com.prysmid.tenant.protocol.AuditCommand.AuditPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserCount;
import com.prysmid.tenant.protocol.DirectoryCommand.UserPage;
import com.prysmid.tenant.protocol.DirectoryCommand.UserRecords;
import com.prysmid.tenant.protocol.DirectoryCommand.UserSearch;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The port to a workspace's directory, audit and outbox rows. Never blocks its caller. */
public interface TenantReads {

    /** Who has this login name, however it is written (case, Unicode form). */
    CompletionStage<Optional<UserId>> findByLogin(Slug slug, String login);

    /** Whom a subject at an upstream provider was linked to. */
    CompletionStage<Optional<UserId>> findByIdentity(Slug slug, String idpId, String subject);

    /**
     * Who has verified this e-mail address, or is pending at it, however it is written: others with it, however many, hide nobody.
     */
    CompletionStage<List<UserId>> findByEmail(Slug slug, String email, int limit);

    /** The same, or else the only one who has this as verified e-mail address: of two, neither. */
    CompletionStage<Optional<UserId>> findForSignIn(Slug slug, String login);

    /**
     * Users in order of creation.
     *
     * @param cursor of the page before
     * @throws IllegalArgumentException in the stage, for a cursor that is none of ours
     */
    CompletionStage<UserPage> listUsers(
            Slug slug, @Nullable String q, @Nullable UserStatus state, @Nullable String cursor, int limit);

    /** Whole profiles, ordered by creation; the cursor as in {@link #listUsers}. */
    CompletionStage<UserRecords> findUsers(
            Slug slug, UserSearch search, @Nullable String cursor, int offset, int limit);

    CompletionStage<UserCount> countUsers(Slug slug, UserSearch search);

    /** Audit entries, newest first; the cursor as in {@link #listUsers}. */
    CompletionStage<AuditPage> searchAudit(Slug slug, AuditFilter filter, @Nullable String cursor, int limit);

    /**
     * The workspaces there are, in order of their names.
     *
     * @param after the last one of the page before; null for the first page
     */
    CompletionStage<List<Slug>> workspaces(@Nullable Slug after, int limit);

    /** Who owes a message, or has a sign-up that ends, the soonest due first. */
    CompletionStage<List<Owing>> owing(Slug slug, int limit);

    /** @param due when there is something to do next */
    record Owing(UserId user, Instant due) {}
}
