package com.prysmid.tenant.protocol;

import java.util.Locale;

/** Who did something, as the audit journal names them: a type and an opaque id. */
public record Actor(Type type, String id) {
    public enum Type {
        USER,
        SERVICE_ACCOUNT,
        /** A directory outside, by its token for provisioning. */
        SCIM_TOKEN,
        APP,
        CONTROL_PLANE,
        SYSTEM,
        ANONYMOUS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Actor ANONYMOUS = new Actor(Type.ANONYMOUS, "anonymous");
    public static final Actor SYSTEM = new Actor(Type.SYSTEM, "system");
    public static final Actor CONTROL_PLANE = new Actor(Type.CONTROL_PLANE, "control-plane");

    public static Actor user(UserId id) {
        return new Actor(Type.USER, id.value());
    }

    public static Actor serviceAccount(String id) {
        return new Actor(Type.SERVICE_ACCOUNT, id);
    }

    public static Actor scimToken(String tokenId) {
        return new Actor(Type.SCIM_TOKEN, tokenId);
    }

    public static Actor app(String clientId) {
        return new Actor(Type.APP, clientId);
    }
}
