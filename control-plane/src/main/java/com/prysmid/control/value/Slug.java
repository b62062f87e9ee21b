package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A workspace's name in host names, schema names and role names: 3 to 40 characters, lower-case letters, digits and single
 * hyphens, starting with a letter and not ending with a hyphen.
 */
public record Slug(@JsonValue String text) implements Comparable<Slug> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,38}[a-z0-9]");

    /** Names the product uses itself, as hosts or as workspaces. */
    private static final Set<String> RESERVED = Set.of("console", "api", "app", "www", "auth", "admin", "mail");

    /** The workspace in which the dashboard's members sign in: the only reserved name that a workspace has, and no customer's. */
    public static final Slug CONSOLE = new Slug("console");

    @JsonCreator
    public Slug {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue(
                    "invalid_slug",
                    "must be 3 to 40 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen");
        }
        if (text.contains("--")) {
            throw new InvalidValue("invalid_slug", "must not contain two hyphens in a row");
        }
    }

    /** Checks a slug that comes from outside: nobody asks for what is the product's own. */
    public static Slug parse(String text) {
        Slug slug = new Slug(text);
        if (slug.isReserved()) {
            throw new InvalidValue("reserved_slug", "is reserved; choose another");
        }
        return slug;
    }

    /** Whether it is the product's own. */
    public boolean isReserved() {
        return RESERVED.contains(text);
    }

    @Override
    public int compareTo(Slug other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
