/**
 * {@code /.well-known/openid-configuration} (OpenID Connect Discovery §3) and {@code /.well-known/oauth-authorization-server}
 * (RFC 8414). In: the workspace. Out: what is served, from the tables that the endpoints work by.
 */
@NullMarked
package com.prysmid.gateway.oauth.discovery;

import org.jspecify.annotations.NullMarked;
