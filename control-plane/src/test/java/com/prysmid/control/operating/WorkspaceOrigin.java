package com.prysmid.control.operating;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.prysmid.control.tls.ServerIdentity;
import com.prysmid.control.tls.TlsContexts;
import com.prysmid.control.value.PublicJwk;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workspace's public origin: its token endpoint, which checks assertions as RFC 7523 §3 says, and one resource of its admin API.
 * The cluster's own is met by the tests of the node.
 */
final class WorkspaceOrigin implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOKEN_SECONDS = 900;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String host;
    private final Clock clock;
    private final Set<String> assertions = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    final AtomicReference<@Nullable PublicJwk> key = new AtomicReference<>();
    final AtomicReference<@Nullable HttpHandler> override = new AtomicReference<>();
    final AtomicReference<String> slug = new AtomicReference<>("acme");
    final AtomicInteger tokensGranted = new AtomicInteger();

    private WorkspaceOrigin(HttpsServer server, String host, Clock clock) {
        this.server = server;
        this.host = host;
        this.clock = clock;
    }

    static WorkspaceOrigin start(ServerIdentity identity, String host, Clock clock) {
        try {
            HttpsServer http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.server(identity)));
            WorkspaceOrigin origin = new WorkspaceOrigin(http, host, clock);
            http.createContext("/", origin::handle);
            http.setExecutor(origin.threads);
            http.start();
            return origin;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "https://" + host + ":" + server.getAddress().getPort();
    }

    /** Its issuer under another name, which its certificate does not have. */
    String issuerAs(String otherHost) {
        return "https://" + otherHost + ":" + server.getAddress().getPort();
    }

    void revokeAll() {
        tokens.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpHandler overriding = override.get();
            if (overriding != null) {
                overriding.handle(exchange);
                return;
            }
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "POST /oauth/v2/token" -> token(exchange, new String(body, StandardCharsets.UTF_8));
                case "GET /admin/v1/workspace" -> workspace(exchange);
                default -> answer(exchange, 404, Map.of("code", "not_found"));
            }
        }
    }

    private void token(HttpExchange exchange, String body) throws IOException {
        Map<String, String> form = Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        if (!"client_credentials".equals(form.get("grant_type"))
                || !"urn:prysmid:admin".equals(form.get("scope"))
                || !"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                        .equals(form.get("client_assertion_type"))) {
            answer(exchange, 400, Map.of("error", "invalid_request"));
        } else if (!good(String.valueOf(form.get("client_assertion")))) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
        } else {
            String token = UUID.randomUUID().toString();
            tokens.put(token, clock.instant().plusSeconds(TOKEN_SECONDS));
            tokensGranted.incrementAndGet();
            answer(exchange, 200, Map.of("access_token", token, "token_type", "Bearer", "expires_in", TOKEN_SECONDS));
        }
    }

    private boolean good(String assertion) {
        try {
            PublicJwk known = key.get();
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant now = clock.instant();
            return known != null
                    && jwt.verify(new ECDSAVerifier(ECKey.parse(known.members())))
                    && "control-plane".equals(claims.getIssuer())
                    && "control-plane".equals(claims.getSubject())
                    && claims.getAudience().equals(List.of(issuer() + "/oauth/v2/token"))
                    && claims.getExpirationTime().toInstant().isAfter(now)
                    && claims.getExpirationTime().toInstant().isBefore(now.plus(Duration.ofMinutes(5)))
                    && assertions.add(claims.getJWTID());
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private void workspace(HttpExchange exchange) throws IOException {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Instant until = header.startsWith("Bearer ") ? tokens.get(header.substring(7)) : null;
        if (until == null || !until.isAfter(clock.instant())) {
            answer(exchange, 401, Map.of("code", "invalid_token"));
        } else {
            answer(exchange, 200, Map.of("slug", slug.get(), "name", "A workspace"));
        }
    }

    static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
