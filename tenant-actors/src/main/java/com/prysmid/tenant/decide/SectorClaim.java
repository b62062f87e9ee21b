package com.prysmid.tenant.decide;

import com.prysmid.tenant.outbound.SectorIdentifier.Finding;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import com.prysmid.tenant.state.WorkspaceState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That an app belongs to a sector (OpenID Connect Registration §5): believed once the sector's own host lists the app's redirect
 * URIs, for whoever shares a sector knows its users by the same names.
 *
 * @param uri          of the list
 * @param redirectUris that have to be in it
 */
public record SectorClaim(String uri, List<String> redirectUris) {

    /** What has to be looked up before the command may be done; empty where it claims nothing, or nothing new. */
    public static Optional<SectorClaim> in(WorkspaceState state, WorkspaceCommand command) {
        return switch (command) {
            case AppCommand.Register c -> Optional.ofNullable(of(c.metadata()));
            case AppCommand.Update c -> changed(state, c.clientId(), c.metadata());
            case RegistrationCommand.Register c -> Optional.ofNullable(of(c.metadata()));
            case RegistrationCommand.Replace c -> changed(state, c.clientId(), c.metadata());
            default -> Optional.empty();
        };
    }

    private static Optional<SectorClaim> changed(WorkspaceState state, String clientId, AppMetadata metadata) {
        SectorClaim before =
                state.apps().find(clientId).map(app -> of(app.metadata())).orElse(null);
        return Optional.ofNullable(of(metadata)).filter(claim -> !claim.equals(before));
    }

    private static @Nullable SectorClaim of(AppMetadata metadata) {
        String uri = metadata.tokens().sectorIdentifierUri();
        return uri == null ? null : new SectorClaim(uri, metadata.redirectUris());
    }

    /** Empty where the claim is good. */
    public static Optional<Refused> refusal(Finding finding) {
        return switch (finding) {
            case Finding.Covers covers -> Optional.empty();
            case Finding.Misses misses ->
                Optional.of(Refused.invalid(
                        "sector_identifier_uri", "mismatch", "does not list all of the app's redirect URIs"));
            case Finding.Unreadable unreadable ->
                Optional.of(Refused.invalid(
                        "sector_identifier_uri", "unreachable", "did not answer with a JSON array of redirect URIs"));
        };
    }
}
