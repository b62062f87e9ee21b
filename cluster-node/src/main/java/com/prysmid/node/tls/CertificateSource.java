package com.prysmid.node.tls;

import java.util.Optional;

/**
 * Where the public listener gets its certificates from. Called on every full handshake, from many threads at once, so an
 * implementation answers from memory.
 */
public interface CertificateSource {

    /**
     * The identity for one host name.
     *
     * @param hostName in the form of {@link HostNames#canonical}: lower case, without a trailing dot
     * @return empty where this source has nothing for that name
     */
    Optional<ServerIdentity> forHost(String hostName);

    /** Shown to a client that asks for no name, or for one that is not known: its own check then fails, as it should. */
    ServerIdentity fallback();
}
