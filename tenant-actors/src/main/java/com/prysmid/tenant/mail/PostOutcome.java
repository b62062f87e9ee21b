package com.prysmid.tenant.mail;

/** What came of one attempt. Reasons are words of ours, fit for the audit journal: nothing that a server wrote, no address. */
public sealed interface PostOutcome {

    /** A mail server took it over. */
    record Sent() implements PostOutcome {}

    /** It will not be taken another time either. */
    record Refused(String reason) implements PostOutcome {}

    /** It may be taken another time. */
    record Failed(String reason) implements PostOutcome {}
}
