package com.prysmid.gateway.pages;

import com.prysmid.tenant.protocol.TicketPurpose;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Before a link that was mailed is used up, the person says so; some choose a password with it.
 *
 * @param action         the path that it is posted to
 * @param csrf           the token that its POST must bring back
 * @param token          of the link
 * @param address        that it was mailed to
 * @param username       for whatever keeps passwords
 * @param passwordNeeded a password has to be chosen
 * @param minLength      of a password, in characters
 * @param providers      through whom one may sign in instead of choosing a password
 * @param interaction    the sealed one to go on with there; null: none
 * @param problem        what went wrong, in words for the person; null at first
 */
public record LinkForm(
        String action,
        String csrf,
        String token,
        TicketPurpose purpose,
        String address,
        String username,
        boolean passwordNeeded,
        int minLength,
        List<Provider> providers,
        @Nullable String interaction,
        @Nullable String problem) {
    /** The field that carries the link's token. */
    static final String TOKEN = "token";

    /** @param action where the form is posted by which a sign-in through it begins */
    public record Provider(String name, String action) {}

    public LinkForm {
        providers = List.copyOf(providers);
    }

    /** Of one of this purpose's texts. */
    public String key(String name) {
        return "accounts.link." + purpose.name().toLowerCase(Locale.ROOT) + "." + name;
    }

    /** Redacted: holds a link's secret, and names a person. */
    @Override
    public String toString() {
        return "LinkForm[" + purpose + "]";
    }
}
