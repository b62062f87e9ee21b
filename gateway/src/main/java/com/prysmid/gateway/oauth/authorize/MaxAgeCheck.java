package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** OpenID Connect Core §3.1.2.1 {@code max_age}: seconds. */
final class MaxAgeCheck implements Check {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String text = parameters.get("max_age");
        return text == null || SECONDS.matcher(text).matches()
                ? null
                : Rejection.invalidRequest("max_age must be a number of seconds");
    }
}
