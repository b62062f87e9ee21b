package com.prysmid.tenant.protocol;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** How the workspace looks. Reading it is {@link ProvisioningCommand.Describe}. */
public sealed interface BrandingCommand extends WorkspaceCommand {
    /** Pages with a logo of this many bytes are still light. */
    int LOGO_LIMIT = 16 * 1024;

    /** Changes what is given, keeps what is null → {@link ProvisioningCommand.WorkspaceDescription}. */
    record Update(Slug slug, BrandingPatch patch, Act act, ActorRef<Reply> replyTo) implements BrandingCommand {}

    /**
     * → {@link ProvisioningCommand.WorkspaceDescription}.
     *
     * @param mediaType as the sender tells; must be what the bytes are
     * @param content   base64
     */
    record PutLogo(Slug slug, String mediaType, String content, Act act, ActorRef<Reply> replyTo)
            implements BrandingCommand {}

    /** → {@link ProvisioningCommand.WorkspaceDescription}, also where there was none. */
    record RemoveLogo(Slug slug, Act act, ActorRef<Reply> replyTo) implements BrandingCommand {}

    /** → {@link LogoImage}; {@code not_found} where the logo is another by now. */
    record GetLogo(Slug slug, String digest, ActorRef<Reply> replyTo) implements BrandingCommand {}

    /** @param content base64 */
    record LogoImage(String mediaType, String content) implements Reply {}

    /** Names as in {@link Branding}; an empty text takes away what was set. */
    record BrandingPatch(
            @Nullable String displayName,
            @Nullable String accentLight,
            @Nullable String accentDark,
            @Nullable String termsUri,
            @Nullable String privacyUri,
            @Nullable String supportUri,
            @Nullable String defaultLanguage) {}
}
