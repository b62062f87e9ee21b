package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A workspace's looks, from the admin API to the page. */
class BrandingIT {
    private static final Pattern BRAND_STYLES = Pattern.compile("/ui/assets/brand/[0-9a-f]{16}\\.css");

    private static TestWorkspace workspace;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "branding");
        http = HttpClient.newBuilder().sslContext(RunningDev.shared().tls()).build();
    }

    @Test
    void coloursLinksNameAndLanguageReachThePage() throws Exception {
        JsonNode branding = workspace.admin().patch("/admin/v1/branding", """
                        {"display_name":"Acme & Söhne","accent_color":"#0A5C36","tos_uri":"https://acme.example/terms",
                         "policy_uri":"https://acme.example/privacy","support_uri":"https://acme.example/help",
                         "default_language":"es"}""").expect(200);
        assertThat(branding.get("accent_color").asText()).isEqualTo("#0a5c36");
        assertThat(workspace.admin().get("/admin/v1/branding").expect(200)).isEqualTo(branding);

        String page = page("Iniciar sesión");
        assertThat(page)
                .contains("<html lang=\"es\">", "Acme &amp; Söhne", "<title>Iniciar sesión – Acme &amp; Söhne</title>")
                .contains(
                        "href=\"https://acme.example/terms\"",
                        "href=\"https://acme.example/privacy\"",
                        "href=\"https://acme.example/help\"");
        Matcher styles = BRAND_STYLES.matcher(page);
        assertThat(styles.find()).isTrue();
        HttpResponse<byte[]> css = get(styles.group());
        assertThat(css.statusCode()).isEqualTo(200);
        assertThat(new String(css.body(), StandardCharsets.UTF_8)).contains("--accent: #0a5c36");
        assertThat(css.headers().firstValue("cache-control").orElse("")).contains("immutable");
        assertThat(get("/ui/assets/brand/0123456789abcdef.css").statusCode()).isEqualTo(404);
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/audit?type=branding.changed")
                        .expect(200)
                        .get("items"))
                .isNotEmpty();

        workspace
                .admin()
                .patch("/admin/v1/branding", "{\"default_language\":null,\"accent_color\":null,\"display_name\":null}")
                .expect(200);
        assertThat(page("Sign in")).doesNotContain("/ui/assets/brand/");
    }

    @Test
    void aColourThatCannotBeReadIsRefusedInWords() {
        Api.Answer answer = workspace.admin().patch("/admin/v1/branding", "{\"accent_color\":\"#ffd54f\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("accent_color");
        assertThat(answer.body().at("/errors/0/message").asText()).containsPattern("only 1\\.\\d\\d : 1");
        assertThat(workspace
                        .admin()
                        .patch("/admin/v1/branding", "{\"accent_colour\":\"#000000\"}")
                        .body()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("unknown_field");
    }

    @Test
    void aLogoIsServedByItsDigestUntilThereIsAnother() throws Exception {
        byte[] first = picture(64, 64);
        HttpResponse<String> put = put("image/png", first);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        String path = logoPath();
        HttpResponse<byte[]> logo = get(path);
        assertThat(logo.body()).isEqualTo(first);
        assertThat(logo.headers().firstValue("content-type")).contains("image/png");
        assertThat(logo.headers().firstValue("cache-control").orElse("")).contains("immutable");
        assertThat(logo.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(logo.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");

        assertThat(put("image/png", picture(64, 32)).statusCode()).isEqualTo(200);
        assertThat(logoPath()).isNotEqualTo(path);
        assertThat(get(path).statusCode()).isEqualTo(404);

        workspace.admin().delete("/admin/v1/branding/logo").expect(204);
        assertThat(workspace
                        .admin()
                        .get("/admin/v1/branding")
                        .expect(200)
                        .path("logo_uri")
                        .isTextual())
                .isFalse();
    }

    @Test
    void whatIsNoLogoIsRefusedBeforeItIsKept() throws Exception {
        assertThat(put("image/svg+xml", "<svg/>".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(415);
        assertThat(put("application/json", "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(415);
        assertThat(put("image/png", "<svg/>".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(422);
        assertThat(put("image/png", new byte[16 * 1024 + 1]).statusCode()).isEqualTo(413);
        assertThat(put("image/png", new byte[70_000]).statusCode()).isEqualTo(413);
        assertThat(put("image/jpeg", picture(64, 64)).statusCode()).isEqualTo(422);
        assertThat(put("image/png", picture(2_000, 20)).statusCode()).isEqualTo(422);
    }

    private static String logoPath() {
        return URI.create(workspace
                        .admin()
                        .get("/admin/v1/branding")
                        .expect(200)
                        .get("logo_uri")
                        .asText())
                .getPath();
    }

    /** The sign-in page, once it says so: gateways know a workspace as of some seconds ago. */
    private static String page(String wanted) throws Exception {
        long end = System.nanoTime() + 15_000_000_000L;
        while (true) {
            String page = new String(get("/ui/login").body(), StandardCharsets.UTF_8);
            if (page.contains(wanted) || System.nanoTime() > end) {
                assertThat(page).contains(wanted);
                return page;
            }
            Thread.sleep(200);
        }
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(workspace.uri(path)).build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> put(String type, byte[] content) throws Exception {
        return http.send(
                HttpRequest.newBuilder(workspace.uri("/admin/v1/branding/logo"))
                        .header("Authorization", "Bearer " + workspace.adminToken())
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString());
    }

    private static byte[] picture(int width, int height) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
