/**
 * Workspaces and their users as sharded, persistent actors.
 *
 * <p>The map: {@code protocol} is what others may send and receive, and the only package that the gateway imports. {@code
 * entity} wires commands to the pure rules in {@code decide}, which read {@code state} and answer with {@code event}s;
 * {@code wire} gives every persisted type its stable name; {@code journal} stores events, audit rows and directory rows in
 * one transaction in the workspace's own schema, which {@code schema} creates; {@code crypto} hashes, signs and seals off
 * the entities' threads; {@code outbound} fetches what tenants name by URL; {@code
 * upstream} signs in at their identity providers through it; {@code mail} writes to people.
 *
 * <p>The flow: command → decide → event → journal → apply → reply. Only {@code
 * outbound} knows HTTP.
 */
@NullMarked
package com.prysmid.tenant;

import org.jspecify.annotations.NullMarked;
