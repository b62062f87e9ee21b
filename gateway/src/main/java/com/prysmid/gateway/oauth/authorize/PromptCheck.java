package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.Prompt;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §3.1.2.1: known values; {@code none} stands alone. */
final class PromptCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String text = parameters.find("prompt").orElse("");
        Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
        for (String value : Scope.split(text)) {
            Optional<Prompt> prompt = Prompt.parse(value);
            if (prompt.isEmpty()) {
                return Rejection.invalidRequest("prompt has an unknown value");
            }
            prompts.add(prompt.get());
        }
        return prompts.contains(Prompt.NONE) && prompts.size() > 1
                ? Rejection.invalidRequest("prompt=none stands alone")
                : null;
    }
}
