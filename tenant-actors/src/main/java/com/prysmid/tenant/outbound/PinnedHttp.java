package com.prysmid.tenant.outbound;

import com.prysmid.tenant.outbound.Outcome.Reason;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.IllegalResponseException;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import scala.concurrent.ExecutionContextExecutor;

/** One request on one connection to one given address. */
final class PinnedHttp {
    private static final String DISPATCHER = "prysm.outbound.dispatcher";
    private static final String USER_AGENT = "PrysmID";
    /** Failure is a value here and no error of ours; and what fails a stage quotes the answer. */
    private static final Attributes QUIET_ON_OWN_THREADS = Attributes.createLogLevels(
                    Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff())
            .and(ActorAttributes.dispatcher(DISPATCHER));

    /** Answers are strangers' words: nothing of them is logged, and what is odd in a header is passed over. */
    private static final Config QUIET = ConfigFactory.parseString("""
            pekko.http.client.parsing {
              illegal-header-warnings = off
              error-logging-verbosity = off
              illegal-response-header-name-processing-mode = ignore
              illegal-response-header-value-processing-mode = ignore
            }""");

    private final ActorSystem<?> system;
    private final HttpsConnectionContext tls;
    private final ClientConnectionSettings settings;
    private final ExecutionContextExecutor executor;

    PinnedHttp(ActorSystem<?> system, OutboundTls tls, Duration timeLimit) {
        this.system = system;
        this.tls = ConnectionContext.httpsClient(tls::engine);
        this.settings = ClientConnectionSettings.create(
                        QUIET.withFallback(system.settings().config()))
                .withConnectingTimeout(timeLimit)
                .withIdleTimeout(timeLimit);
        this.executor = system.dispatchers().lookup(DispatcherSelector.fromConfig(DISPATCHER));
    }

    ExecutionContextExecutor executor() {
        return executor;
    }

    /**
     * @param address where the connection goes, whatever the name resolves to by now
     * @param end     when it completes, so does the connection
     */
    CompletionStage<Outcome> send(
            OutboundUrl url, InetAddress address, OutboundRequest request, CompletionStage<Outcome> end) {
        SharedKillSwitch stop = KillSwitches.shared("outbound");
        end.whenComplete((outcome, never) -> stop.abort(new TimeoutException()));
        InetSocketAddress remote = new InetSocketAddress(address, url.port());
        var connection = Http.get(system)
                .connectionTo(url.host())
                .toPort(url.port())
                .withCustomHttpsConnectionContext(tls)
                .withClientConnectionSettings(settings.withTransport(ClientTransport.withCustomResolver(
                                (host, port) -> CompletableFuture.completedStage(remote)))
                        // No chunk of the body is longer than the whole may be.
                        .withParserSettings(settings.getParserSettings().withMaxChunkSize(request.mostBytes())))
                .https();
        return Source.single(message(url, request))
                .via(connection)
                .via(stop.flow())
                .mapAsync(1, response -> read(response, request.mostBytes(), stop))
                .toMat(Sink.<Outcome>head(), Keep.right())
                .withAttributes(QUIET_ON_OWN_THREADS)
                .run(system)
                .exceptionally(thrown -> new Outcome.Refused(reason(thrown)));
    }

    private static HttpRequest message(OutboundUrl url, OutboundRequest request) {
        HttpRequest message = request.content() == null
                ? HttpRequest.GET("/")
                : HttpRequest.POST("/")
                        .withEntity(HttpEntities.create(
                                ContentTypes.parse(request.content().mediaType()),
                                ByteString.fromString(request.content().body().reveal())));
        message = message.addHeader(RawRequestURI.create(url.target()))
                .addHeader(HttpHeader.parse("Host", url.authority()))
                .addHeader(HttpHeader.parse("User-Agent", USER_AGENT))
                .addHeader(RawHeader.create("Accept", request.accept()))
                .addHeader(HttpHeader.parse("Connection", "close"));
        return request.authorization() == null
                ? message
                : message.addHeader(RawHeader.create(
                        "Authorization", request.authorization().reveal()));
    }

    private CompletionStage<Outcome> read(HttpResponse response, int mostBytes, SharedKillSwitch stop) {
        String cacheControl =
                response.getHeader("cache-control").map(HttpHeader::value).orElse("");
        return response.entity()
                .getDataBytes()
                .via(stop.flow())
                .limitWeighted(mostBytes, chunk -> (long) chunk.size())
                .toMat(
                        Sink.<ByteString, ByteString>fold(ByteString.emptyByteString(), ByteString::concat),
                        Keep.right())
                .withAttributes(QUIET_ON_OWN_THREADS)
                .run(system)
                .thenApply(body -> new Outcome.Answered(
                        response.status().intValue(),
                        response.entity().getContentType().toString(),
                        cacheControl,
                        body.utf8String()));
    }

    private static Reason reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StreamLimitReachedException e -> {
                    return Reason.TOO_LARGE;
                }
                case SSLException e -> {
                    return Reason.NOT_TRUSTED;
                }
                case IllegalResponseException e -> {
                    return Reason.MALFORMED;
                }
                case EntityStreamException e -> {
                    return Reason.MALFORMED;
                }
                case TimeoutException e -> {
                    return Reason.TIMED_OUT;
                }
                default -> {}
            }
        }
        return Reason.UNREACHABLE;
    }
}
