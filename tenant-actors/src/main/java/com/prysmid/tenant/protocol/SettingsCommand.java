package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The workspace's own name and policies. Reading them is {@link ProvisioningCommand.Describe}. */
public sealed interface SettingsCommand extends WorkspaceCommand {

    /** Changes what is given, keeps what is null → {@link ProvisioningCommand.WorkspaceDescription}. */
    record Update(Slug slug, SettingsPatch patch, Act act, ActorRef<Reply> replyTo) implements SettingsCommand {}

    /** Names as in {@link WorkspaceSettings}. */
    record SettingsPatch(
            @Nullable String name,
            @Nullable Duration accessToken,
            @Nullable Duration idToken,
            @Nullable Duration authorizationCode,
            @Nullable Duration refreshIdle,
            @Nullable Duration refreshAbsolute,
            @Nullable Duration sessionIdle,
            @Nullable Duration sessionAbsolute,
            @Nullable Duration keyRotation,
            @Nullable Duration keyLead,
            @Nullable Integer bcryptCost,
            @Nullable Integer passwordMinLength,
            @Nullable Integer lockoutFailures,
            @Nullable Duration lockout,
            ProtocolPatch protocol,
            PeoplePatch people) {}

    /** Names as in {@link ProtocolPolicy}; an empty text or list takes away what was set. */
    record ProtocolPatch(
            ProtocolPolicy.@Nullable Registration registration,
            @Nullable Boolean requirePushedAuthorizationRequests,
            @Nullable Boolean dpopNonceRequired,
            @Nullable String tlsClientAuthorities,
            @Nullable String softwareStatementKeys,
            @Nullable List<String> softwareStatementIssuers) {
        public static final ProtocolPatch KEEP = new ProtocolPatch(null, null, null, null, null, null);
    }

    /** Of {@link PeoplePolicy}; an empty list takes away what was set. */
    record PeoplePatch(
            PeoplePolicy.SignUp.@Nullable Mode signUp,
            @Nullable List<String> signUpDomains,
            PeoplePolicy.Mfa.@Nullable Requirement mfa,
            @Nullable List<String> mfaRoles,
            @Nullable List<FactorType> mfaFactors,
            @Nullable Boolean passwordLogin,
            @Nullable Boolean passkeyLogin,
            @Nullable Boolean linkByEmail,
            @Nullable Integer passwordMinLengthSingleFactor) {
        public static final PeoplePatch KEEP = new PeoplePatch(null, null, null, null, null, null, null, null, null);
    }
}
