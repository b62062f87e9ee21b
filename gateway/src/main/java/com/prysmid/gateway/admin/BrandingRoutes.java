package com.prysmid.gateway.admin;

import static com.prysmid.gateway.admin.Permission.OPERATE_WORKSPACE;

import com.prysmid.gateway.admin.Operation.Output;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.json.MergePatch;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.BrandingCommand;
import com.prysmid.tenant.protocol.BrandingCommand.BrandingPatch;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /branding}: how pages and mails look. */
final class BrandingRoutes {
    private static final List<String> PICTURES = List.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Entities entities;

    BrandingRoutes(Entities entities) {
        this.entities = entities;
    }

    /** Colours are {@code #rrggbb}, URIs are https. */
    record BrandingChange(
            Change<String> displayName,
            Change<String> accentColor,
            Change<String> accentColorDark,
            Change<String> tosUri,
            Change<String> policyUri,
            Change<String> supportUri,
            Change<String> defaultLanguage)
            implements MergePatch {
        BrandingPatch patch() {
            return new BrandingPatch(
                    text(displayName),
                    text(accentColor),
                    text(accentColorDark),
                    text(tosUri),
                    text(policyUri),
                    text(supportUri),
                    text(defaultLanguage));
        }

        private static @Nullable String text(Change<String> change) {
            return switch (change) {
                case Change.Keep<String> keep -> null;
                case Change.Clear<String> clear -> "";
                case Change.Replace<String>(String text) -> text;
            };
        }
    }

    /**
     * @param logoUri where it is served; its path changes with the picture
     */
    record BrandingView(
            String displayName,
            @Nullable String accentColor,
            @Nullable String accentColorDark,
            @Nullable String tosUri,
            @Nullable String policyUri,
            @Nullable String supportUri,
            String defaultLanguage,
            @Nullable String logoUri,
            @Nullable LogoView logo) {
        static BrandingView of(WorkspaceDescription workspace) {
            Branding branding = workspace.branding();
            Branding.Logo logo = branding.logo();
            return new BrandingView(
                    branding.nameOr(workspace.name()),
                    branding.accentLight(),
                    branding.accentDark(),
                    branding.termsUri(),
                    branding.privacyUri(),
                    branding.supportUri(),
                    branding.languageOrDefault(),
                    logo == null ? null : workspace.issuer() + "/ui/assets/logo/" + logo.digest(),
                    logo == null ? null : new LogoView(logo.mediaType(), logo.width(), logo.height()));
        }
    }

    /** @param width in pixels */
    record LogoView(String mediaType, int width, int height) {}

    List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GET",
                        "/branding",
                        OPERATE_WORKSPACE,
                        "Read how pages and mails look",
                        Output.ok(BrandingView.class),
                        call -> render(call, replyTo -> new ProvisioningCommand.Describe(call.slug(), replyTo))),
                Operation.of(
                        "PATCH",
                        "/branding",
                        OPERATE_WORKSPACE,
                        "Change how pages and mails look",
                        BrandingChange.class,
                        Output.ok(BrandingView.class),
                        (call, change) -> render(
                                call,
                                replyTo ->
                                        new BrandingCommand.Update(call.slug(), change.patch(), call.act(), replyTo))),
                Operation.uploading(
                        "/branding/logo",
                        OPERATE_WORKSPACE,
                        "Replace the logo by a picture of at most 16 kB, 16 to 1024 pixels wide and high",
                        PICTURES,
                        Output.ok(BrandingView.class),
                        this::putLogo),
                Operation.of(
                        "DELETE",
                        "/branding/logo",
                        OPERATE_WORKSPACE,
                        "Take the logo away",
                        Output.nothing(),
                        call -> entities.workspace(
                                        call.slug(),
                                        replyTo -> new BrandingCommand.RemoveLogo(call.slug(), call.act(), replyTo),
                                        WorkspaceDescription.class)
                                .thenApply(done -> Answer.noContent())));
    }

    private CompletionStage<HttpResponse> putLogo(AdminCall call, AdminCall.Upload upload) {
        if (upload.content().size() > BrandingCommand.LOGO_LIMIT) {
            throw new HttpProblem(
                    413,
                    "content_too_large",
                    "A logo has at most " + BrandingCommand.LOGO_LIMIT + " bytes, this has "
                            + upload.content().size() + ".");
        }
        String content = Base64.getEncoder().encodeToString(upload.content().toArrayUnsafe());
        return render(
                call,
                replyTo -> new BrandingCommand.PutLogo(call.slug(), upload.mediaType(), content, call.act(), replyTo));
    }

    private CompletionStage<HttpResponse> render(AdminCall call, Function<ActorRef<Reply>, WorkspaceCommand> command) {
        return entities.workspace(call.slug(), command, WorkspaceDescription.class)
                .thenApply(workspace -> Answer.ok(BrandingView.of(workspace)));
    }
}
