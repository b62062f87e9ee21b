/**
 * Token revocation (RFC 7009). In: a token, from the client it was given to. Out: 200, also for what is no token or not this
 * client's; a refresh token takes its whole family with it.
 */
@NullMarked
package com.prysmid.gateway.oauth.revoke;

import org.jspecify.annotations.NullMarked;
