package com.prysmid.control.tls;

import java.nio.file.Path;

/**
 * Both halves of a mutual TLS connection: PEM files.
 *
 * @param certificate what we show
 * @param key its private key, PKCS#8, not encrypted
 * @param authority the only certificate authority whose certificates the other side may show
 */
public record MutualTls(Path certificate, Path key, Path authority) {
    public MutualTls {
        RequiredFile.check("certificate", certificate);
        RequiredFile.check("private key", key);
        RequiredFile.check("certificate authority", authority);
    }
}
