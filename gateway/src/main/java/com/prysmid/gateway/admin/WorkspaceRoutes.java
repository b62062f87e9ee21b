package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.MANAGE_WORKSPACE;
import static com.prysmid.gateway.admin.Permission.OPERATE_WORKSPACE;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.PeoplePolicy;
import com.prysmid.tenant.protocol.Plan;
import com.prysmid.tenant.protocol.ProtocolPolicy.Registration;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.SettingsCommand;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.protocol.WorkspaceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /workspace}: its name and policies. Lifetimes are whole seconds. */
final class WorkspaceRoutes {
    private final Entities entities;

    WorkspaceRoutes(Entities entities) {
        this.entities = entities;
    }

    record WorkspacePatch(
            @Nullable String name,
            @Nullable Duration accessTokenLifetime,
            @Nullable Duration idTokenLifetime,
            @Nullable Duration authorizationCodeLifetime,
            @Nullable Duration refreshTokenIdleLifetime,
            @Nullable Duration refreshTokenAbsoluteLifetime,
            @Nullable Duration sessionIdleLifetime,
            @Nullable Duration sessionAbsoluteLifetime,
            @Nullable Duration keyRotationPeriod,
            @Nullable Duration keyPublicationLead,
            @Nullable Integer passwordHashCost,
            @Nullable Integer passwordMinLength,
            @Nullable Integer lockoutFailures,
            @Nullable Duration lockoutDuration,
            @Nullable Registration registrationPolicy,
            @Nullable Boolean requirePushedAuthorizationRequests,
            @Nullable Boolean dpopNonceRequired,
            Change<String> tlsClientAuthorities,
            Change<JsonNode> softwareStatementKeys,
            @Nullable List<String> softwareStatementIssuers,
            PeoplePolicy.SignUp.@Nullable Mode signUp,
            @Nullable List<String> signUpDomains,
            PeoplePolicy.Mfa.@Nullable Requirement mfa,
            @Nullable List<String> mfaRoles,
            @Nullable List<FactorType> mfaFactors,
            @Nullable Boolean passwordLogin,
            @Nullable Boolean passkeyLogin,
            @Nullable Boolean linkByEmail,
            @Nullable Integer passwordMinLengthSingleFactor)
            implements MergePatch {
        SettingsCommand.SettingsPatch settings() {
            return new SettingsCommand.SettingsPatch(
                    name,
                    accessTokenLifetime,
                    idTokenLifetime,
                    authorizationCodeLifetime,
                    refreshTokenIdleLifetime,
                    refreshTokenAbsoluteLifetime,
                    sessionIdleLifetime,
                    sessionAbsoluteLifetime,
                    keyRotationPeriod,
                    keyPublicationLead,
                    passwordHashCost,
                    passwordMinLength,
                    lockoutFailures,
                    lockoutDuration,
                    new SettingsCommand.ProtocolPatch(
                            registrationPolicy,
                            requirePushedAuthorizationRequests,
                            dpopNonceRequired,
                            text(tlsClientAuthorities),
                            text(softwareStatementKeys),
                            softwareStatementIssuers),
                    new SettingsCommand.PeoplePatch(
                            signUp,
                            signUpDomains,
                            mfa,
                            mfaRoles,
                            mfaFactors,
                            passwordLogin,
                            passkeyLogin,
                            linkByEmail,
                            passwordMinLengthSingleFactor));
        }

        /**
         * All but name, lifetimes and periods. What is new here belongs to the workspace's own administrators, until somebody has
         * thought about it: so the list is of what does not change it.
         */
        boolean changesWhoGetsIn() {
            WorkspacePatch harmless = new WorkspacePatch(
                    name,
                    accessTokenLifetime,
                    idTokenLifetime,
                    authorizationCodeLifetime,
                    refreshTokenIdleLifetime,
                    refreshTokenAbsoluteLifetime,
                    sessionIdleLifetime,
                    sessionAbsoluteLifetime,
                    keyRotationPeriod,
                    keyPublicationLead,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Change.Keep<>(),
                    new Change.Keep<>(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            return !equals(harmless);
        }

        private static @Nullable String text(Change<?> change) {
            return switch (change) {
                case Change.Keep<?> keep -> null;
                case Change.Clear<?> clear -> "";
                case Change.Replace<?>(JsonNode tree) -> tree.toString();
                case Change.Replace<?>(var text) -> String.valueOf(text);
            };
        }
    }

    record WorkspaceView(
            String slug,
            String issuer,
            String name,
            WorkspaceStatus status,
            Plan plan,
            long accessTokenLifetime,
            long idTokenLifetime,
            long authorizationCodeLifetime,
            long refreshTokenIdleLifetime,
            long refreshTokenAbsoluteLifetime,
            long sessionIdleLifetime,
            long sessionAbsoluteLifetime,
            long keyRotationPeriod,
            long keyPublicationLead,
            int passwordHashCost,
            int passwordMinLength,
            int lockoutFailures,
            long lockoutDuration,
            Registration registrationPolicy,
            boolean requirePushedAuthorizationRequests,
            boolean dpopNonceRequired,
            @Nullable String tlsClientAuthorities,
            @Nullable JsonNode softwareStatementKeys,
            List<String> softwareStatementIssuers,
            PeoplePolicy.SignUp.Mode signUp,
            List<String> signUpDomains,
            PeoplePolicy.Mfa.Requirement mfa,
            List<String> mfaRoles,
            List<FactorType> mfaFactors,
            boolean passwordLogin,
            boolean passkeyLogin,
            boolean linkByEmail,
            int passwordMinLengthSingleFactor,
            Instant createdAt) {
        static WorkspaceView of(WorkspaceDescription workspace) {
            WorkspaceSettings settings = workspace.settings();
            PeoplePolicy people = settings.people();
            return new WorkspaceView(
                    workspace.slug().value(),
                    workspace.issuer(),
                    workspace.name(),
                    workspace.status(),
                    workspace.plan(),
                    settings.accessToken().toSeconds(),
                    settings.idToken().toSeconds(),
                    settings.authorizationCode().toSeconds(),
                    settings.refreshIdle().toSeconds(),
                    settings.refreshAbsolute().toSeconds(),
                    settings.sessionIdle().toSeconds(),
                    settings.sessionAbsolute().toSeconds(),
                    settings.keyRotation().toSeconds(),
                    settings.keyLead().toSeconds(),
                    settings.bcryptCost(),
                    settings.passwordMinLength(),
                    settings.lockoutFailures(),
                    settings.lockout().toSeconds(),
                    settings.protocol().registration(),
                    settings.protocol().requirePushedAuthorizationRequests(),
                    settings.protocol().dpopNonceRequired(),
                    settings.protocol().tlsClientAuthorities(),
                    ApiJson.tree(settings.protocol().softwareStatementKeys()),
                    settings.protocol().softwareStatementIssuers(),
                    people.signUp().mode(),
                    people.signUp().domains(),
                    people.mfa().requirement(),
                    people.mfa().roles(),
                    people.mfa().factors(),
                    people.signIn().password(),
                    people.signIn().passkey(),
                    people.signIn().linkByEmail(),
                    people.passwords().minLengthSingleFactor(),
                    workspace.createdAt());
        }
    }

    List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GET",
                        "/workspace",
                        OPERATE_WORKSPACE,
                        "Read the workspace's name and policies",
                        Output.ok(WorkspaceView.class),
                        this::get),
                Operation.of(
                        "PATCH",
                        "/workspace",
                        OPERATE_WORKSPACE,
                        "Change the workspace's name and policies. password_min_length_single_factor (8 to 64, 0: as"
                                + " password_min_length; NIST SP 800-63B-4 asks for 15) holds for passwords set from then on by people"
                                + " who are asked for nothing else: mfa is off, or not required of all and they have no second factor",
                        WorkspacePatch.class,
                        Output.ok(WorkspaceView.class),
                        this::update));
    }

    private CompletionStage<HttpResponse> get(AdminCall call) {
        return entities.workspace(
                        call.slug(),
                        replyTo -> new ProvisioningCommand.Describe(call.slug(), replyTo),
                        WorkspaceDescription.class)
                .thenApply(workspace -> Answer.ok(WorkspaceView.of(workspace)));
    }

    private CompletionStage<HttpResponse> update(AdminCall call, WorkspacePatch patch) {
        if (patch.changesWhoGetsIn() && !call.caller().may(MANAGE_WORKSPACE)) {
            return Answer.refuse(
                    Answer.forbidden("Whom the workspace believes and lets in is its own administrators' to say."));
        }
        return entities.workspace(
                        call.slug(),
                        replyTo -> new SettingsCommand.Update(call.slug(), patch.settings(), call.act(), replyTo),
                        WorkspaceDescription.class)
                .thenApply(workspace -> Answer.ok(WorkspaceView.of(workspace)));
    }
}
