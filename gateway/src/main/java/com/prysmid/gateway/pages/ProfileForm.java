package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.UserProfile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of themselves, to be changed.
 *
 * @param own     the fields, filled
 * @param told    what others have confirmed or given, to be read only
 * @param wrong   names of the fields that were not taken
 * @param problem in words; null at first
 * @param saved   whether it was changed just now
 */
public record ProfileForm(
        String csrf,
        List<Field> own,
        UserProfile told,
        Set<String> wrong,
        @Nullable String problem,
        boolean saved) {
    /**
     * One field.
     *
     * @param autocomplete of HTML, or {@code off}
     */
    public record Field(String name, String label, String value, String autocomplete) {}

    public ProfileForm {
        own = List.copyOf(own);
        wrong = Set.copyOf(wrong);
    }

    /** For {@code aria-invalid}; null leaves the attribute out. */
    public @Nullable String invalid(String field) {
        return wrong.contains(field) ? "true" : null;
    }

    /** For {@code aria-describedby}. */
    public @Nullable String describedBy(String field) {
        return wrong.contains(field) ? "problem" : null;
    }

    /** Redacted: personal data. */
    @Override
    public String toString() {
        return "ProfileForm[redacted]";
    }
}
