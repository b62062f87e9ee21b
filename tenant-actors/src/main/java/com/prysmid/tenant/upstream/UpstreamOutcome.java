package com.prysmid.tenant.upstream;

import com.prysmid.tenant.crypto.IdTokenVerification;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who came back from a provider. */
public sealed interface UpstreamOutcome {

    /**
     * @param subject       never given to anybody else there
     * @param claims        of the person; {@code email} only together with what is said of it
     * @param emailVerified whether this provider's word on the address is good enough to find somebody by
     * @param amr           what the provider says of how (RFC 8176)
     */
    record Proven(String subject, Map<String, Object> claims, boolean emailVerified, List<String> amr)
            implements UpstreamOutcome {
        public Proven {
            claims = Map.copyOf(claims);
            amr = List.copyOf(amr);
        }

        /** Redacted: names a person. */
        @Override
        public String toString() {
            return "Proven[redacted]";
        }
    }

    /** @param reason snake_case, for the audit journal */
    record Failed(String reason) implements UpstreamOutcome {
        /** No answer, or none that can be read. */
        public static final Failed UNREACHABLE = new Failed("upstream_unreachable");
        /** What it publishes of itself is not of the issuer that we mean. */
        public static final Failed NOT_THE_ISSUER = new Failed("upstream_issuer_mismatch");
        /** RFC 9207: the response is another provider's. */
        public static final Failed RESPONSE_OF_ANOTHER = new Failed("response_issuer_mismatch");
        /** It does not know us, or our secret. */
        public static final Failed CLIENT_REFUSED = new Failed("client_refused");

        public static final Failed CODE_REFUSED = new Failed("code_refused");
        public static final Failed NO_ID_TOKEN = new Failed("no_id_token");
        /** Userinfo is of another subject than the id token (OpenID Connect Core §5.3.2). */
        public static final Failed ANOTHER_SUBJECT = new Failed("userinfo_subject_mismatch");

        static Failed of(IdTokenVerification.Refusal refusal) {
            return new Failed("id_token_" + refusal.name().toLowerCase(Locale.ROOT));
        }
    }
}
