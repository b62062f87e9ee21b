package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.BrandingEvent;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.BrandingCommand;
import com.prysmid.tenant.protocol.BrandingCommand.BrandingPatch;
import com.prysmid.tenant.protocol.Colour;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.state.WorkspaceState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrandingDecisionsTest {
    private static final Slug SLUG = new Slug("acme");
    private static final Act ACT = Act.bySystem("test");

    private WorkspaceState state = WorkspaceState.ABSENT;

    @Test
    void whatIsGivenIsChangedAndWhatIsEmptyIsTakenAway() {
        accept(update("#4A3FD1", null, "https://acme.example/terms"));
        assertThat(state.branding().accentLight()).isEqualTo("#4a3fd1");
        assertThat(state.branding().termsUri()).isEqualTo("https://acme.example/terms");

        BrandingEvent.Changed event = accept(update("", "#9d95ff", null));
        assertThat(event.changed()).containsExactly("accent_color", "accent_color_dark");
        assertThat(state.branding().accentLight()).isNull();
        assertThat(state.branding().accentDark()).isEqualTo("#9d95ff");
        assertThat(state.branding().termsUri()).isEqualTo("https://acme.example/terms");
    }

    @Test
    void theSameAgainChangesNothing() {
        accept(update("#4a3fd1", null, null));
        assertThat(decide(update("#4A3FD1", null, null)))
                .isEqualTo(
                        Decision.unchanged(ProvisioningDecisions.describe(state, SLUG, "https://auth.acme.example")));
    }

    /** As links on the page; what stands on them is black or white and always readable. */
    @ParameterizedTest
    @CsvSource({
        "#ffff00, '', accent_color, 'as a link on the light page'",
        "#888888, '', accent_color, 'has a contrast of only 3.22 : 1 as a link on the light page; it must be at least 4.5 : 1'",
        "'', #3b31b4, accent_color_dark, 'on the dark page'"
    })
    void aColourThatCannotBeReadIsRefusedWithItsRatio(String light, String dark, String field, String message) {
        Refused refused = refuse(update(light.isEmpty() ? null : light, dark.isEmpty() ? null : dark, null));
        assertThat(refused.fields()).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.code()).isEqualTo("contrast");
            assertThat(error.message()).contains(message);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"red", "#fff", "#12345g", "4a3fd1", "#4a3fd1;} body{display:none"})
    void aColourIsWrittenInOneWayOnly(String colour) {
        assertThat(refuse(update(colour, null, null)).fields().getFirst().code())
                .isEqualTo("format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.example/terms",
                "javascript:alert(1)",
                "https:acme",
                "https://",
                "https://user@acme.example/",
                "https://acme.example/<script>",
                "//acme.example"
            })
    void aLinkLeadsToTheWebByTlsAndNowhereElse(String uri) {
        assertThat(refuse(update(null, null, uri)).fields().getFirst().field()).isEqualTo("tos_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aLogoIsKeptWithItsSizeAndServedByItsDigest(String format) {
        String type = format.equals("jpg") ? "image/jpeg" : "image/" + format;
        BrandingEvent.Changed event = accept(putLogo(type, picture(format, 120, 40)));
        Branding.Logo logo = event.branding().logo();
        assertThat(logo.mediaType()).isEqualTo(type);
        assertThat(logo.width()).isEqualTo(120);
        assertThat(logo.height()).isEqualTo(40);
        assertThat(decide(new BrandingCommand.GetLogo(SLUG, logo.digest(), Nobody.replies())))
                .isEqualTo(Decision.unchanged(new BrandingCommand.LogoImage(
                        type, Base64.getEncoder().encodeToString(picture(format, 120, 40)))));
        assertThat(decide(new BrandingCommand.GetLogo(SLUG, "0".repeat(32), Nobody.replies())))
                .isInstanceOf(Decision.Reject.class);
    }

    @Test
    void otherChangesKeepTheLogoAndItCanBeTakenAway() {
        accept(putLogo("image/png", picture("png", 32, 32)));
        accept(update("#4a3fd1", null, null));
        assertThat(state.branding().logo()).isNotNull();
        assertThat(state.logoContent()).isNotEmpty();
        accept(new BrandingCommand.RemoveLogo(SLUG, ACT, Nobody.replies()));
        assertThat(state.branding().logo()).isNull();
        assertThat(state.logoContent()).isEmpty();
        assertThat(state.branding().accentLight()).isEqualTo("#4a3fd1");
    }

    @Test
    void aLogoIsASmallPictureAndWhatItSaysItIs() {
        assertThat(code(putLogo(
                        "image/png", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("format");
        assertThat(code(putLogo("image/jpeg", picture("png", 32, 32)))).isEqualTo("format");
        assertThat(code(putLogo("image/png", picture("png", 15, 32)))).isEqualTo("dimensions");
        assertThat(code(putLogo("image/png", picture("png", 1025, 32)))).isEqualTo("dimensions");
        byte[] bomb = picture("png", 32, 32);
        bomb[16] = 0x7F;
        assertThat(code(putLogo("image/png", bomb))).isEqualTo("dimensions");
        byte[] large = new byte[BrandingCommand.LOGO_LIMIT + 1];
        System.arraycopy(picture("png", 32, 32), 0, large, 0, 60);
        assertThat(code(putLogo("image/png", large))).isEqualTo("length");
    }

    @Test
    void noPictureThatEndsEarlyIsMoreThanRefused() {
        for (String format : new String[] {"png", "jpg", "gif"}) {
            byte[] whole = picture(format, 20, 20);
            for (int length = 0; length < 24; length++) {
                byte[] cut = new byte[length];
                System.arraycopy(whole, 0, cut, 0, length);
                assertThat(LogoFile.read(cut))
                        .as(format + " " + length)
                        .satisfiesAnyOf(
                                read -> assertThat(read).isEmpty(),
                                read -> assertThat(read.orElseThrow().width()).isEqualTo(20));
            }
        }
        assertThat(LogoFile.read(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}))
                .isEmpty();
    }

    @Test
    void allThreeKindsOfWebPTellTheirSize() {
        assertThat(LogoFile.read(hex("5249464600000000574542505650382000000000" + "000000" + "9d012a" + "40003000")))
                .contains(new LogoFile("image/webp", 64, 48));
        assertThat(LogoFile.read(hex("5249464600000000574542505650384c000000002f3fc00b00")))
                .contains(new LogoFile("image/webp", 64, 48));
        assertThat(LogoFile.read(
                        hex("52494646000000005745425056503858" + "0a000000" + "00000000" + "3f0000" + "2f0000")))
                .contains(new LogoFile("image/webp", 64, 48));
    }

    @Test
    void blackOrWhiteCanBeReadOnEveryColour() {
        for (int red = 0; red < 256; red += 5) {
            for (int green = 0; green < 256; green += 5) {
                for (int blue = 0; blue < 256; blue += 15) {
                    Colour colour = new Colour(red, green, blue);
                    assertThat(colour.contrastWith(colour.textOn()))
                            .as(colour.hex())
                            .isGreaterThan(4.5);
                }
            }
        }
        assertThat(Colour.BLACK.contrastWith(Colour.WHITE)).isEqualTo(21);
    }

    private BrandingCommand.Update update(@Nullable String light, @Nullable String dark, @Nullable String terms) {
        return new BrandingCommand.Update(
                SLUG, new BrandingPatch(null, light, dark, terms, null, null, null), ACT, Nobody.replies());
    }

    private static BrandingCommand.PutLogo putLogo(String type, byte[] content) {
        return new BrandingCommand.PutLogo(
                SLUG, type, Base64.getEncoder().encodeToString(content), ACT, Nobody.replies());
    }

    private Decision<WorkspaceEvent> decide(BrandingCommand command) {
        return BrandingDecisions.decide(state, command, "https://auth.acme.example");
    }

    private BrandingEvent.Changed accept(BrandingCommand command) {
        if (decide(command) instanceof Decision.Accept<WorkspaceEvent>(var events, var reply)
                && events.getFirst() instanceof BrandingEvent.Changed changed) {
            state = state.apply(new Recorded<>(Instant.EPOCH, ACT, changed));
            return changed;
        }
        throw new AssertionError("nothing was changed by " + command);
    }

    private Refused refuse(BrandingCommand command) {
        if (decide(command) instanceof Decision.Reject<WorkspaceEvent>(Refused refused)) {
            return refused;
        }
        throw new AssertionError("not refused: " + command);
    }

    private String code(BrandingCommand command) {
        return refuse(command).fields().getFirst().code();
    }

    private static byte[] picture(String format, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
