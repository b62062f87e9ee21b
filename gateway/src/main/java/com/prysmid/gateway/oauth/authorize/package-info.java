/**
 * The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2). In: an authorization request, or a sealed one that
 * comes back after signing in. Out: a 303: to the app with a code or an error, or to the sign-in page.
 *
 * <p>client → redirect URI → {@link com.prysmid.gateway.oauth.authorize.AuthorizationChecks} in order → session → code. Before
 * the first two hold nobody is redirected: an error is a page. It stores nothing: a request waits for its sign-in sealed, with
 * the browser, and is checked again from the start when it comes back.
 */
@NullMarked
package com.prysmid.gateway.oauth.authorize;

import org.jspecify.annotations.NullMarked;
