package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SenderProof;
import com.prysmid.tenant.protocol.TokenCommand.AccessToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which keys a request must be proven by, and what is said where it is not (RFC 9449). */
public final class SenderDecisions {
    /** The {@link Refused#code} of a proof that should have had a nonce (§8). */
    public static final String USE_NONCE = "use_dpop_nonce";

    private SenderDecisions() {}

    /** §4.3, §5: one answer for all that may be wrong with a proof. */
    public static Refused invalidProof() {
        return Refused.of(
                Refused.Reason.INVALID_DPOP_PROOF,
                "invalid_dpop_proof",
                "The DPoP proof is missing, broken, used before, too old or made for another request.");
    }

    /** §8: to be tried again with the nonce. */
    public static Refused nonceNeeded(String nonce) {
        return new Refused(
                Refused.Reason.INVALID_DPOP_PROOF,
                USE_NONCE,
                "The DPoP proof needs the nonce of this answer.",
                List.of(),
                null,
                nonce);
    }

    /** What the use of a token comes to, as far as the token and the request tell. */
    public enum Right {
        GOOD,
        REFUSED,
        /** Good if the DPoP proof is, and is of the token's key. */
        NEEDS_PROOF
    }

    /** §7.1, §7.2, apart from certificates: a bound token is no bearer token, and a bearer token is not presented as a bound one. */
    public static Right rightOf(AccessToken token, SenderProof proof) {
        Confirmation bound = token.confirmation();
        if (bound == null || bound.jkt() == null) {
            return proof.dpop() == null ? Right.GOOD : Right.REFUSED;
        }
        return proof.dpop() == null ? Right.REFUSED : Right.NEEDS_PROOF;
    }

    /** §5.2: whether an app that asked for no other tokens than bound ones is about to get another. */
    static boolean lacksRequiredKey(AppMetadata app, @Nullable Confirmation proven) {
        return app.tokens().dpopBoundAccessTokens() && (proven == null || proven.jkt() == null);
    }
}
