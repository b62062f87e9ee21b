package com.prysmid.tenant.protocol;

/** What a Workspace entity receives: {@link WorkspaceCommand}s from others, and its own results piped back to itself. */
public interface WorkspaceMessage {}
