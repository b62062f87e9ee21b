package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who acts.
 *
 * @param id a member's or a token's id; of the others, the part of the program or the process that acts
 */
public record Actor(Type type, String id) {
    /** What kind of somebody that is. */
    public enum Type {
        /** A customer's person, signed in at the dashboard. */
        MEMBER("member"),
        /** An account's API token. */
        TOKEN("token"),
        /** Whoever runs this installation, with a token of theirs. */
        OPERATOR("operator"),
        /** The control plane by itself: a saga's step, a timer, the start. */
        SYSTEM("system"),
        /** The payment provider's word. */
        BILLING("billing");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        /** The type of that wire name, or an {@link InvalidValue}. */
        @JsonCreator
        public static Type parse(String text) {
            for (Type type : values()) {
                if (type.wire.equals(text)) {
                    return type;
                }
            }
            throw new InvalidValue("unknown_actor_type", "must be one of member, token, operator, system, billing");
        }

        /** The name in JSON. */
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    public static Actor member(String id) {
        return new Actor(Type.MEMBER, id);
    }

    public static Actor token(String id) {
        return new Actor(Type.TOKEN, id);
    }

    public static Actor operator(String id) {
        return new Actor(Type.OPERATOR, id);
    }

    /** @param part of the program, such as {@code provisioning} */
    public static Actor system(String part) {
        return new Actor(Type.SYSTEM, part);
    }

    /** @param id of the provider's event */
    public static Actor billing(String id) {
        return new Actor(Type.BILLING, id);
    }
}
