package com.prysmid.tenant.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which implementation signs, verifies and makes keys: Amazon's Corretto Crypto Provider where its native library loads, since it
 * makes about four times as many RSA signatures, and otherwise the JDK's own providers. The choice is made once and passed on as
 * a value; nothing is installed for the whole JVM, so TLS and the database driver are not touched.
 */
public final class CryptoProviders {

    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final @Nullable Provider fast;
    private final String description;

    private CryptoProviders(@Nullable Provider fast, String description) {
        this.fast = fast;
        this.description = description;
    }

    /** The fast provider if it is on the class path and works on this machine, else the JDK. Loads a native library: call once. */
    public static CryptoProviders detect() {
        try {
            // Optional at run time: named as text, so that the class path may do without it and other platforms still
            // start.
            Provider provider =
                    (Provider) Class.forName(CORRETTO).getField("INSTANCE").get(null);
            if (provider.getService("Signature", "SHA256withRSA") == null) {
                return jdk("the Corretto provider's native library did not load");
            }
            KeyFactory.getInstance("RSA", provider);
            Signature.getInstance("SHA256withRSA", provider);
            return new CryptoProviders(provider, provider.getName() + " " + provider.getVersionStr());
        } catch (ClassNotFoundException absent) {
            return jdk("the Corretto provider is not on the class path");
        } catch (ReflectiveOperationException | GeneralSecurityException | LinkageError broken) {
            return jdk("the Corretto provider does not work here: "
                    + broken.getClass().getSimpleName());
        }
    }

    /** The JDK's own providers, for comparison and for machines that must not load native code. */
    public static CryptoProviders jdkOnly() {
        return jdk("chosen");
    }

    private static CryptoProviders jdk(String reason) {
        Runtime.Version version = Runtime.version();
        return new CryptoProviders(null, "JDK " + version.feature() + " (" + reason + ")");
    }

    /** One line for the start-up log: who signs, and if it is the slower one, why. */
    public String describe() {
        return description;
    }

    /** Whether the native provider is in use. */
    public boolean isFast() {
        return fast != null;
    }

    /** The provider to hand to a JCA factory or a Nimbus signer for this service, or empty to let the JDK choose. */
    Optional<Provider> forService(String type, String algorithm) {
        return Optional.ofNullable(fast).filter(provider -> provider.getService(type, algorithm) != null);
    }
}
