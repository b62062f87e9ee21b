package com.prysmid.control.http;

import com.prysmid.control.tls.TlsContexts;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Materializer;

/** The public listener: TLS 1.3 only, HTTP/2 and HTTP/1.1. */
public final class ApiServer {
    /** How long requests under way may take to end when the listener closes. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final ServerBinding binding;

    private ApiServer(ServerBinding binding) {
        this.binding = binding;
    }

    /** @param port 0 for any free one */
    public static CompletionStage<ApiServer> bind(
            ActorSystem<?> system, ControlApi api, SSLContext tls, String host, int port) {
        Materializer materializer = Materializer.createMaterializer(system);
        return Http.get(system)
                .newServerAt(host, port)
                .enableHttps(ConnectionContext.httpsServer(() -> TlsContexts.serverEngine(tls)))
                .bind((HttpRequest request) -> api.handle(request, materializer))
                .thenApply(ApiServer::new);
    }

    /** The bound port. */
    public int port() {
        return binding.localAddress().getPort();
    }

    /** Stops listening and lets requests under way end. */
    public CompletionStage<Void> close() {
        return binding.terminate(FAREWELL).thenAccept(terminated -> {});
    }
}
