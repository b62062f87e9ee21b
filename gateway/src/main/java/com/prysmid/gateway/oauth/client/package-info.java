/**
 * Client authentication (RFC 6749 §2.3, RFC 7523 §2.2). In: a request's Authorization header and form. Out: the workspace's
 * verdict. Reads the credential, and never judges it.
 */
@NullMarked
package com.prysmid.gateway.oauth.client;

import org.jspecify.annotations.NullMarked;
