package com.prysmid.gateway.scim;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Surface;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** All that is served below {@link #ROOT}. Bulk operations and {@code /Me} are not. */
public final class ScimEndpoints {
    static final String ROOT = "/scim/v2";

    private final ScimAuthentication authentication;

    private ScimEndpoints(Entities entities) {
        this.authentication = new ScimAuthentication(entities);
    }

    public static List<Endpoint> endpoints(Entities entities) {
        ScimEndpoints scim = new ScimEndpoints(entities);
        ScimUsers users = new ScimUsers(entities);
        ScimGroups groups = new ScimGroups(entities);
        return List.of(
                Endpoint.get(ROOT + "/ServiceProviderConfig", Surface.SCIM, ScimDiscovery::configuration),
                Endpoint.get(ROOT + "/ResourceTypes", Surface.SCIM, ScimDiscovery::resourceTypes),
                Endpoint.get(ROOT + "/ResourceTypes/{id}", Surface.SCIM, ScimDiscovery::resourceType),
                Endpoint.get(ROOT + "/Schemas", Surface.SCIM, ScimDiscovery::schemas),
                Endpoint.get(ROOT + "/Schemas/{id}", Surface.SCIM, ScimDiscovery::schema),
                scim.endpoint(HttpMethods.GET, "/Users", users::list),
                scim.endpoint(HttpMethods.POST, "/Users", users::create),
                scim.endpoint(HttpMethods.POST, "/Users/.search", users::search),
                scim.endpoint(HttpMethods.GET, "/Users/{id}", users::get),
                scim.endpoint(HttpMethods.PUT, "/Users/{id}", users::replace),
                scim.endpoint(HttpMethods.PATCH, "/Users/{id}", users::patch),
                scim.endpoint(HttpMethods.DELETE, "/Users/{id}", users::delete),
                scim.endpoint(HttpMethods.GET, "/Groups", groups::list),
                scim.endpoint(HttpMethods.POST, "/Groups", groups::create),
                scim.endpoint(HttpMethods.POST, "/Groups/.search", groups::search),
                scim.endpoint(HttpMethods.GET, "/Groups/{id}", groups::get),
                scim.endpoint(HttpMethods.PUT, "/Groups/{id}", groups::replace),
                scim.endpoint(HttpMethods.PATCH, "/Groups/{id}", groups::patch),
                scim.endpoint(HttpMethods.DELETE, "/Groups/{id}", groups::delete));
    }

    /** Nothing of a request is read before it is known who sent it. */
    private Endpoint endpoint(
            HttpMethod method, String path, Function<ScimCall, CompletionStage<HttpResponse>> action) {
        return new Endpoint(
                method,
                ROOT + path,
                Surface.SCIM,
                context -> authentication
                        .authenticate(context)
                        .thenCompose(caller -> action.apply(new ScimCall(context, caller))));
    }
}
