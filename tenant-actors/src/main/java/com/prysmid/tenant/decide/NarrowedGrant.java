package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.AuthorizationDetails;
import com.prysmid.tenant.protocol.GrantDetails;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.Refused;
import java.util.List;
import java.util.Optional;

/** An access token for less than was granted (RFC 8707 §2.2, RFC 9396 §6). */
sealed interface NarrowedGrant {
    record Narrowed(GrantDetails details) implements NarrowedGrant {}

    /** More was asked for. */
    record TooWide(Refused refused) implements NarrowedGrant {}

    /**
     * A grant that names no resource may be used for any that its app registered, which whoever asks has to have checked.
     */
    static NarrowedGrant of(GrantDetails granted, Narrowing wanted) {
        List<String> resources = wanted.resources().isEmpty() ? granted.resources() : wanted.resources();
        if (!granted.resources().isEmpty() && !granted.resources().containsAll(resources)) {
            return tooWide("invalid_target", "A resource was asked for that was not granted.");
        }
        String details = granted.authorizationDetails();
        if (wanted.authorizationDetails() != null) {
            Optional<AuthorizationDetails> asked = AuthorizationDetails.parse(wanted.authorizationDetails());
            boolean covered = asked.isPresent()
                    && AuthorizationDetails.of(details)
                            .filter(held -> held.cover(asked.get()))
                            .isPresent();
            if (!covered) {
                return tooWide("invalid_authorization_details", "Details were asked for that were not granted.");
            }
            details = asked.get().json();
        }
        return new Narrowed(new GrantDetails(granted.claims(), resources, details, granted.confirmation()));
    }

    private static NarrowedGrant tooWide(String code, String detail) {
        return new TooWide(Refused.of(Refused.Reason.INVALID, code, detail));
    }
}
