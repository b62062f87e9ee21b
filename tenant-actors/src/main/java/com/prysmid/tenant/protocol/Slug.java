package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A workspace's name in host names, schema names and entity ids: {@code [a-z][a-z0-9-]{1,38}[a-z0-9]}, no {@code --}. */
public record Slug(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?!-)){1,38}[a-z0-9]");
    /** Names of our own hosts and pages; {@code console} is the workspace of our own members and made by the operator. */
    private static final Set<String> RESERVED = Set.of("console", "api", "app", "www", "auth", "admin", "mail");

    /** The workspace in which the control plane's own members sign in. */
    public static final Slug CONSOLE = new Slug("console");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Slug {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a workspace slug");
        }
    }

    public static boolean isWellFormed(String value) {
        return value.length() <= 40 && SHAPE.matcher(value).matches();
    }

    public static Optional<Slug> parse(String value) {
        return isWellFormed(value) ? Optional.of(new Slug(value)) : Optional.empty();
    }

    /** Whether customers may not have it. */
    public boolean isReserved() {
        return RESERVED.contains(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
