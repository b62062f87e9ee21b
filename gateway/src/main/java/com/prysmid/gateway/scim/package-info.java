/**
 * SCIM 2.0 (RFC 7643, RFC 7644) at {@code /scim/v2}: how a directory outside keeps users and groups here.
 *
 * <p>The flow of every request: token → role → query → body, brought to the schema's own names and types ({@link
 * com.prysmid.gateway.scim.Canonical}) → changed ({@link com.prysmid.gateway.scim.Patch}) → mapped to a profile ({@link
 * com.prysmid.gateway.scim.UserMapping}) → asked of the entities → rendered, without what the caller did not want.
 *
 * <p>A filter is read into a {@link com.prysmid.gateway.scim.Filter}; the one of its conditions that an index of the directory
 * answers fetches candidates, and the whole of it is then judged here, over so many rows and no more. Groups have no members in
 * their registry: a member's own user keeps the membership, so a change of many members is many small writes. All whom it concerns
 * are asked before the first of them, so that a request that may not be done in whole is not done in part; one that is
 * broken off in the middle is simply sent again. A deletion is begun in the registry before the members leave; who joined too late to be
 * seen by it looks at the registry afterwards, and leaves again.
 *
 * <p>It never: gives away or takes a role, unlocks who was locked, touches a user whose roles are above the caller's, or
 * returns a password.
 */
@NullMarked
package com.prysmid.gateway.scim;

import org.jspecify.annotations.NullMarked;
