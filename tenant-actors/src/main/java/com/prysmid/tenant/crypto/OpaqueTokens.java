package com.prysmid.tenant.crypto;

import com.prysmid.tenant.crypto.JwtVerification.Outcome;
import com.prysmid.tenant.crypto.JwtVerification.Refusal;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * Access tokens that only their own workspace can read: the claims that a JWT would carry, sealed with the workspace's data key.
 * Nothing is stored for one, so it costs no table and outlives a fail-over. Pure: the time is a parameter.
 *
 * <p>Form: {@code prysm_at_} and the sealed claims in unpadded base64url. The prefix lets secret scanners and people recognise
 * one that leaked.
 */
public final class OpaqueTokens {

    public static final String PREFIX = "prysm_at_";

    /** With a colon, which no kid holds: so nothing sealed for another purpose opens as a token. */
    private static final String CONTEXT = "token:access";

    /** Far above any token made here; a longer text is refused before it is decoded. */
    private static final int MAX_CHARACTERS = 16_384;

    private OpaqueTokens() {}

    /** Whether the text claims to be one. */
    public static boolean isOpaque(String token) {
        return token.startsWith(PREFIX);
    }

    /** @param claims as for {@link TokenSigning#sign}, with at least {@code iss} and {@code exp} */
    public static String seal(WorkspaceSeal seal, Map<String, Object> claims) {
        return PREFIX + seal.seal(ClaimsJson.render(claims), CONTEXT).base64Url();
    }

    /** @param issuer the {@code iss} claim that it must have, compared exactly */
    public static Outcome open(String token, WorkspaceSeal seal, String issuer, Instant now) {
        if (!isOpaque(token) || token.length() > MAX_CHARACTERS) {
            return new Outcome.Refused(Refusal.MALFORMED);
        }
        String sealed = token.substring(PREFIX.length());
        byte[] claims;
        try {
            // The spare bits of the last character are not sealed: without this, one token would have several
            // spellings.
            if (!SealedKey.of(Base64.getUrlDecoder().decode(sealed)).base64Url().equals(sealed)) {
                return new Outcome.Refused(Refusal.MALFORMED);
            }
            claims = seal.open(new SealedKey(sealed), CONTEXT);
        } catch (IllegalArgumentException malformed) {
            return new Outcome.Refused(Refusal.MALFORMED);
        } catch (SealBroken foreign) {
            return new Outcome.Refused(Refusal.BAD_SIGNATURE);
        }
        return ClaimsJson.parse(claims)
                .map(members ->
                        JwtVerification.judge(new Claims(members), new JwtVerification.Expected("opaque", issuer), now))
                .orElseGet(() -> new Outcome.Refused(Refusal.MALFORMED));
    }
}
