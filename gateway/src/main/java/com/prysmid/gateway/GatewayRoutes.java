package com.prysmid.gateway;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.host.HostParser;
import com.prysmid.gateway.host.WorkspaceLookup;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.RequestPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Puts the gateway together: the only class that knows all of it. */
public final class GatewayRoutes {
    private GatewayRoutes() {}

    public static Function<HttpRequest, CompletionStage<HttpResponse>> create(
            ActorSystem<?> system, GatewaySettings settings) {
        Entities entities = new Entities(system);
        Pages pages = new PlainPages();
        List<Endpoint> endpoints = new ArrayList<>();
        return new RequestPipeline(
                system, new HostParser(settings.origin()), new WorkspaceLookup(entities), endpoints, pages);
    }
}
