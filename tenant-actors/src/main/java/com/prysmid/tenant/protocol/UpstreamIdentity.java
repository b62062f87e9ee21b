package com.prysmid.tenant.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Who somebody is at an upstream provider.
 *
 * @param label what the person is called there, to be recognised by; null where nothing was told
 */
public record UpstreamIdentity(
        String idpId, String subject, @Nullable String label) {
    private static final int SUBJECT_LIMIT = 300;
    private static final int LABEL_LIMIT = 254;

    public UpstreamIdentity {
        if (subject.isBlank() || subject.length() > SUBJECT_LIMIT) {
            throw new IllegalArgumentException("a subject has 1 to " + SUBJECT_LIMIT + " characters");
        }
        label = label == null || label.length() <= LABEL_LIMIT ? label : null;
    }

    /** Redacted: names a person. */
    @Override
    public String toString() {
        return "UpstreamIdentity[" + idpId + ", redacted]";
    }
}
