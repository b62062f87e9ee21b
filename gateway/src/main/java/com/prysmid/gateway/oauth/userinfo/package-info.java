/**
 * The userinfo endpoint (OpenID Connect Core §5.3). In: an access token, in the Authorization header or a form body, never in the
 * query (RFC 6750 §2, RFC 9700 §4.3.2). Out: the claims that its scopes open, read from the user right now, as JSON or as a JWT for apps that
 * registered so.
 */
@NullMarked
package com.prysmid.gateway.oauth.userinfo;

import org.jspecify.annotations.NullMarked;
