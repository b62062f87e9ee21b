package com.prysmid.node.provisioning;

import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletionStage;

/** The port to the tenants' database, as the role that creates schemas and roles. */
@FunctionalInterface
public interface WorkspaceSchemas {

    /**
     * Makes the schema and role of a workspace, unless they are there. Which creation a slug belongs to is decided by the
     * workspace entity, not here: an empty schema holds nothing that one creation could take from another.
     *
     * @return the schema's version
     */
    CompletionStage<Integer> create(Slug slug);
}
