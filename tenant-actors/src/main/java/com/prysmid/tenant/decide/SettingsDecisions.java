package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.SettingsEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.ProtocolPolicy;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.SettingsCommand.ProtocolPatch;
import com.prysmid.tenant.protocol.SettingsCommand.SettingsPatch;
import com.prysmid.tenant.protocol.SettingsCommand.Update;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A workspace's name and policies, each within bounds. */
public final class SettingsDecisions {
    private SettingsDecisions() {}

    public static Decision<WorkspaceEvent> update(WorkspaceState state, Update command, String issuer) {
        SettingsPatch patch = command.patch();
        Optional<Refused> refusal = check(patch, state.settings());
        if (refusal.isPresent()) {
            return Decision.reject(refusal.get());
        }
        String name = patch.name() == null ? state.name() : patch.name();
        WorkspaceSettings settings = merge(state.settings(), patch);
        WorkspaceDescription before = ProvisioningDecisions.describe(state, command.slug(), issuer);
        List<String> changed = changed(state, name, settings);
        if (changed.isEmpty()) {
            return Decision.unchanged(before);
        }
        return Decision.accept(
                new SettingsEvent.Changed(name, settings, changed),
                new WorkspaceDescription(
                        before.slug(),
                        before.issuer(),
                        before.status(),
                        before.plan(),
                        before.limits(),
                        name,
                        before.creationId(),
                        before.createdAt(),
                        before.keyIds(),
                        before.bootstrapAdminClientId(),
                        before.counts(),
                        settings,
                        before.branding()));
    }

    private static Optional<Refused> check(SettingsPatch patch, WorkspaceSettings before) {
        Findings findings = new Findings();
        if (patch.name() != null) {
            findings.requireName("name", patch.name());
        }
        Duration day = Duration.ofDays(1);
        Duration year = Duration.ofDays(365);
        between(findings, "access_token_lifetime", patch.accessToken(), Duration.ofMinutes(1), day);
        between(findings, "id_token_lifetime", patch.idToken(), Duration.ofMinutes(1), day);
        between(
                findings,
                "authorization_code_lifetime",
                patch.authorizationCode(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10));
        between(findings, "refresh_token_idle_lifetime", patch.refreshIdle(), Duration.ofMinutes(5), year);
        between(findings, "refresh_token_absolute_lifetime", patch.refreshAbsolute(), Duration.ofMinutes(5), year);
        between(findings, "session_idle_lifetime", patch.sessionIdle(), Duration.ofMinutes(5), year);
        between(findings, "session_absolute_lifetime", patch.sessionAbsolute(), Duration.ofMinutes(5), year);
        between(findings, "key_rotation_period", patch.keyRotation(), day, Duration.ofDays(730));
        between(findings, "key_publication_lead", patch.keyLead(), Duration.ofMinutes(5), Duration.ofDays(30));
        between(findings, "password_hash_cost", patch.bcryptCost(), 4, 14);
        between(findings, "password_min_length", patch.passwordMinLength(), 8, 64);
        between(findings, "lockout_failures", patch.lockoutFailures(), 3, 100);
        between(findings, "lockout_duration", patch.lockout(), Duration.ofSeconds(10), day);
        checkProtocol(patch.protocol(), findings);
        CertificateRules.checkAuthorities(patch.protocol().tlsClientAuthorities(), findings);
        WorkspaceSettings after = merge(before, patch);
        PeopleRules.check(after.people(), findings);
        findings.require(
                after.refreshIdle().compareTo(after.refreshAbsolute()) <= 0,
                "refresh_token_idle_lifetime",
                "order",
                "must not be longer than refresh_token_absolute_lifetime");
        findings.require(
                after.sessionIdle().compareTo(after.sessionAbsolute()) <= 0,
                "session_idle_lifetime",
                "order",
                "must not be longer than session_absolute_lifetime");
        return findings.refusal();
    }

    private static void checkProtocol(ProtocolPatch patch, Findings findings) {
        String keys = patch.softwareStatementKeys();
        if (keys != null && !keys.isEmpty()) {
            PublicKeys.Parsed parsed = PublicKeys.parseSet(keys);
            if (parsed.problem() != null) {
                findings.add("software_statement_keys", "invalid_key", parsed.problem());
            }
        }
        List<String> issuers = patch.softwareStatementIssuers();
        findings.require(
                issuers == null
                        || (issuers.size() <= 20 && issuers.stream().allMatch(issuer -> issuer.length() <= 500)),
                "software_statement_issuers",
                "length",
                "must have at most 20 entries of at most 500 characters");
    }

    private static void between(
            Findings findings, String field, @Nullable Duration value, Duration least, Duration most) {
        if (value != null) {
            findings.require(
                    value.compareTo(least) >= 0
                            && value.compareTo(most) <= 0
                            && value.equals(Duration.ofSeconds(value.toSeconds())),
                    field,
                    "range",
                    "must be " + least.toSeconds() + " to " + most.toSeconds() + " whole seconds");
        }
    }

    private static void between(Findings findings, String field, @Nullable Integer value, int least, int most) {
        if (value != null) {
            findings.require(value >= least && value <= most, field, "range", "must be " + least + " to " + most);
        }
    }

    private static WorkspaceSettings merge(WorkspaceSettings old, SettingsPatch patch) {
        return new WorkspaceSettings(
                or(patch.accessToken(), old.accessToken()),
                or(patch.idToken(), old.idToken()),
                or(patch.authorizationCode(), old.authorizationCode()),
                or(patch.refreshIdle(), old.refreshIdle()),
                or(patch.refreshAbsolute(), old.refreshAbsolute()),
                or(patch.sessionIdle(), old.sessionIdle()),
                or(patch.sessionAbsolute(), old.sessionAbsolute()),
                or(patch.keyRotation(), old.keyRotation()),
                or(patch.keyLead(), old.keyLead()),
                or(patch.bcryptCost(), old.bcryptCost()),
                or(patch.passwordMinLength(), old.passwordMinLength()),
                or(patch.lockoutFailures(), old.lockoutFailures()),
                or(patch.lockout(), old.lockout()),
                merge(old.protocol(), patch.protocol()),
                PeopleRules.merge(old.people(), patch.people()));
    }

    private static ProtocolPolicy merge(ProtocolPolicy old, ProtocolPatch patch) {
        return new ProtocolPolicy(
                or(patch.registration(), old.registration()),
                or(patch.requirePushedAuthorizationRequests(), old.requirePushedAuthorizationRequests()),
                or(patch.dpopNonceRequired(), old.dpopNonceRequired()),
                emptied(patch.tlsClientAuthorities(), old.tlsClientAuthorities()),
                emptied(patch.softwareStatementKeys(), old.softwareStatementKeys()),
                or(patch.softwareStatementIssuers(), old.softwareStatementIssuers()));
    }

    private static @Nullable String emptied(@Nullable String given, @Nullable String old) {
        return given == null ? old : given.isEmpty() ? null : given;
    }

    private static <T> T or(@Nullable T given, T old) {
        return given == null ? old : given;
    }

    private static List<String> changed(WorkspaceState state, String name, WorkspaceSettings settings) {
        List<String> changed = new ArrayList<>();
        if (!name.equals(state.name())) {
            changed.add("name");
        }
        for (Member member : MEMBERS) {
            if (!Objects.equals(
                    member.read().apply(state.settings()), member.read().apply(settings))) {
                changed.add(member.name());
            }
        }
        PeopleRules.MEMBERS.entrySet().stream()
                .filter(member -> !member.getValue()
                        .apply(state.settings().people())
                        .equals(member.getValue().apply(settings.people())))
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(changed::add);
        return changed;
    }

    private record Member(String name, java.util.function.Function<WorkspaceSettings, Object> read) {}

    private static final List<Member> MEMBERS = List.of(
            new Member("access_token_lifetime", WorkspaceSettings::accessToken),
            new Member("id_token_lifetime", WorkspaceSettings::idToken),
            new Member("authorization_code_lifetime", WorkspaceSettings::authorizationCode),
            new Member("refresh_token_idle_lifetime", WorkspaceSettings::refreshIdle),
            new Member("refresh_token_absolute_lifetime", WorkspaceSettings::refreshAbsolute),
            new Member("session_idle_lifetime", WorkspaceSettings::sessionIdle),
            new Member("session_absolute_lifetime", WorkspaceSettings::sessionAbsolute),
            new Member("key_rotation_period", WorkspaceSettings::keyRotation),
            new Member("key_publication_lead", WorkspaceSettings::keyLead),
            new Member("password_hash_cost", WorkspaceSettings::bcryptCost),
            new Member("password_min_length", WorkspaceSettings::passwordMinLength),
            new Member("lockout_failures", WorkspaceSettings::lockoutFailures),
            new Member("lockout_duration", WorkspaceSettings::lockout),
            new Member("registration_policy", settings -> settings.protocol().registration()),
            new Member(
                    "require_pushed_authorization_requests",
                    settings -> settings.protocol().requirePushedAuthorizationRequests()),
            new Member("dpop_nonce_required", settings -> settings.protocol().dpopNonceRequired()),
            new Member(
                    "tls_client_authorities",
                    settings -> Optional.ofNullable(settings.protocol().tlsClientAuthorities())),
            new Member(
                    "software_statement_keys",
                    settings -> Optional.ofNullable(settings.protocol().softwareStatementKeys())),
            new Member(
                    "software_statement_issuers",
                    settings -> settings.protocol().softwareStatementIssuers()));
}
