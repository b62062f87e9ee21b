/**
 * What may be asked of a workspace or a user, and what they answer: ids, commands, replies, and the entity type keys.
 *
 * <p>Commands are grouped in one sealed interface per family ({@link com.prysmid.tenant.protocol.AppCommand}, {@link
 * com.prysmid.tenant.protocol.GrantCommand}, …); each ends with {@code replyTo}, and each is answered with one {@link
 * com.prysmid.tenant.protocol.Reply}: the record that its documentation names, or {@link
 * com.prysmid.tenant.protocol.Refused}, which is an expected answer and no exception. Messages cross nodes as CBOR; they are
 * never persisted. Secrets travel in types that print redacted.
 */
@NullMarked
package com.prysmid.tenant.protocol;

import org.jspecify.annotations.NullMarked;
