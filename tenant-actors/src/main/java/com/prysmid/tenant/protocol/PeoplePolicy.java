package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a workspace asks of its people, and offers them. Members that are absent in older journals have their defaults.
 *
 * @param signUp    who may make an account for themselves
 * @param mfa       who needs a second factor
 * @param signIn    by what one may sign in
 * @param passwords beyond what {@link WorkspaceSettings} says of them
 */
public record PeoplePolicy(SignUp signUp, Mfa mfa, SignIn signIn, Passwords passwords) {
    public static final PeoplePolicy DEFAULTS =
            new PeoplePolicy(SignUp.DEFAULTS, Mfa.DEFAULTS, SignIn.DEFAULTS, Passwords.DEFAULTS);

    public PeoplePolicy {
        signUp = signUp == null ? SignUp.DEFAULTS : signUp;
        mfa = mfa == null ? Mfa.DEFAULTS : mfa;
        signIn = signIn == null ? SignIn.DEFAULTS : signIn;
        passwords = passwords == null ? Passwords.DEFAULTS : passwords;
    }

    /** @param domains of e-mail addresses, in lower case, that may sign up where the mode says so */
    public record SignUp(Mode mode, List<String> domains) {
        public static final SignUp DEFAULTS = new SignUp(Mode.OFF, List.of());

        public SignUp {
            mode = mode == null ? Mode.OFF : mode;
            domains = domains == null ? List.of() : List.copyOf(domains);
        }

        /** Who may sign up. */
        public enum Mode {
            @JsonProperty("off")
            OFF,
            /** Only who was invited. */
            @JsonProperty("invitation")
            INVITATION,
            /** Whoever has an address of one of the domains. */
            @JsonProperty("email_domain")
            EMAIL_DOMAIN,
            @JsonProperty("open")
            OPEN
        }
    }

    /**
     * @param roles   {@code <project id>:<role key>}; who has one of these needs a second factor, where the requirement says so
     * @param factors that count, besides recovery codes, which come along with any
     */
    public record Mfa(Requirement requirement, List<String> roles, List<FactorType> factors) {
        public static final Mfa DEFAULTS = new Mfa(
                Requirement.OPTIONAL, List.of(), List.of(FactorType.TOTP, FactorType.PASSKEY, FactorType.EMAIL_CODE));

        public Mfa {
            requirement = requirement == null ? Requirement.OPTIONAL : requirement;
            roles = roles == null ? List.of() : List.copyOf(roles);
            factors = factors == null ? DEFAULTS.factors : List.copyOf(factors);
        }

        /** Who is asked for a second factor. */
        public enum Requirement {
            /** Nobody, even who has one. */
            @JsonProperty("off")
            OFF,
            /** Who has one. */
            @JsonProperty("optional")
            OPTIONAL,
            @JsonProperty("required")
            REQUIRED,
            @JsonProperty("required_for_roles")
            REQUIRED_FOR_ROLES
        }
    }

    /** @param linkByEmail an upstream identity finds its user by an address that both sides have verified */
    public record SignIn(boolean password, boolean passkey, boolean linkByEmail) {
        public static final SignIn DEFAULTS = new SignIn(true, true, false);
    }

    /**
     * @param minLengthSingleFactor in characters, where the password is all there is: 8–64 (15 is what NIST SP 800-63B-4 §3.1.1.2 asks for);
     *                              0: as any other
     */
    public record Passwords(int minLengthSingleFactor) {
        public static final Passwords DEFAULTS = new Passwords(0);
    }
}
