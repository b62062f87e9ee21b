package com.prysmid.tenant.state;

import com.prysmid.tenant.event.GroupEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered groups by id, without their members. */
public record Groups(Map<String, Group> byId) {
    public static final Groups NONE = new Groups(Map.of());

    /**
     * @param nameKey  by which names are compared; null in snapshots from before it was kept
     * @param renaming not yet every member tells the new name
     * @param deleting nobody joins any more; not yet every member has left
     */
    public record Group(
            String displayName,
            @Nullable String nameKey,
            @Nullable String externalId,
            boolean renaming,
            boolean deleting,
            Instant createdAt,
            Instant updatedAt) {}

    public Optional<Group> find(String groupId) {
        return Optional.ofNullable(byId.get(groupId));
    }

    Groups apply(Instant at, GroupEvent event) {
        return switch (event) {
            case GroupEvent.Created e ->
                with(e.groupId(), new Group(e.displayName(), e.nameKey(), e.externalId(), false, false, at, at));
            case GroupEvent.Updated e ->
                find(e.groupId())
                        .map(old -> with(
                                e.groupId(),
                                new Group(
                                        e.displayName(),
                                        e.nameKey(),
                                        e.externalId(),
                                        old.renaming() || e.renamed(),
                                        old.deleting(),
                                        old.createdAt(),
                                        at)))
                        .orElse(this);
            case GroupEvent.RenameFinished e ->
                find(e.groupId())
                        .map(old -> with(
                                e.groupId(),
                                new Group(
                                        old.displayName(),
                                        old.nameKey(),
                                        old.externalId(),
                                        false,
                                        old.deleting(),
                                        old.createdAt(),
                                        old.updatedAt())))
                        .orElse(this);
            case GroupEvent.DeletionBegun e ->
                find(e.groupId())
                        .map(old -> with(
                                e.groupId(),
                                new Group(
                                        old.displayName(),
                                        old.nameKey(),
                                        old.externalId(),
                                        old.renaming(),
                                        true,
                                        old.createdAt(),
                                        old.updatedAt())))
                        .orElse(this);
            case GroupEvent.Deleted e -> new Groups(Maps.without(byId, e.groupId()));
        };
    }

    private Groups with(String groupId, Group group) {
        return new Groups(Maps.with(byId, groupId, group));
    }
}
