package com.prysmid.tenant.upstream;

import com.prysmid.tenant.protocol.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a browser brought back, and what we had sent along with it.
 *
 * @param redirectUri  the same as in the question (RFC 6749 §4.1.3)
 * @param codeVerifier RFC 7636 §4.5
 * @param iss          RFC 9207; null where none came
 * @param user         Apple's JSON about the person, told the first time only; null where none came
 */
public record Answer(
        Secret code,
        String redirectUri,
        Secret codeVerifier,
        String nonce,
        @Nullable String iss,
        @Nullable Secret user) {}
