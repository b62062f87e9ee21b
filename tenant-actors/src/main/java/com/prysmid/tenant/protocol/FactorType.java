package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kinds of second factors, by the names of the admin API. */
public enum FactorType {
    /** RFC 6238. */
    @JsonProperty("totp")
    TOTP,
    /** Web Authentication. */
    @JsonProperty("passkey")
    PASSKEY,
    /** A code sent to the verified e-mail address. */
    @JsonProperty("email_code")
    EMAIL_CODE,
    /** Ten codes on paper; they come along with any other. */
    @JsonProperty("recovery_code")
    RECOVERY_CODE
}
