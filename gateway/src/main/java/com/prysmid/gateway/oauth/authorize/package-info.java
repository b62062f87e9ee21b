/**
 * The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2). In: an authorization request, or a sealed one that
 * comes back after signing in. Out: an answer to the app, good or bad, by the browser; or a 303 to the sign-in page.
 *
 * <p>client → one set of parameters → redirect URI → {@link com.prysmid.gateway.oauth.authorize.AuthorizationChecks} in order →
 * {@link com.prysmid.gateway.oauth.authorize.SignedInBrowser}: is the session the right one, and fresh enough → {@link
 * com.prysmid.gateway.oauth.authorize.BeforeGranting} → {@link com.prysmid.gateway.oauth.authorize.Granting}: what the response type
 * gives → {@link com.prysmid.gateway.oauth.authorize.AuthorizationResponses}. Before there is a good redirect URI nobody is
 * redirected: an error is a page. It stores nothing: a request waits for its sign-in sealed, with the browser, and is checked again
 * from the start when it comes back.
 */
@NullMarked
package com.prysmid.gateway.oauth.authorize;

import org.jspecify.annotations.NullMarked;
