package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The registered groups: their names, and none of their members, who know by themselves where they belong. */
public sealed interface GroupCommand extends WorkspaceCommand {

    /** → {@link Group}; {@code name_taken} where another has the name. The same creation sent twice answers the same. */
    record Create(
            Slug slug,
            String groupId,
            String displayName,
            @Nullable String externalId,
            Act act,
            ActorRef<Reply> replyTo)
            implements GroupCommand {}

    /**
     * Replaces name and external id → {@link Group}. After a new name the group is {@link Group#renaming} until {@link
     * FinishRename}.
     *
     * @param basis when the group that this was made from was changed last: where it was changed again, refused with {@link
     *              Refused#CHANGED_MEANWHILE}
     */
    record Update(
            Slug slug,
            String groupId,
            String displayName,
            @Nullable String externalId,
            Instant basis,
            Act act,
            ActorRef<Reply> replyTo)
            implements GroupCommand {}

    /** Every member has this name of the group now → {@link Done}; nothing where it has yet another by now. */
    record FinishRename(Slug slug, String groupId, String displayName, Act act, ActorRef<Reply> replyTo)
            implements GroupCommand {}

    /** From here on nobody joins, and nothing of the group changes but that members leave → {@link Done}. */
    record BeginDelete(Slug slug, String groupId, Act act, ActorRef<Reply> replyTo) implements GroupCommand {}

    /** After its members have left → {@link Done}. */
    record Delete(Slug slug, String groupId, Act act, ActorRef<Reply> replyTo) implements GroupCommand {}

    /** → {@link Group}. */
    record Get(Slug slug, String groupId, ActorRef<Reply> replyTo) implements GroupCommand {}

    /**
     * → {@link Groups}, ordered by id.
     *
     * @param displayName only the one of this name, however it is written; null: any
     * @param externalId  only those of this external id; null: any
     * @param after       the last id of the page before; empty: from the start
     */
    record Find(
            Slug slug,
            @Nullable String displayName,
            @Nullable String externalId,
            String after,
            int offset,
            int limit,
            ActorRef<Reply> replyTo)
            implements GroupCommand {}

    /**
     * @param renaming not yet every member tells the new name
     * @param deleting nobody joins any more; not yet every member has left
     */
    record Group(
            String id,
            String displayName,
            @Nullable String externalId,
            boolean renaming,
            boolean deleting,
            Instant createdAt,
            Instant updatedAt)
            implements Reply {}

    /**
     * @param total    of all that fit, on whatever page
     * @param complete whether this was the last page
     */
    record Groups(List<Group> items, int total, boolean complete) implements Reply {}
}
