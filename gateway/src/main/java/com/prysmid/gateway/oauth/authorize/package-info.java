/**
 * The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2). In: an authorization request, or a sealed one that
 * comes back after signing in. Out: an answer to the app, good or bad, by the browser; or a 303 to the sign-in page.
 *
 * <p>The parameters are in the request, or in what {@link com.prysmid.gateway.oauth.authorize.RequestSources} finds: pushed before
 * through {@link com.prysmid.gateway.oauth.authorize.PushEndpoint} (RFC 9126), or in a request object (RFC 9101, OpenID Connect
 * Core §6). One rule for all of these: only what is found there counts. What stands beside {@code client_id} in the address is
 * ignored, though OpenID Connect Core §6.1 would merge it: RFC 9101 §6.3 does not, and nobody in between can add anything.
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
