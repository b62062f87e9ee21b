/**
 * TLS of the node's own listeners: TLS 1.3 only, everywhere.
 *
 * <p>Enters: certificates and keys as PEM files, or as a {@link com.prysmid.node.tls.CertificateSource}. Leaves: server
 * contexts for pekko-http: {@link com.prysmid.node.tls.PublicTls} chooses a certificate by the name the client asks for,
 * {@link com.prysmid.node.tls.ClientCertificateTls} does so too and asks the client for one, which it does not judge, {@link
 * com.prysmid.node.tls.MutualTls} admits one named peer only.
 *
 * <p>Never decides which workspace a request is for: the certificate follows the TLS server name, the workspace follows
 * the Host header, and the gateway's host parser compares nothing but that header. Artery's TLS is Pekko's own
 * ({@code artery.conf}).
 */
@NullMarked
package com.prysmid.node.tls;

import org.jspecify.annotations.NullMarked;
