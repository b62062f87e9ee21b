package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody in the middle of a sign-in, as the browser's cookie and the form say. */
record MfaVisit(
        RequestContext context,
        UserBoundToken ticket,
        Optional<SealedInteraction> interaction,
        WorkspaceSettings settings) {
    Words words() {
        return Words.of(context, interaction);
    }

    @Nullable
    String sealed() {
        return interaction.map(SealedInteraction::sealed).orElse(null);
    }

    String href(String path, String more) {
        String carried = sealed() == null
                ? ""
                : "&" + Interaction.PARAMETER + "=" + URLEncoder.encode(sealed(), StandardCharsets.UTF_8);
        String query = more.isEmpty() && !carried.isEmpty() ? carried.substring(1) : more + carried;
        return query.isEmpty() ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        return "MfaVisit[redacted]";
    }
}
