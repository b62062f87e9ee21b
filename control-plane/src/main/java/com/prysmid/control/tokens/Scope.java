package com.prysmid.control.tokens;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.prysmid.control.value.InvalidValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What an API token may do; each operation asks for one. */
public enum Scope {
    READ_WORKSPACES("workspaces.read"),
    /** Also what costs the customer money or cuts off their users: create, suspend, resume. */
    WRITE_WORKSPACES("workspaces.write"),
    READ_MEMBERS("members.read"),
    /** Invite, change and remove others; an owner only with an operator's token. */
    WRITE_MEMBERS("members.write"),
    READ_AUDIT("audit.read"),
    READ_TOKENS("tokens.read"),
    /** Make others, which can do no more than this one, and delete any. */
    WRITE_TOKENS("tokens.write");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /** The scope of that wire name, or an {@link InvalidValue}. */
    @JsonCreator
    public static Scope parse(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.wire.equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValue(
                        "unknown_scope",
                        "must be among "
                                + Arrays.stream(values()).map(Scope::wire).collect(Collectors.joining(", "))));
    }

    /** The name in JSON. */
    @JsonValue
    public String wire() {
        return wire;
    }
}
