package com.prysmid.tenant.crypto;

/** The signing pool did not take a job. Nothing was signed: answer 503 with {@code Retry-After: 1}. */
public final class SigningOverloaded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SigningOverloaded() {
        super("token signing is overloaded", null, false, false);
    }
}
