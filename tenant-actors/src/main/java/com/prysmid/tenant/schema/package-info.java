/**
 * The tenants' database: installing it, and making and dropping one workspace's schema and role.
 *
 * <p>All of it is one versioned SQL file, {@code tenants.sql}, that {@link com.prysmid.tenant.schema.TenantDatabase} runs
 * as the database's owner; {@link com.prysmid.tenant.schema.WorkspaceSchemas} then calls its functions as {@code
 * prysm_provisioner}, one round trip each. Names of workspaces are bound parameters and are quoted by Postgres itself.
 *
 * <p>{@link com.prysmid.tenant.schema.WorkspaceDeletion} ends a workspace: shut to the nodes, backed up and dropped, purged. The backup is
 * encrypted under a key of its own and lies in the schema {@code prysm_backups}, which the provisioner alone may enter, by {@code SET ROLE
 * prysm_backup}. {@link com.prysmid.tenant.schema.WorkspaceRestore} is the way back until it is purged.
 */
@NullMarked
package com.prysmid.tenant.schema;

import org.jspecify.annotations.NullMarked;
