/**
 * Signing in at the dashboard: an OpenID Connect client of the workspace {@code console}, by authorization code with PKCE.
 *
 * <p>In: a browser that wants to sign in, and the same browser when it comes back. Out: where to send it, and who it is. All that ties the
 * answer to the question, {@code state}, {@code nonce} and the PKCE verifier, is derived from one secret in the browser's cookie; nothing is
 * kept here, and an answer that comes with another browser's secret, or with none, is nobody's.
 *
 * <p>It never: hands a token to a browser, keeps one, follows a redirect, or believes what is not signed by a key of the workspace's.
 */
@NullMarked
package com.prysmid.control.signin;

import org.jspecify.annotations.NullMarked;
