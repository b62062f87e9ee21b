package com.prysmid.tenant.outbound;

import static com.prysmid.tenant.outbound.LocalServer.says;
import static com.prysmid.tenant.outbound.LocalServer.saysJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.outbound.Outcome.Answered;
import com.prysmid.tenant.outbound.Outcome.Reason;
import com.prysmid.tenant.outbound.Outcome.Refused;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guard against real servers on 127.0.0.1, which it is told are hosts of the internet. */
@Timeout(60)
class OutboundGuardTest {
    private static final Slug ACME = new Slug("acme");
    private static final Slug GLOBEX = new Slug("globex");
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final InetAddress LOOPBACK = address("127.0.0.1");
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    private static Path directory;

    private static Path trust = Path.of("ca.pem");
    private static @Nullable ActorTestKit kit;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void writeAuthority() throws IOException {
        trust = AUTHORITY.write(directory.resolve("ca.pem"));
        kit = ActorTestKit.create("outbound", OutboundWorld.config());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(kit).shutdownTestKit();
    }

    private OutboundGuard guard(HostResolver resolver, String... allowed) throws IOException {
        OutboundGuard guard = OutboundGuard.start(
                Objects.requireNonNull(kit).system(),
                new OutboundSettings(
                        List.of(allowed).stream().map(Cidr::parse).toList(), Optional.of(trust), LIMIT, 16, 2, 2),
                resolver);
        opened.add(guard);
        return guard;
    }

    /** Every name is 127.0.0.1, which is allowed. */
    private OutboundGuard local() throws IOException {
        return guard(host -> List.of(LOOPBACK), "127.0.0.0/8");
    }

    private LocalServer server(LocalServer.Script script) {
        LocalServer server = new LocalServer(AUTHORITY.server(List.of("rp.example"), List.of("127.0.0.1")), script);
        opened.add(server);
        return server;
    }

    private static String url(LocalServer server, String path) {
        return "https://rp.example:" + server.port() + path;
    }

    private static Outcome await(java.util.concurrent.CompletionStage<Outcome> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Outcome get(Outbound guard, String url) {
        return await(guard.send(ACME, OutboundRequest.get(url, "application/json", 1_000)));
    }

    private static Refused refused(Reason reason) {
        return new Refused(reason);
    }

    @Test
    void fetchesAndTellsWhatWasAnswered() throws Exception {
        LocalServer server = server(says(
                "200 OK",
                "Content-Type: application/json; charset=utf-8\r\nCache-Control: public, max-age=120\r\nSet-Cookie: a=b\r\n",
                "{\"a\":\"\u00e4\"}"));
        OutboundGuard guard = local();
        Outcome outcome = get(guard, url(server, "/a%2Fb/../c?x=%41"));
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"a\":\"\u00e4\"}");
            assertThat(answer.isOfType("application/json")).isTrue();
            assertThat(answer.maxAge()).contains(Duration.ofMinutes(2));
        });
        get(guard, url(server, "/again"));
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().getFirst())
                .as("the URL as it was written")
                .startsWith("GET /a%2Fb/../c?x=%41 HTTP/1.1\n")
                .contains("Host: rp.example:" + server.port() + "\n", "User-Agent: PrysmID\n");
        assertThat(server.requests().getLast()).doesNotContainIgnoringCase("cookie:");
    }

    @Test
    void postsFormsAndJsonWithABearer() throws Exception {
        LocalServer server = server(says("204 No Content", "", ""));
        OutboundGuard guard = local();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("logout_token", "a b&c=\u00e4");
        form.put("x", "1");
        assertThat(await(guard.send(ACME, OutboundRequest.postForm(url(server, "/"), form, 100))))
                .isInstanceOfSatisfying(
                        Answered.class, answer -> assertThat(answer.status()).isEqualTo(204));
        assertThat(server.requests().getFirst())
                .startsWith("POST / HTTP/1.1\n")
                .contains("Content-Type: application/x-www-form-urlencoded\n")
                .endsWith("logout_token=a+b%26c%3D%C3%A4&x=1");
        await(guard.send(
                ACME,
                OutboundRequest.postJson(url(server, "/"), "{\"auth_req_id\":1}", 100)
                        .withBearer(new Secret("tok"))));
        assertThat(server.requests().getLast())
                .contains("Content-Type: application/json\n", "Authorization: Bearer tok\n")
                .endsWith("{\"auth_req_id\":1}");
    }

    @Test
    void theNameIsAskedOnceAndTheConnectionGoesToWhatWasJudged() throws Exception {
        LocalServer server = server(saysJson("{}"));
        AtomicInteger asked = new AtomicInteger();
        // A public address first, ours later: what a name server does that wants to get in.
        OutboundGuard rebinding =
                guard(host -> List.of(asked.getAndIncrement() == 0 ? address("127.0.0.9") : LOOPBACK), "127.0.0.9/32");
        assertThat(get(rebinding, url(server, "/"))).isEqualTo(refused(Reason.UNREACHABLE));
        assertThat(asked).hasValue(1);
        assertThat(server.connections()).as("nothing went to the second answer").isZero();
        assertThat(get(rebinding, url(server, "/"))).isEqualTo(refused(Reason.FORBIDDEN_ADDRESS));
    }

    @Test
    void oneForbiddenAddressAmongSeveralIsEnough() throws Exception {
        LocalServer server = server(saysJson("{}"));
        OutboundGuard guard = guard(host -> List.of(LOOPBACK, address("169.254.169.254")), "127.0.0.0/8");
        assertThat(get(guard, url(server, "/"))).isEqualTo(refused(Reason.FORBIDDEN_ADDRESS));
        assertThat(server.connections()).isZero();
    }

    @Test
    void nothingPrivateIsReachedUnlessAllowed() throws Exception {
        LocalServer server = server(saysJson("{}"));
        OutboundGuard guard = guard(HostResolver.platform());
        for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "169.254.169.254", "0.0.0.0")) {
            assertThat(get(guard, "https://" + host + ":" + server.port() + "/"))
                    .as(host)
                    .isEqualTo(refused(Reason.FORBIDDEN_ADDRESS));
        }
        for (String host : List.of("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "u@127.0.0.1")) {
            assertThat(get(guard, "https://" + host + ":" + server.port() + "/"))
                    .as(host)
                    .isEqualTo(refused(Reason.BAD_URL));
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void redirectsAreAnswersAndNotFollowed() throws Exception {
        LocalServer elsewhere = server(saysJson("{\"secret\":true}"));
        for (String target : List.of("http://169.254.169.254/latest/meta-data/", url(elsewhere, "/"), "/inside")) {
            LocalServer server = server(says("302 Found", "Location: " + target + "\r\n", ""));
            assertThat(get(local(), url(server, "/")))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answer -> assertThat(answer.status()).isEqualTo(302));
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(elsewhere.connections()).isZero();
    }

    @Test
    void aBodyThatComesTooSlowlyIsNotWaitedFor() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        LocalServer server = server(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                while (true) {
                    out.write('a');
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (IOException e) {
                gone.countDown();
            }
        });
        assertWithinLimit(local(), server, Reason.TIMED_OUT);
        assertThat(gone.await(5, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void aServerThatNeverAnswersIsNotWaitedFor() throws Exception {
        assertWithinLimit(local(), server(out -> Thread.sleep(10_000)), Reason.TIMED_OUT);
    }

    @Test
    void aServerThatOnlyAcceptsIsNotWaitedFor() throws Exception {
        try (java.net.ServerSocket mute = new java.net.ServerSocket(0, 5, LOOPBACK)) {
            long begin = System.nanoTime();
            assertThat(get(local(), "https://rp.example:" + mute.getLocalPort() + "/"))
                    .isEqualTo(refused(Reason.TIMED_OUT));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.plusSeconds(2));
        }
    }

    private static void assertWithinLimit(Outbound guard, LocalServer server, Reason reason) {
        long begin = System.nanoTime();
        assertThat(get(guard, url(server, "/"))).isEqualTo(refused(reason));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.plusSeconds(2));
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedHoweverItIsFramed() throws Exception {
        OutboundGuard guard = local();
        assertThat(get(guard, url(server(saysJson("a".repeat(1_000))), "/"))).isInstanceOf(Answered.class);
        assertThat(get(guard, url(server(saysJson("a".repeat(1_001))), "/"))).isEqualTo(refused(Reason.TOO_LARGE));
        LocalServer endless = server(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] much = new byte[10_000];
            while (true) {
                out.write(much);
            }
        });
        assertThat(get(guard, url(endless, "/"))).isEqualTo(refused(Reason.TOO_LARGE));
        LocalServer chunked = server(out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(("64\r\n" + "a".repeat(100) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertThat(get(guard, url(chunked, "/"))).isEqualTo(refused(Reason.TOO_LARGE));
    }

    @Test
    void endlessHeadersAreNoAnswer() throws Exception {
        LocalServer server = server(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-More: of it\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertThat(get(local(), url(server, "/"))).isInstanceOf(Refused.class);
        assertThat(get(local(), url(server(out -> out.write(new byte[100])), "/")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void theCertificateMustCarryTheHostsName() throws Exception {
        LocalServer other = new LocalServer(AUTHORITY.server(List.of("other.example"), List.of()), saysJson("{}"));
        opened.add(other);
        assertThat(get(local(), url(other, "/"))).isEqualTo(refused(Reason.NOT_TRUSTED));
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void theCertificateMustBeOfATrustedAuthority() throws Exception {
        LocalServer stranger =
                new LocalServer(new TestAuthority().server(List.of("rp.example"), List.of()), saysJson("{}"));
        opened.add(stranger);
        assertThat(get(local(), url(stranger, "/"))).isEqualTo(refused(Reason.NOT_TRUSTED));
        assertThat(stranger.requests()).isEmpty();
    }

    @Test
    void neverInTheClear() throws Exception {
        LocalServer plain = new LocalServer(null, saysJson("{}"));
        opened.add(plain);
        assertThat(get(local(), "http://rp.example:" + plain.port() + "/")).isEqualTo(refused(Reason.BAD_URL));
        assertThat(get(local(), "https://rp.example:" + plain.port() + "/")).isInstanceOf(Refused.class);
        assertThat(plain.requests()).allSatisfy(request -> assertThat(request).doesNotContain("GET"));
    }

    @Test
    void aNameThatNobodyKnowsAndAPortWhereNobodyIs() throws Exception {
        assertThat(get(
                        guard(host -> {
                            throw new UnknownHostException(host);
                        }),
                        "https://rp.example/"))
                .isEqualTo(refused(Reason.UNKNOWN_HOST));
        LocalServer gone = server(saysJson("{}"));
        gone.close();
        assertThat(get(local(), url(gone, "/"))).isEqualTo(refused(Reason.UNREACHABLE));
    }

    @Test
    void oneWorkspacesSlowEndpointsTakeNothingFromAnother() throws Exception {
        LocalServer slow = server(out -> Thread.sleep(10_000));
        LocalServer quick = server(saysJson("{}"));
        OutboundGuard guard = local();
        List<CompletableFuture<Outcome>> flood = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            flood.add(guard.send(ACME, OutboundRequest.get(url(slow, "/" + i), "*/*", 10))
                    .toCompletableFuture());
        }
        assertThat(flood.get(4)).isCompletedWithValue(refused(Reason.BUSY));
        assertThat(flood.get(5)).isCompletedWithValue(refused(Reason.BUSY));
        assertThat(await(guard.send(GLOBEX, OutboundRequest.get(url(quick, "/"), "*/*", 10))))
                .isInstanceOf(Answered.class);
        assertThat(flood.getFirst()).isNotDone();
        flood.forEach(OutboundGuardTest::await);
        // A caller whose time is over is told so first, and the place is given back when its connection has gone.
        Outcome after = get(guard, url(quick, "/"));
        for (int turn = 0; turn < 100 && after.equals(refused(Reason.BUSY)); turn++) {
            Thread.sleep(50);
            after = get(guard, url(quick, "/"));
        }
        assertThat(after).as("and the places are given back").isInstanceOf(Answered.class);
    }

    @Test
    void aNameServerThatHangsHoldsItsWorkspacesPlaceOnly() throws Exception {
        LocalServer quick = server(saysJson("{}"));
        CountDownLatch hang = new CountDownLatch(1);
        OutboundGuard guard = guard(
                host -> {
                    if (host.equals("slow.example")) {
                        try {
                            hang.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return List.of(LOOPBACK);
                },
                "127.0.0.0/8");
        CompletableFuture<Outcome> first = guard.send(ACME, OutboundRequest.get("https://slow.example/", "*/*", 10))
                .toCompletableFuture();
        guard.send(ACME, OutboundRequest.get("https://slow.example/", "*/*", 10));
        assertThat(await(first)).isEqualTo(refused(Reason.TIMED_OUT));
        assertThat(get(guard, url(quick, "/")))
                .as("both places are still held by the resolver")
                .isEqualTo(refused(Reason.TIMED_OUT));
        assertThat(await(guard.send(GLOBEX, OutboundRequest.get(url(quick, "/"), "*/*", 10))))
                .isInstanceOf(Answered.class);
        hang.countDown();
        assertThat(get(guard, url(quick, "/"))).isInstanceOf(Answered.class);
    }

    private static InetAddress address(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
