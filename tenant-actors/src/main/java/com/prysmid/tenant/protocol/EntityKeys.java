package com.prysmid.tenant.protocol;

import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Under which names entities are sharded. */
public final class EntityKeys {
    public static final EntityTypeKey<WorkspaceMessage> WORKSPACE =
            EntityTypeKey.create(WorkspaceMessage.class, "Workspace");
    public static final EntityTypeKey<UserMessage> USER = EntityTypeKey.create(UserMessage.class, "User");

    /** Who answers for login names that nobody has; of their commands they know {@link SessionCommand.SignIn} alone. */
    public static final EntityTypeKey<UserMessage> STRANGER = EntityTypeKey.create(UserMessage.class, "Stranger");

    private EntityKeys() {}

    public static String workspaceId(Slug slug) {
        return slug.value();
    }

    /** {@code slug/userId}: neither part holds a {@code /} or a {@code |}. */
    public static String userId(Slug slug, UserId user) {
        return slug.value() + "/" + user.value();
    }
}
