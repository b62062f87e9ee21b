package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.http.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody was about to do when they were asked to sign in, as it travels through the pages of a sign-in.
 *
 * @param sealed      to be carried on, as the query parameter or form field {@link Interaction#PARAMETER}
 * @param purpose     one of {@link Interaction#PURPOSES}
 * @param interaction what is in it
 */
record SealedInteraction(String sealed, String purpose, Interaction interaction) {

    /** Empty where there is none, it is too old, or it is none of this workspace's. */
    static Optional<SealedInteraction> open(InteractionSeal seal, RequestContext context, @Nullable String sealed) {
        return sealed == null
                ? Optional.empty()
                : Interaction.PURPOSES.stream()
                        .flatMap(purpose -> seal.open(purpose, context.slug(), sealed).stream()
                                .map(interaction -> new SealedInteraction(sealed, purpose, interaction)))
                        .findFirst();
    }

    /** Where it goes on once somebody has signed in. */
    String resumePath() {
        return Interaction.resumePath(purpose, sealed);
    }

    @Nullable
    String parameter(String name) {
        return interaction.parameters().get(name);
    }
}
