package com.prysmid.tenant.protocol;

import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Under which names the two entity types are sharded. */
public final class EntityKeys {
    public static final EntityTypeKey<WorkspaceMessage> WORKSPACE =
            EntityTypeKey.create(WorkspaceMessage.class, "Workspace");
    public static final EntityTypeKey<UserMessage> USER = EntityTypeKey.create(UserMessage.class, "User");

    private EntityKeys() {}

    public static String workspaceId(Slug slug) {
        return slug.value();
    }

    /** {@code slug/userId}: neither part holds a {@code /} or a {@code |}. */
    public static String userId(Slug slug, UserId user) {
        return slug.value() + "/" + user.value();
    }
}
