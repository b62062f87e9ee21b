package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.IdpEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.IdpMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UpstreamIdentity;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.state.IdpRegistry.Idp;
import com.prysmid.tenant.state.WorkspaceState;
import com.prysmid.tenant.upstream.UpstreamOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody's return from an upstream provider means here. */
public final class UpstreamDecisions {
    private static final Set<String> KNOWN = Set.of("pwd", "pin", "kba");
    private static final Set<String> HAD = Set.of("otp", "hwk", "swk", "sms", "tel", "sc");
    private static final Set<String> BEEN = Set.of("face", "fpt", "iris", "retina", "vbm");

    private UpstreamDecisions() {}

    /** Through whom one may sign in now. */
    public static Optional<Idp> open(WorkspaceState state, String idpId) {
        return state.idps().find(idpId).filter(idp -> idp.metadata().enabled());
    }

    public static Refused noSuchIdp() {
        return Refused.notFound("idp");
    }

    /** The address to find users by; empty where the provider's word on it is not good enough. */
    public static Optional<String> findableEmail(Idp idp, UpstreamOutcome.Proven proven) {
        return proven.emailVerified()
                ? Optional.ofNullable(profile(idp.metadata(), proven).email())
                : Optional.empty();
    }

    /**
     * @param owner     whom the subject is linked to; null: nobody
     * @param sameEmail users with {@link #findableEmail}
     */
    public static Decision<WorkspaceEvent> judge(
            WorkspaceState state,
            String idpId,
            UpstreamOutcome outcome,
            @Nullable UserId owner,
            List<UserId> sameEmail) {
        return switch (outcome) {
            case UpstreamOutcome.Failed(var reason) -> failed(idpId, reason);
            // It may have been removed or disabled while its answer was looked at.
            case UpstreamOutcome.Proven proven ->
                open(state, idpId)
                        .map(idp -> Decision.<WorkspaceEvent>unchanged(proven(state, idp, proven, owner, sameEmail)))
                        .orElseGet(() -> Decision.reject(noSuchIdp()));
        };
    }

    public static Decision<WorkspaceEvent> failed(String idpId, String reason) {
        return Decision.accept(
                new IdpEvent.SignInFailed(idpId, reason),
                new UpstreamCommand.Unproven(!reason.equals(UpstreamOutcome.Failed.UNREACHABLE.reason())));
    }

    private static UpstreamCommand.Proven proven(
            WorkspaceState state,
            Idp idp,
            UpstreamOutcome.Proven proven,
            @Nullable UserId owner,
            List<UserId> sameEmail) {
        IdpMetadata metadata = idp.metadata();
        UserProfile profile = profile(metadata, proven);
        List<String> wishes = UpstreamProfile.wishes(proven.claims(), metadata.claims(), profile);
        String label = profile.email() != null
                ? profile.email()
                : wishes.getFirst().equals("user") ? profile.name() : wishes.getFirst();
        return new UpstreamCommand.Proven(
                new UpstreamIdentity(idp.id(), proven.subject(), label),
                metadata.name(),
                profile,
                wishes,
                metadata.trustsAmr() && hasSeenTwoKinds(proven.amr()) ? List.of("fed", "mfa") : List.of("fed"),
                owner,
                owner == null ? sameEmail : List.of(),
                profile.emailVerified()
                        && metadata.linkByEmail()
                        && state.settings().people().signIn().linkByEmail(),
                mayCreate(metadata, profile),
                state.settings());
    }

    private static UserProfile profile(IdpMetadata idp, UpstreamOutcome.Proven proven) {
        return UpstreamProfile.of(proven.claims(), idp.claims(), proven.emailVerified());
    }

    private static boolean mayCreate(IdpMetadata idp, UserProfile profile) {
        return switch (idp.creation()) {
            case OFF -> false;
            case ANY -> true;
            case VERIFIED_DOMAIN -> profile.email() != null && profile.emailVerified() && idp.isHomeOf(profile.email());
        };
    }

    /** Some providers say {@code mfa}, others name what was used (RFC 8176 §2). */
    private static boolean hasSeenTwoKinds(List<String> amr) {
        long kinds = List.of(KNOWN, HAD, BEEN).stream()
                .filter(kind -> amr.stream().anyMatch(kind::contains))
                .count();
        return amr.contains("mfa") || kinds > 1;
    }
}
