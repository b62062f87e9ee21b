/**
 * Client certificates of RFC 8705: what one proves about the client that presented it.
 *
 * <p>In: a certificate whose key TLS has found the client to hold, and what the app and its workspace registered:
 * authorities and one name ({@code tls_client_auth}, §2.1), or public keys ({@code self_signed_tls_client_auth}, §2.2). Out: yes or no,
 * and the thumbprint that tokens are bound to (§3.1).
 *
 * <p>Never looks anything up in the network (no CRL, no OCSP, no issuer URLs of certificates, no host names), and trusts none of
 * the platform's authorities. Pure; the time is a parameter.
 */
@NullMarked
package com.prysmid.tenant.crypto.certificate;

import org.jspecify.annotations.NullMarked;
