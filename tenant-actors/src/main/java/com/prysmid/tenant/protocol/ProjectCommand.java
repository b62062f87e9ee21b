package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Projects group apps and own the roles that are granted to users. */
public sealed interface ProjectCommand extends WorkspaceCommand {

    /** → {@link Project}. The id is chosen by the sender: the same creation sent twice answers the same. */
    record Create(Slug slug, String projectId, String name, Act act, ActorRef<Reply> replyTo)
            implements ProjectCommand {}

    /** → {@link Project}. */
    record Rename(Slug slug, String projectId, String name, Act act, ActorRef<Reply> replyTo)
            implements ProjectCommand {}

    /** → {@link Done}; {@code project_not_empty} while it has apps. */
    record Delete(Slug slug, String projectId, Act act, ActorRef<Reply> replyTo) implements ProjectCommand {}

    /** → {@link Project}. */
    record Get(Slug slug, String projectId, ActorRef<Reply> replyTo) implements ProjectCommand {}

    /** → {@link Projects}, ordered by id. */
    record ListAll(Slug slug, ActorRef<Reply> replyTo) implements ProjectCommand {}

    /** → {@link Project}. Adding a role that is there with the same name changes nothing. */
    record AddRole(Slug slug, String projectId, String key, String displayName, Act act, ActorRef<Reply> replyTo)
            implements ProjectCommand {}

    /** → {@link Project}. */
    record RemoveRole(Slug slug, String projectId, String key, Act act, ActorRef<Reply> replyTo)
            implements ProjectCommand {}

    /** Whether these roles can be granted → {@link Done}, or refused naming those that do not exist. */
    record CheckRoles(Slug slug, String projectId, List<String> roles, ActorRef<Reply> replyTo)
            implements ProjectCommand {}

    record Role(String key, String displayName) {}

    record Project(String id, String name, List<Role> roles, Instant createdAt) implements Reply {}

    record Projects(List<Project> items) implements Reply {}
}
