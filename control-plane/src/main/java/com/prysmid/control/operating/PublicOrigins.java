package com.prysmid.control.operating;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.prysmid.control.tls.TlsContexts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;

/** HTTPS to workspaces' public origins: TLS 1.3, each certificate checked for the origin's name. Ends with the actor system. */
public final class PublicOrigins {
    /** The longest answer of ours is a few kilobytes. */
    private static final long LONGEST_ANSWER = 256 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    private final ActorSystem<?> system;
    private final Http http;
    private final HttpsConnectionContext tls;
    private final ConnectionPoolSettings pool;
    private final LoggingAdapter log;
    private final Duration timeout;

    public PublicOrigins(ActorSystem<?> system, AdminApiSettings settings) {
        this.system = system;
        this.http = Http.get(system);
        SSLContext context = TlsContexts.publicClient(settings.authority());
        this.tls = ConnectionContext.httpsClient((host, port) -> TlsContexts.clientEngine(context, host, port));
        this.pool = pool(system, settings);
        this.log = system.classicSystem().log();
        this.timeout = settings.timeout();
    }

    private static ConnectionPoolSettings pool(ActorSystem<?> system, AdminApiSettings settings) {
        ClientConnectionSettings connection = ClientConnectionSettings.create(system.classicSystem())
                .withConnectingTimeout(settings.timeout())
                .withIdleTimeout(settings.timeout());
        ClientConnectionSettings reached = settings.address()
                .map(address -> connection.withTransport(ClientTransport.withCustomResolver((host, port) ->
                        CompletableFuture.completedStage(InetSocketAddress.createUnresolved(address, (Integer) port)))))
                .orElse(connection);
        return ConnectionPoolSettings.create(system.classicSystem())
                .withMaxRetries(0)
                .withIdleTimeout(settings.timeout().multipliedBy(2))
                .withConnectionSettings(reached);
    }

    /** An answer: its status and its JSON, or a missing node where the body is none. */
    public record Answer(int status, JsonNode body) {
        /** A member that is text; empty where it is not. */
        public String text(String member) {
            JsonNode value = body.path(member);
            return value.isTextual() ? value.textValue() : "";
        }
    }

    /** Fails where there is no answer, or none that ends in time and size. */
    public CompletionStage<Answer> send(HttpRequest request) {
        return http.singleRequest(request, tls, pool, log)
                .thenCompose(response -> response.entity()
                        .toStrict(timeout.toMillis(), LONGEST_ANSWER, system)
                        .thenApply(strict -> new Answer(
                                response.status().intValue(),
                                parsed(strict.getData().utf8String()))))
                .toCompletableFuture()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode body = JSON.readTree(text);
            return body == null ? MissingNode.getInstance() : body;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** What a failed stage says to the log: no part of a request. */
    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }
}
