package com.prysmid.node.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RawRequest;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A link in a mail holds a secret: whatever the request that causes the mail says of hosts, the link leads to the workspace's own
 * origin, or there is no mail.
 */
class MailedLinkOriginIT {
    private static final String EVIL = "evil.example";
    private static final String ORIGIN_FORM = "";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static RunningDev dev;
    private static TestWorkspace workspace;
    private static Mailbox mails;

    @BeforeAll
    static void start() {
        dev = RunningDev.shared();
        workspace = TestWorkspace.create(dev, "origins");
        workspace.openSignUp();
        mails = new Mailbox(dev);
    }

    /**
     * What a request says of hosts.
     *
     * @param target  before the path of the request target; empty for the origin form
     * @param headers the Host header among them
     */
    record Trick(String name, String target, List<String> headers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trick> tricks() {
        String host = host();
        return Stream.of(
                new Trick(
                        "X-Forwarded",
                        ORIGIN_FORM,
                        List.of(
                                "Host: " + host,
                                "X-Forwarded-Host: " + EVIL,
                                "X-Forwarded-Server: " + EVIL,
                                "X-Forwarded-Proto: http",
                                "X-Forwarded-Port: 80",
                                "X-Host: " + EVIL,
                                "X-Original-Host: " + EVIL,
                                "X-Original-URL: https://" + EVIL + "/",
                                "X-Rewrite-URL: https://" + EVIL + "/")),
                new Trick(
                        "Forwarded",
                        ORIGIN_FORM,
                        List.of("Host: " + host, "Forwarded: for=192.0.2.1;host=" + EVIL + ";proto=http")),
                new Trick("Host in capitals", ORIGIN_FORM, List.of("Host: " + host.toUpperCase(Locale.ROOT))),
                new Trick(
                        "Referer",
                        ORIGIN_FORM,
                        List.of("Host: " + host, "Referer: https://" + EVIL + "/", "Via: 1.1 " + EVIL)),
                new Trick("absolute form of its own", "https://" + host, List.of("Host: " + host)));
    }

    static Stream<Trick> refused() {
        String host = host();
        return Stream.of(
                new Trick("foreign Host", ORIGIN_FORM, List.of("Host: " + EVIL)),
                new Trick("another port", ORIGIN_FORM, List.of("Host: " + name() + ":1")),
                new Trick("no port", ORIGIN_FORM, List.of("Host: " + name())),
                new Trick("user information", ORIGIN_FORM, List.of("Host: " + EVIL + "@" + host)),
                new Trick("absolute form, foreign", "https://" + EVIL, List.of("Host: " + host)),
                new Trick("absolute form, foreign Host", "https://" + host, List.of("Host: " + EVIL)),
                new Trick("two Hosts", ORIGIN_FORM, List.of("Host: " + host, "Host: " + EVIL)));
    }

    /** One way to have a link mailed to an address. */
    @FunctionalInterface
    private interface Cause {
        RawRequest.Reply mail(Trick trick, String address);
    }

    private static final Map<String, Cause> CAUSES = new LinkedHashMap<>();

    static {
        CAUSES.put("/ui/verify", (trick, address) -> {
            Browser browser = workspace.browser();
            Browser.Page page = browser.open(workspace.uri("/ui/signup"));
            return submit(
                    trick, browser, page, "/ui/signup", Map.of("email", address, "password", TestWorkspace.PASSWORD));
        });
        CAUSES.put("/ui/password/reset", (trick, address) -> {
            workspace
                    .admin()
                    .post("/admin/v1/users", """
                            {"username":"%s","password":"%s","email":"%s","email_verified":true}""".formatted(address, TestWorkspace.PASSWORD, address))
                    .expect(201);
            Browser browser = workspace.browser();
            Browser.Page page = browser.open(workspace.uri("/ui/password/forgot"));
            return submit(trick, browser, page, "/ui/password/forgot", Map.of("username", address));
        });
        CAUSES.put("/ui/verify (invitation)", (trick, address) -> {
            try {
                return send(
                        trick,
                        "POST",
                        "/admin/v1/users",
                        List.of("Content-Type: application/json", "Authorization: Bearer " + workspace.adminToken()),
                        "{\"username\":\"%s\",\"email\":\"%s\"}".formatted(address, address));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        CAUSES.put("/ui/verify (e-mail change)", (trick, address) -> {
            String user = "mover-" + NUMBERS.incrementAndGet();
            workspace.createUser(user);
            Browser browser = workspace.browser();
            browser.submit(
                    browser.open(workspace.uri("/ui/login")),
                    Map.of("username", user, "password", TestWorkspace.PASSWORD));
            Browser.Page page = browser.open(workspace.uri("/ui/account/email"));
            return submit(trick, browser, page, "/ui/account/email", Map.of("email", address));
        });
    }

    static Stream<Arguments> causesAndTricks() {
        return CAUSES.keySet().stream().flatMap(cause -> tricks().map(trick -> Arguments.of(cause, trick)));
    }

    static Stream<Arguments> causesAndRefused() {
        return CAUSES.keySet().stream().flatMap(cause -> refused().map(trick -> Arguments.of(cause, trick)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("causesAndTricks")
    void theLinkLeadsToTheWorkspacesOwnOrigin(String cause, Trick trick) {
        String address = "reader-" + NUMBERS.incrementAndGet() + "@origins.example";
        RawRequest.Reply reply = CAUSES.get(cause).mail(trick, address);
        assertThat(reply.status()).as(reply.text()).isIn(200, 201);
        assertThat(reply.text()).doesNotContain(EVIL);

        Mailbox.Mail mail = mails.await(address);
        assertThat(mail.link()).startsWith(workspace.issuer() + cause.replaceFirst(" .*", "") + "?token=");
        assertThat(mail.text() + mail.html() + mail.subject())
                .doesNotContain(EVIL)
                .doesNotContain("http://");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("causesAndRefused")
    void whoNamesAnotherHostHasNothingMailed(String cause, Trick trick) {
        String address = "spared-" + NUMBERS.incrementAndGet() + "@origins.example";
        RawRequest.Reply reply = CAUSES.get(cause).mail(trick, address);
        assertThat(reply.status()).as(reply.text()).isIn(400, 403, 404, 421);

        // Whatever would have been mailed to the first went out before this one; an admin's, since strangers may cause
        // few in a row.
        String last = "last-" + NUMBERS.incrementAndGet() + "@origins.example";
        CAUSES.get("/ui/verify (invitation)").mail(tricks().toList().getLast(), last);
        mails.await(last);
        assertThat(mails.to(address)).isEmpty();
    }

    private static RawRequest.Reply submit(
            Trick trick, Browser browser, Browser.Page page, String path, Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(Browser.hiddenFields(page));
        all.putAll(values);
        String body = all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        String cookies = browser.cookies().values().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return send(
                trick,
                "POST",
                path,
                List.of(
                        "Content-Type: application/x-www-form-urlencoded",
                        "Origin: " + workspace.issuer(),
                        "Cookie: " + cookies),
                body);
    }

    private static RawRequest.Reply send(Trick trick, String method, String path, List<String> headers, String body) {
        List<String> lines = new ArrayList<>();
        lines.add(method + " " + trick.target() + path + " HTTP/1.1");
        lines.addAll(trick.headers());
        lines.addAll(headers);
        lines.add("Content-Length: " + body.length());
        return RawRequest.sendWithBody(dev.tls(), dev.workspacePort(), name(), body, lines.toArray(String[]::new));
    }

    private static String name() {
        return "auth." + workspace.slug() + "." + dev.domain();
    }

    private static String host() {
        return name() + ":" + dev.workspacePort();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
