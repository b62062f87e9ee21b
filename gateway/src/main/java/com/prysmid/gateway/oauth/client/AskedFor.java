package com.prysmid.gateway.oauth.client;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.AuthorizationDetails;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for besides scopes: resources (RFC 8707 §2), details (RFC 9396 §2), and how the person signs in (OpenID Connect
 * Core §3.1.2.1 {@code acr_values}). Whatever an app did not register for, it does not get.
 *
 * @param details as JSON text; null where there are none
 */
public record AskedFor(List<String> resources, @Nullable String details) {
    public static final String RESOURCE = "resource";
    public static final String DETAILS = AuthorizationDetails.CLAIM;
    public static final String ACR_VALUES = "acr_values";

    private static final AskedFor NOTHING = new AskedFor(List.of(), null);

    public AskedFor {
        resources = List.copyOf(resources);
    }

    /** What is wrong with it. */
    public record Problem(String error, String description) {}

    /**
     * @param app null for a service account, which has registered neither
     * @return empty where it is good
     */
    public static Optional<Problem> whyNot(Form parameters, @Nullable AppMetadata app) {
        if (!parameters.has(RESOURCE) && !parameters.has(DETAILS)) {
            return Optional.empty();
        }
        List<String> registered = app == null ? List.of() : app.tokens().resources();
        if (!registered.containsAll(parameters.all(RESOURCE))) {
            // What is registered is an absolute URI without a fragment, as RFC 8707 §2 asks.
            return Optional.of(new Problem("invalid_target", "resource has to be one that this app registered"));
        }
        String text = parameters.get(DETAILS);
        if (text == null) {
            return Optional.empty();
        }
        List<String> types = app == null ? List.of() : app.authorization().authorizationDetailsTypes();
        return AuthorizationDetails.parse(text)
                        .filter(details -> types.containsAll(details.types()))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "invalid_authorization_details",
                        "authorization_details has to be an array of objects, each of a type that this app"
                                + " registered"));
    }

    /** Those that are asked for, or the app's default ones, as far as they are known here. */
    public static List<String> acrValues(Form parameters, AppMetadata app) {
        return AcrValues.known(
                parameters.has(ACR_VALUES)
                        ? Scope.split(parameters.require(ACR_VALUES))
                        : app.authorization().defaultAcrValues());
    }

    /** @throws HttpProblem 400 {@code invalid_target}, {@code invalid_authorization_details} */
    public static AskedFor checked(Form parameters, @Nullable AppMetadata app) {
        whyNot(parameters, app).ifPresent(problem -> {
            throw new HttpProblem(400, problem.error(), problem.description());
        });
        return in(parameters);
    }

    /** Of a request that has nothing wrong. */
    public static AskedFor in(Form parameters) {
        return parameters.has(RESOURCE) || parameters.has(DETAILS)
                ? new AskedFor(
                        parameters.all(RESOURCE).stream().distinct().toList(),
                        AuthorizationDetails.of(parameters.get(DETAILS))
                                .map(AuthorizationDetails::json)
                                .orElse(null))
                : NOTHING;
    }
}
