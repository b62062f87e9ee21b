/**
 * How the control plane operates a workspace: as a client of the workspace's public admin API, like any other.
 *
 * <p>In: a {@link com.prysmid.control.workspaces.ServiceAccountAccess}. Out: HTTPS requests to the workspace's own origin, with
 * an access token by {@code client_credentials} and {@code private_key_jwt} (RFC 6749 §4.4, RFC 7523 §2.2), which the vault
 * signs for and which is kept in memory until shortly before it expires.
 *
 * <p>What the account may do is the workspace's decision: its role reads and changes name, lifetimes and looks, and no user, no
 * secret, no key. It never: follows a redirect, sends a token to another origin than the workspace's, asks again by itself
 * what was refused, or writes a token to a log.
 */
@NullMarked
package com.prysmid.control.operating;

import org.jspecify.annotations.NullMarked;
