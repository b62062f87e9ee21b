package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.Refused;
import java.util.Optional;

/** Who may sign up: by the workspace's policy alone, whoever has the address already. */
public final class SignUpRules {
    private SignUpRules() {}

    public static Optional<Refused> refuse(PeoplePolicy.SignUp policy, String email) {
        return allowed(policy, email)
                .or(() -> AccountRules.isEmail(email)
                        ? Optional.empty()
                        : Optional.of(Refused.invalid("email", "format", "must be an e-mail address")));
    }

    private static Optional<Refused> allowed(PeoplePolicy.SignUp policy, String email) {
        return switch (policy.mode()) {
            case OFF -> Optional.of(forbidden("sign_up_off", "Nobody can sign up here."));
            case INVITATION -> Optional.of(forbidden("invitation_needed", "Whoever signs up here has been invited."));
            case EMAIL_DOMAIN ->
                policy.domains().contains(domain(email))
                        ? Optional.empty()
                        : Optional.of(
                                forbidden("email_domain", "Nobody can sign up here with an address of this domain."));
            case OPEN -> Optional.empty();
        };
    }

    /** What comes after the last {@code @}, in the form that policies have. */
    private static String domain(String email) {
        return LoginNames.key(email.substring(email.lastIndexOf('@') + 1));
    }

    private static Refused forbidden(String code, String detail) {
        return Refused.of(Refused.Reason.FORBIDDEN, code, detail);
    }
}
