package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.IdpCommand.Choices;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Through whom one may sign in here, and who is to be sent there without being asked (home-realm discovery). */
final class UpstreamChoices {
    static final String ROOT = "/ui/idp";

    /** Of the sign-in page: shows it, whoever is expected. */
    static final String STAY = "stay";

    private final Entities entities;

    UpstreamChoices(Entities entities) {
        this.entities = entities;
    }

    /** @param login a login name that was given, or is expected; null for none */
    CompletionStage<Choices> offered(RequestContext context, @Nullable String login) {
        return entities.workspace(
                context.slug(), replyTo -> new IdpCommand.Offer(context.slug(), login, replyTo), Choices.class);
    }

    /**
     * Where the sign-in page sends a browser before it shows anything: to the provider that the app names, or to the one whose domain
     * the expected person is of.
     */
    static Optional<String> elsewhere(
            RequestContext context, Optional<SealedInteraction> interaction, Choices choices) {
        if (context.query().has(STAY)) {
            return Optional.empty();
        }
        String named = interaction.map(open -> open.parameter("idp_hint")).orElse(null);
        if (named != null
                && choices.items().stream().anyMatch(choice -> choice.id().equals(named))) {
            return Optional.of(startPath(named, interaction, null));
        }
        return Optional.ofNullable(choices.home())
                .map(home -> startPath(
                        home,
                        interaction,
                        interaction.map(open -> open.parameter("login_hint")).orElse(null)));
    }

    /** @param login whom the provider may expect; null for nobody */
    static String startPath(String idpId, Optional<SealedInteraction> interaction, @Nullable String login) {
        String path = ROOT + "/" + encode(idpId) + "/start";
        String carried = interaction
                .map(open -> Interaction.PARAMETER + "=" + encode(open.sealed()))
                .orElse("");
        String expected = login == null ? "" : "login_hint=" + encode(login);
        String query = carried + (carried.isEmpty() || expected.isEmpty() ? "" : "&") + expected;
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
