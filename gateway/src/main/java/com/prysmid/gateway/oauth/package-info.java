/**
 * The OAuth 2.0 and OpenID Connect endpoints: one package each, none imports another.
 *
 * They share {@code vocabulary} (paths, grant types, scopes: what is served and what discovery says comes from the same
 * tables), {@code client} (who is calling) and {@code error} (RFC 6749 §5.2). {@link
 * com.prysmid.gateway.oauth.OAuthEndpoints} lists them all.
 */
@NullMarked
package com.prysmid.gateway.oauth;

import org.jspecify.annotations.NullMarked;
