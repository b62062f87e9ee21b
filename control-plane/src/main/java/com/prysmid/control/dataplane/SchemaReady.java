package com.prysmid.control.dataplane;

/**
 * The workspace's schema and role exist.
 *
 * @param schemaVersion of its DDL
 */
public record SchemaReady(int schemaVersion) {}
