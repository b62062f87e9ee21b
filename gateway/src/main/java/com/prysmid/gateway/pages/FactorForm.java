package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.FactorType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A second factor as it is asked for.
 *
 * @param interaction to go on with; null when somebody just signs in
 * @param factor      asked for now; null where only {@code others} are left to choose from
 * @param others      that may be chosen instead
 * @param sent        whether a code was mailed already, where {@code factor} is that
 * @param enrolment   whether giving it sets it up
 * @param problem     in words for the person; null at first
 */
public record FactorForm(
        String csrf,
        @Nullable String interaction,
        @Nullable FactorType factor,
        List<OtherWay> others,
        boolean sent,
        boolean enrolment,
        @Nullable String problem) {
    /** @param href of the page that asks for it */
    public record OtherWay(String text, String href) {}

    public FactorForm {
        others = List.copyOf(others);
    }

    /** The factor's name in texts and forms. */
    public String name() {
        return factor == null ? "" : factor.name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is something to be typed. */
    public boolean asks() {
        return factor != null && (factor != FactorType.EMAIL_CODE || sent);
    }

    /** For {@code aria-invalid}; null leaves the attribute out. */
    public @Nullable String invalid() {
        return problem == null ? null : "true";
    }

    /** For {@code aria-describedby}: the id of the problem's paragraph. */
    public @Nullable String describedBy() {
        return problem == null ? null : "problem";
    }
}
