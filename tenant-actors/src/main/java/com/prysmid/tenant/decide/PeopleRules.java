package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.PeoplePolicy.Mfa;
import com.prysmid.tenant.protocol.PeoplePolicy.Passwords;
import com.prysmid.tenant.protocol.PeoplePolicy.SignIn;
import com.prysmid.tenant.protocol.PeoplePolicy.SignUp;
import com.prysmid.tenant.protocol.SettingsCommand.PeoplePatch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The policies for people: within bounds, and not at odds with each other. */
final class PeopleRules {
    /** RFC 1123 names, in lower case; at least two labels. */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_-]{1,64}:[^:\\s]{1,100}");

    /** What the audit tells of as changed, by the names of the admin API. */
    static final Map<String, Function<PeoplePolicy, Object>> MEMBERS = Map.of(
            "sign_up", people -> people.signUp().mode(),
            "sign_up_domains", people -> people.signUp().domains(),
            "mfa", people -> people.mfa().requirement(),
            "mfa_roles", people -> people.mfa().roles(),
            "mfa_factors", people -> people.mfa().factors(),
            "password_login", people -> people.signIn().password(),
            "passkey_login", people -> people.signIn().passkey(),
            "link_by_email", people -> people.signIn().linkByEmail(),
            "password_min_length_single_factor", people -> people.passwords().minLengthSingleFactor());

    private PeopleRules() {}

    static PeoplePolicy merge(PeoplePolicy old, PeoplePatch patch) {
        return new PeoplePolicy(
                new SignUp(
                        or(patch.signUp(), old.signUp().mode()),
                        or(patch.signUpDomains(), old.signUp().domains())),
                new Mfa(
                        or(patch.mfa(), old.mfa().requirement()),
                        or(patch.mfaRoles(), old.mfa().roles()),
                        or(patch.mfaFactors(), old.mfa().factors())),
                new SignIn(
                        or(patch.passwordLogin(), old.signIn().password()),
                        or(patch.passkeyLogin(), old.signIn().passkey()),
                        or(patch.linkByEmail(), old.signIn().linkByEmail())),
                new Passwords(or(
                        patch.passwordMinLengthSingleFactor(), old.passwords().minLengthSingleFactor())));
    }

    /** Of what they come to together. */
    static void check(PeoplePolicy after, Findings findings) {
        List<String> domains = after.signUp().domains();
        findings.require(
                domains.size() <= 100
                        && domains.stream()
                                .allMatch(domain -> DOMAIN.matcher(domain).matches()),
                "sign_up_domains",
                "format",
                "must be at most 100 domain names in lower case");
        findings.require(
                after.signUp().mode() != SignUp.Mode.EMAIL_DOMAIN || !domains.isEmpty(),
                "sign_up_domains",
                "required",
                "must name a domain where sign_up is email_domain");
        List<String> roles = after.mfa().roles();
        findings.require(
                roles.size() <= 100
                        && roles.stream().allMatch(role -> ROLE.matcher(role).matches()),
                "mfa_roles",
                "format",
                "must be at most 100 roles, each <project id>:<role key>");
        findings.require(
                after.mfa().requirement() != Mfa.Requirement.REQUIRED_FOR_ROLES || !roles.isEmpty(),
                "mfa_roles",
                "required",
                "must name a role where mfa is required_for_roles");
        List<FactorType> factors = after.mfa().factors();
        findings.require(
                !factors.contains(FactorType.RECOVERY_CODE) && new HashSet<>(factors).size() == factors.size(),
                "mfa_factors",
                "values",
                "must be of totp, passkey and email_code, each once");
        boolean required = after.mfa().requirement() == Mfa.Requirement.REQUIRED
                || after.mfa().requirement() == Mfa.Requirement.REQUIRED_FOR_ROLES;
        findings.require(
                !required || factors.contains(FactorType.TOTP) || factors.contains(FactorType.PASSKEY),
                "mfa_factors",
                "required",
                "must have totp or passkey where a second factor is required: not everybody has an e-mail address");
        int alone = after.passwords().minLengthSingleFactor();
        findings.require(
                alone == 0 || (alone >= 8 && alone <= 64),
                "password_min_length_single_factor",
                "range",
                "must be 8 to 64, or 0 for password_min_length");
    }

    private static <T> T or(@Nullable T given, T old) {
        return given == null ? old : given;
    }
}
