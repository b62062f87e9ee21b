package com.prysmid.gateway.pages;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.PasskeyAssertion;
import com.prysmid.tenant.protocol.PasskeyAttestation;
import com.prysmid.tenant.protocol.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What the script put into a form, as far as it can be one. */
final class PasskeyAnswers {
    static final String CHALLENGE = "challenge";

    private PasskeyAnswers() {}

    static Optional<PasskeyAssertion> assertion(Form form) {
        try {
            return Optional.of(new PasskeyAssertion(
                    form.find("credential_id").orElse(""),
                    form.find("client_data").orElse(""),
                    form.find("authenticator_data").orElse(""),
                    form.find("signature").orElse(""),
                    form.get("user_handle")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<PasskeyAttestation> attestation(Form form) {
        try {
            return Optional.of(new PasskeyAttestation(
                    form.find("client_data").orElse(""),
                    form.find("attestation").orElse(""),
                    form.all("transports")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whom the authenticator names; nobody has checked it yet. */
    static Optional<UserId> user(PasskeyAssertion assertion) {
        try {
            return Optional.ofNullable(assertion.userHandle())
                    .map(handle -> new String(Base64.getUrlDecoder().decode(handle), StandardCharsets.US_ASCII))
                    .flatMap(UserId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
