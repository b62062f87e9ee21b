package com.prysmid.tenant.decide;

import com.prysmid.tenant.event.BrandingEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Branding.Logo;
import com.prysmid.tenant.protocol.BrandingCommand;
import com.prysmid.tenant.protocol.BrandingCommand.BrandingPatch;
import com.prysmid.tenant.protocol.BrandingCommand.GetLogo;
import com.prysmid.tenant.protocol.BrandingCommand.LogoImage;
import com.prysmid.tenant.protocol.BrandingCommand.PutLogo;
import com.prysmid.tenant.protocol.BrandingCommand.RemoveLogo;
import com.prysmid.tenant.protocol.BrandingCommand.Update;
import com.prysmid.tenant.protocol.Colour;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.state.WorkspaceState;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a workspace looks: links that lead somewhere safe, colours that can be read, a logo that is a small picture. */
public final class BrandingDecisions {
    /** What the pages' stylesheet lays links on, in light and in dark: the card and the ground around it. */
    public static final List<Colour> LIGHT_GROUNDS = List.of(colour("#ffffff"), colour("#f3f4f8"));

    public static final List<Colour> DARK_GROUNDS = List.of(colour("#171a25"), colour("#0e1018"));

    /** WCAG 2.2 §1.4.3. */
    private static final double LEAST_CONTRAST = 4.5;

    private static final int URI_LIMIT = 500;
    private static final int SMALLEST_SIDE = 16;
    private static final int LARGEST_SIDE = 1024;

    private BrandingDecisions() {}

    /** → a description of the workspace, or the logo. */
    public static Decision<WorkspaceEvent> decide(WorkspaceState state, BrandingCommand command, String issuer) {
        return switch (command) {
            case Update c -> update(state, c, issuer);
            case PutLogo c -> putLogo(state, c, issuer);
            case RemoveLogo c -> change(state, c, withLogo(state.branding(), null), null, issuer);
            case GetLogo(var slug, var digest, var replyTo) -> {
                Logo logo = state.branding().logo();
                yield logo != null && logo.digest().equals(digest)
                        ? Decision.unchanged(new LogoImage(logo.mediaType(), state.logoContent()))
                        : Decision.reject(Refused.notFound("logo"));
            }
        };
    }

    private static Decision<WorkspaceEvent> update(WorkspaceState state, Update command, String issuer) {
        BrandingPatch patch = command.patch();
        Findings findings = new Findings();
        if (given(patch.displayName())) {
            findings.requireName("display_name", patch.displayName());
        }
        checkAccent("accent_color", patch.accentLight(), LIGHT_GROUNDS, "light", findings);
        checkAccent("accent_color_dark", patch.accentDark(), DARK_GROUNDS, "dark", findings);
        checkUri("tos_uri", patch.termsUri(), findings);
        checkUri("policy_uri", patch.privacyUri(), findings);
        checkUri("support_uri", patch.supportUri(), findings);
        if (given(patch.defaultLanguage())) {
            findings.require(
                    Branding.LANGUAGES.contains(patch.defaultLanguage()),
                    "default_language",
                    "unsupported",
                    "must be one of " + String.join(", ", Branding.LANGUAGES));
        }
        Branding old = state.branding();
        return findings.refusal()
                .map(Decision::<WorkspaceEvent>reject)
                .orElseGet(() -> change(
                        state,
                        command,
                        new Branding(
                                or(patch.displayName(), old.displayName()),
                                lowerCase(or(patch.accentLight(), old.accentLight())),
                                lowerCase(or(patch.accentDark(), old.accentDark())),
                                or(patch.termsUri(), old.termsUri()),
                                or(patch.privacyUri(), old.privacyUri()),
                                or(patch.supportUri(), old.supportUri()),
                                or(patch.defaultLanguage(), old.defaultLanguage()),
                                old.logo()),
                        null,
                        issuer));
    }

    /** Text on the accent is black or white and so always readable; the accent itself stands as a link on the grounds. */
    private static void checkAccent(
            String field, @Nullable String accent, List<Colour> grounds, String mode, Findings findings) {
        if (!given(accent)) {
            return;
        }
        Optional<Colour> parsed = Colour.parse(accent);
        if (parsed.isEmpty()) {
            findings.add(field, "format", "must be a colour as #rrggbb");
            return;
        }
        double ratio = grounds.stream()
                .mapToDouble(ground -> parsed.get().contrastWith(ground))
                .min()
                .orElseThrow();
        findings.require(
                ratio >= LEAST_CONTRAST,
                field,
                "contrast",
                String.format(
                        Locale.ROOT,
                        "has a contrast of only %.2f : 1 as a link on the %s page; it must be at least %.1f : 1",
                        // Rounded down, so that 4.499 is not told as 4.50.
                        Math.floor(ratio * 100) / 100,
                        mode,
                        LEAST_CONTRAST));
    }

    private static void checkUri(String field, @Nullable String text, Findings findings) {
        if (given(text)) {
            findings.require(text.length() <= URI_LIMIT && isWebAddress(text), field, "format", "must be an https URL");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Decision<WorkspaceEvent> putLogo(WorkspaceState state, PutLogo command, String issuer) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(command.content());
        } catch (IllegalArgumentException e) {
            return Decision.reject(Refused.invalid("logo", "format", "must be base64"));
        }
        Optional<LogoFile> read = LogoFile.read(content);
        if (read.isEmpty() || !read.get().mediaType().equals(command.mediaType())) {
            return Decision.reject(Refused.invalid(
                    "logo",
                    "format",
                    read.map(file -> "is " + file.mediaType() + " and not what it was sent as")
                            .orElse("is no PNG, JPEG, GIF or WebP picture")));
        }
        LogoFile file = read.get();
        Findings findings = new Findings();
        findings.require(
                content.length <= BrandingCommand.LOGO_LIMIT,
                "logo",
                "length",
                "must have at most " + BrandingCommand.LOGO_LIMIT + " bytes");
        findings.require(
                isSide(file.width()) && isSide(file.height()),
                "logo",
                "dimensions",
                "must be " + SMALLEST_SIDE + " to " + LARGEST_SIDE + " pixels wide and high");
        Logo logo = new Logo(digest(content), file.mediaType(), file.width(), file.height());
        return findings.refusal()
                .map(Decision::<WorkspaceEvent>reject)
                .orElseGet(() -> change(
                        state,
                        command,
                        withLogo(state.branding(), logo),
                        // As decoded, so that one picture has one form.
                        Base64.getEncoder().encodeToString(content),
                        issuer));
    }

    private static Decision<WorkspaceEvent> change(
            WorkspaceState state,
            BrandingCommand command,
            Branding branding,
            @Nullable String logoContent,
            String issuer) {
        List<String> changed = new ArrayList<>();
        for (Member member : MEMBERS) {
            if (!Objects.equals(
                    member.read().apply(state.branding()), member.read().apply(branding))) {
                changed.add(member.name());
            }
        }
        WorkspaceState after = state.with(branding);
        return changed.isEmpty()
                ? Decision.unchanged(ProvisioningDecisions.describe(state, command.slug(), issuer))
                : Decision.accept(
                        new BrandingEvent.Changed(branding, logoContent, changed),
                        ProvisioningDecisions.describe(after, command.slug(), issuer));
    }

    private record Member(String name, Function<Branding, @Nullable Object> read) {}

    private static final List<Member> MEMBERS = List.of(
            new Member("display_name", Branding::displayName),
            new Member("accent_color", Branding::accentLight),
            new Member("accent_color_dark", Branding::accentDark),
            new Member("tos_uri", Branding::termsUri),
            new Member("policy_uri", Branding::privacyUri),
            new Member("support_uri", Branding::supportUri),
            new Member("default_language", Branding::defaultLanguage),
            new Member("logo", Branding::logo));

    private static Branding withLogo(Branding branding, @Nullable Logo logo) {
        return new Branding(
                branding.displayName(),
                branding.accentLight(),
                branding.accentDark(),
                branding.termsUri(),
                branding.privacyUri(),
                branding.supportUri(),
                branding.defaultLanguage(),
                logo);
    }

    private static boolean isSide(int pixels) {
        return pixels >= SMALLEST_SIDE && pixels <= LARGEST_SIDE;
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static @Nullable String or(@Nullable String given, @Nullable String old) {
        return given == null ? old : given.isEmpty() ? null : given;
    }

    private static @Nullable String lowerCase(@Nullable String colour) {
        return colour == null ? null : colour.toLowerCase(Locale.ROOT);
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Colour colour(String hex) {
        return Colour.parse(hex).orElseThrow();
    }
}
