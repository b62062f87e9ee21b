package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.GroupEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.state.Groups.Group;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered groups. Apps decide by their names, so no two have the same one, however it is written. */
public final class GroupDecisions {
    /** Each is part of the workspace's state. */
    private static final int LIMIT = 10_000;

    private GroupDecisions() {}

    public static Decision<WorkspaceEvent> create(WorkspaceState state, GroupCommand.Create command, Instant now) {
        Optional<Refused> refusal = check(state, command.groupId(), command.displayName(), command.externalId());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        Optional<Group> existing = state.groups().find(command.groupId());
        if (existing.isPresent()) {
            Group group = existing.get();
            return group.displayName().equals(command.displayName())
                            && Objects.equals(group.externalId(), command.externalId())
                    ? Decision.unchanged(view(command.groupId(), group))
                    : Decision.reject(Refused.conflict("already_exists", "This id was used for another group."));
        }
        if (state.groups().byId().size() >= LIMIT) {
            return Decision.reject(
                    Refused.conflict("too_many_groups", "A workspace has at most " + LIMIT + " groups."));
        }
        return Decision.accept(
                new GroupEvent.Created(
                        command.groupId(),
                        command.displayName(),
                        LoginNames.key(command.displayName()),
                        command.externalId()),
                new GroupCommand.Group(
                        command.groupId(), command.displayName(), command.externalId(), false, false, now, now));
    }

    public static Decision<WorkspaceEvent> update(WorkspaceState state, GroupCommand.Update command, Instant now) {
        Optional<Group> found = state.groups().find(command.groupId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("group"));
        }
        Group group = found.get();
        if (group.deleting()) {
            return Decision.reject(Refused.conflict("being_deleted", "This group is being deleted."));
        }
        if (!group.updatedAt().equals(command.basis())) {
            return Decision.reject(Refused.changedMeanwhile());
        }
        Optional<Refused> refusal = check(state, command.groupId(), command.displayName(), command.externalId());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        boolean renamed = !group.displayName().equals(command.displayName());
        if (!renamed && Objects.equals(group.externalId(), command.externalId())) {
            return Decision.unchanged(view(command.groupId(), group));
        }
        return Decision.accept(
                new GroupEvent.Updated(
                        command.groupId(),
                        command.displayName(),
                        LoginNames.key(command.displayName()),
                        command.externalId(),
                        renamed),
                new GroupCommand.Group(
                        command.groupId(),
                        command.displayName(),
                        command.externalId(),
                        group.renaming() || renamed,
                        false,
                        group.createdAt(),
                        now));
    }

    public static Decision<WorkspaceEvent> finishRename(WorkspaceState state, GroupCommand.FinishRename command) {
        boolean isLast = state.groups()
                .find(command.groupId())
                .filter(group -> group.renaming() && group.displayName().equals(command.displayName()))
                .isPresent();
        return isLast
                ? Decision.accept(new GroupEvent.RenameFinished(command.groupId()), new Done())
                : Decision.unchanged(new Done());
    }

    /** Begun again, it is gone on with. */
    public static Decision<WorkspaceEvent> beginDelete(WorkspaceState state, GroupCommand.BeginDelete command) {
        Optional<Group> found = state.groups().find(command.groupId());
        if (found.isEmpty()) {
            return Decision.reject(Refused.notFound("group"));
        }
        return found.get().deleting()
                ? Decision.unchanged(new Done())
                : Decision.accept(new GroupEvent.DeletionBegun(command.groupId()), new Done());
    }

    public static Decision<WorkspaceEvent> delete(WorkspaceState state, GroupCommand.Delete command) {
        return state.groups().find(command.groupId()).isPresent()
                ? Decision.accept(new GroupEvent.Deleted(command.groupId()), new Done())
                : Decision.reject(Refused.notFound("group"));
    }

    public static Reply get(WorkspaceState state, String groupId) {
        return state.groups()
                .find(groupId)
                .<Reply>map(group -> view(groupId, group))
                .orElseGet(() -> Refused.notFound("group"));
    }

    public static GroupCommand.Groups find(WorkspaceState state, GroupCommand.Find command) {
        String name = command.displayName() == null ? null : LoginNames.key(command.displayName());
        List<Map.Entry<String, Group>> fitting = state.groups().byId().entrySet().stream()
                .filter(entry -> fits(entry.getValue(), name, command.externalId()))
                .toList();
        List<Map.Entry<String, Group>> rest = fitting.stream()
                .filter(entry -> entry.getKey().compareTo(command.after()) > 0)
                .skip(command.offset())
                .toList();
        return new GroupCommand.Groups(
                rest.stream()
                        .limit(command.limit())
                        .map(entry -> view(entry.getKey(), entry.getValue()))
                        .toList(),
                fitting.size(),
                rest.size() <= command.limit());
    }

    private static boolean fits(Group group, @Nullable String name, @Nullable String externalId) {
        return (name == null || nameKey(group).equals(name))
                && (externalId == null || externalId.equals(group.externalId()));
    }

    private static String nameKey(Group group) {
        String kept = group.nameKey();
        return kept == null ? LoginNames.key(group.displayName()) : kept;
    }

    private static Optional<Refused> check(
            WorkspaceState state, String groupId, String displayName, @Nullable String externalId) {
        Findings findings = new Findings().requireName("display_name", displayName);
        findings.require(
                externalId == null || ExtendedProfileRules.isExternalId(externalId),
                "external_id",
                "format",
                "must have 1 to " + ExtendedProfileRules.EXTERNAL_ID_LIMIT
                        + " characters, none of them a control character");
        Optional<Refused> refusal = findings.refusal();
        String key = LoginNames.key(displayName);
        return refusal.isPresent()
                ? refusal
                : state.groups().byId().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(groupId)
                                && nameKey(entry.getValue()).equals(key))
                        .findFirst()
                        .map(other -> Refused.conflict("name_taken", "Another group has this name."));
    }

    private static GroupCommand.Group view(String groupId, Group group) {
        return new GroupCommand.Group(
                groupId,
                group.displayName(),
                group.externalId(),
                group.renaming(),
                group.deleting(),
                group.createdAt(),
                group.updatedAt());
    }
}
