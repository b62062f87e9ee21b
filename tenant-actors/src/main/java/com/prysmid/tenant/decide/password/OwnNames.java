package com.prysmid.tenant.decide.password;

import com.prysmid.tenant.protocol.UserProfile;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What everybody knows who knows whose password it is: the person's names, those of the workspace and of this product. */
final class OwnNames {
    /** So much besides the names makes a password. */
    private static final int BESIDES = 8;

    private static final int SHORTEST = 3;
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final List<String> PRODUCT = List.of("prysmid", "prysm");

    private OwnNames() {}

    /** Whether little is left of the password without these names, masked or not. */
    static boolean make(String lower, UserProfile profile, String slug) {
        String rest = Folding.unmasked(lower);
        int before = rest.length();
        for (String name : longestFirst(profile, slug)) {
            rest = rest.replace(name, "");
        }
        return rest.length() < before && rest.length() < BESIDES;
    }

    private static List<String> longestFirst(UserProfile profile, String slug) {
        Set<String> names = new LinkedHashSet<>();
        add(names, profile.username());
        String email = profile.email();
        add(names, email == null ? null : email.substring(0, Math.max(0, email.indexOf('@'))));
        add(names, profile.givenName());
        add(names, profile.familyName());
        add(names, profile.name());
        add(names, profile.more().middleName());
        add(names, profile.more().nickname());
        add(names, slug);
        PRODUCT.forEach(name -> add(names, name));
        return names.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The whole, the whole without blanks and signs, and its parts. */
    private static void add(Set<String> names, @Nullable String text) {
        if (text == null) {
            return;
        }
        String lower = Folding.lower(text);
        addOne(names, lower);
        addOne(names, BETWEEN.matcher(lower).replaceAll(""));
        for (String part : BETWEEN.split(lower)) {
            addOne(names, part);
        }
    }

    private static void addOne(Set<String> names, String name) {
        if (name.length() >= SHORTEST) {
            names.add(Folding.unmasked(name));
        }
    }
}
