package com.prysmid.control.tls;

import java.nio.file.Path;

/**
 * What a listener shows: PEM files.
 *
 * @param certificate the certificate, followed by its intermediates if it has any
 * @param key the private key, PKCS#8, not encrypted
 */
public record ServerIdentity(Path certificate, Path key) {
    public ServerIdentity {
        RequiredFile.check("certificate", certificate);
        RequiredFile.check("private key", key);
    }
}
