package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a sign-in lacks for a session, one thing at a time. */
public enum SignInStep {
    /** One of the user's second factors. */
    @JsonProperty("factor")
    FACTOR,
    /** The user has no second factor, and the workspace asks for one: it is set up first. */
    @JsonProperty("enrolment")
    ENROLMENT,
    /** The password was set by somebody else: a new one is chosen. */
    @JsonProperty("password_change")
    PASSWORD_CHANGE
}
