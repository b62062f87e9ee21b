package com.prysmid.gateway.pages;

import org.jspecify.annotations.Nullable;

/**
 * A passkey as the step of a sign-in after its first: used, or set up where one must have a second factor.
 *
 * @param otherWays path of the page of all factors
 * @param problem   in words for the person; null at first
 */
public record PasskeyStep(
        PasskeyForm form, String otherWays, @Nullable String problem) {}
