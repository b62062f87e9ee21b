package com.prysmid.gateway.oauth.authorize;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.oauth.vocabulary.ResponseMode;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import com.prysmid.tenant.protocol.AppCommand.AppView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OAuth 2.0 Multiple Response Types §2.1 and §5, JARM §2.3. */
final class ResponseModeCheck implements Check {
    @Override
    public @Nullable Rejection check(Form parameters, AppView app) {
        String text = parameters.get("response_mode");
        if (text == null) {
            return null;
        }
        ResponseType type = ResponseTypeCheck.of(parameters);
        Optional<ResponseMode> mode = ResponseMode.parse(text, type);
        if (mode.isEmpty()) {
            return Rejection.invalidRequest("response_mode is none that is served");
        }
        return mode.get().mayCarry(type)
                ? null
                : Rejection.invalidRequest("response_mode query cannot carry an id token");
    }
}
