/**
 * The dashboard's sessions: opened after a person has signed in at the workspace {@code console}, recognised with every request, ended
 * by a sign-out, an hour without use, or after twelve hours.
 *
 * <p>In: who the person is. Out: what their browser is to hold. Kept is a digest of that, and who the person is, sealed under a key
 * that can only be derived from it: whoever reads the journal learns the member's opaque id and no more, and cannot act for anybody. Who
 * holds no session is nobody to this package: what a member may do is known by {@code accounts}.
 */
@NullMarked
package com.prysmid.control.sessions;

import org.jspecify.annotations.NullMarked;
