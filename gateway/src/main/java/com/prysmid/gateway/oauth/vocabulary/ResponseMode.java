package com.prysmid.gateway.oauth.vocabulary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How an authorization response reaches the app: OAuth 2.0 Multiple Response Types §2.1, OAuth 2.0 Form Post Response Mode §2, and
 * as a signed JWT (JARM §2.3).
 */
public enum ResponseMode {
    QUERY("query", Carrier.QUERY, false),
    FRAGMENT("fragment", Carrier.FRAGMENT, false),
    FORM_POST("form_post", Carrier.FORM_POST, false),
    QUERY_JWT("query.jwt", Carrier.QUERY, true),
    FRAGMENT_JWT("fragment.jwt", Carrier.FRAGMENT, true),
    FORM_POST_JWT("form_post.jwt", Carrier.FORM_POST, true);

    /** JARM §2.3.4: whatever the response type goes by, signed. */
    private static final String JWT = "jwt";

    /** Where the parameters stand. */
    public enum Carrier {
        QUERY,
        FRAGMENT,
        FORM_POST
    }

    private final String wireName;
    private final Carrier carrier;
    private final boolean signed;

    ResponseMode(String wireName, Carrier carrier, boolean signed) {
        this.wireName = wireName;
        this.carrier = carrier;
        this.signed = signed;
    }

    public Carrier carrier() {
        return carrier;
    }

    /** All parameters in one JWT. */
    public boolean isSigned() {
        return signed;
    }

    /** OAuth 2.0 Multiple Response Types §5: an id token never goes in a query. */
    public boolean mayCarry(ResponseType type) {
        return carrier != Carrier.QUERY || !type.givesIdToken();
    }

    public static Optional<ResponseMode> parse(String text, ResponseType type) {
        if (text.equals(JWT)) {
            return Optional.of(type.defaultMode() == FRAGMENT ? FRAGMENT_JWT : QUERY_JWT);
        }
        return Arrays.stream(values())
                .filter(mode -> mode.wireName.equals(text))
                .findFirst();
    }

    public static List<String> wireNames() {
        List<String> names = new ArrayList<>(
                Arrays.stream(values()).map(mode -> mode.wireName).toList());
        names.add(JWT);
        return List.copyOf(names);
    }
}
