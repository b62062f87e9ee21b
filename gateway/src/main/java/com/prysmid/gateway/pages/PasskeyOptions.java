package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.PasskeyChallenges;
import com.prysmid.gateway.http.Json;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.PasskeyCommand.AssertionOptions;
import com.prysmid.tenant.protocol.PasskeyCommand.Descriptor;
import com.prysmid.tenant.protocol.PasskeyCommand.RegistrationOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What browsers are asked, in the names of Web Authentication Level 3 §5.4 and §5.5 ({@code …OptionsJSON}). */
final class PasskeyOptions {
    private static final String REQUIRED = "required";

    private PasskeyOptions() {}

    /** Any passkey of this host, by whoever has one: their authenticator says who they are, and has made sure of it. */
    static String anybody(RequestContext context, String challenge) {
        return get(context, challenge, List.of(), REQUIRED);
    }

    /** One of these, after something else was proven: touching it is enough where no more can be had. */
    static String oneOf(RequestContext context, String challenge, AssertionOptions known) {
        return get(context, challenge, known.allow(), "preferred");
    }

    private static String get(
            RequestContext context, String challenge, List<Descriptor> allow, String userVerification) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", challenge);
        options.put("timeout", PasskeyChallenges.LIFE.toMillis());
        options.put("rpId", host(context));
        options.put("allowCredentials", descriptors(allow));
        options.put("userVerification", userVerification);
        return new String(Json.write(options), StandardCharsets.UTF_8);
    }

    /** One that can be found without a user name, and that knows its user. */
    static String create(RequestContext context, String challenge, RegistrationOptions user) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put(
                "rp",
                Map.of(
                        "id",
                        host(context),
                        "name",
                        context.workspace()
                                .branding()
                                .nameOr(context.workspace().name())));
        options.put(
                "user", Map.of("id", user.userHandle(), "name", user.userName(), "displayName", user.displayName()));
        options.put("challenge", challenge);
        options.put(
                "pubKeyCredParams",
                user.algorithms().stream()
                        .map(algorithm -> Map.of("type", "public-key", "alg", algorithm))
                        .toList());
        options.put("timeout", PasskeyChallenges.LIFE.toMillis());
        options.put("excludeCredentials", descriptors(user.exclude()));
        options.put(
                "authenticatorSelection",
                Map.of("residentKey", REQUIRED, "requireResidentKey", true, "userVerification", REQUIRED));
        options.put("attestation", "none");
        return new String(Json.write(options), StandardCharsets.UTF_8);
    }

    private static List<Map<String, Object>> descriptors(List<Descriptor> credentials) {
        return credentials.stream()
                .map(one -> {
                    Map<String, Object> descriptor = new LinkedHashMap<>();
                    descriptor.put("type", "public-key");
                    descriptor.put("id", one.id());
                    if (!one.transports().isEmpty()) {
                        descriptor.put("transports", one.transports());
                    }
                    return descriptor;
                })
                .toList();
    }

    private static String host(RequestContext context) {
        return URI.create(context.issuer()).getHost();
    }
}
