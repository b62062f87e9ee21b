/**
 * The words of the control plane: slug, plan, name, owner's address, public JWK, digests and secrets; who acts, from where, and what
 * every fact says of that.
 *
 * <p>In: text from a request or a journal. Out: immutable values that are valid, or an {@link
 * com.prysmid.control.value.InvalidValue} that says why not in words fit for the caller. Imports no Pekko and does no I/O.
 */
@NullMarked
package com.prysmid.control.value;

import org.jspecify.annotations.NullMarked;
