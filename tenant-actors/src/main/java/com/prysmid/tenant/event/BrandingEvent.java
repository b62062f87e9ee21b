package com.prysmid.tenant.event;

import com.prysmid.tenant.protocol.Branding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of how a workspace looks. */
public sealed interface BrandingEvent extends WorkspaceEvent {

    /**
     * @param logoContent base64; null: the logo stays what it was, or is gone with {@link Branding#logo()}
     * @param changed     names of the members that differ from before
     */
    @WireName("branding.changed/1")
    record Changed(Branding branding, @Nullable String logoContent, List<String> changed) implements BrandingEvent {}
}
