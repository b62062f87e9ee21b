package com.prysmid.gateway.oauth.token;

import com.prysmid.tenant.protocol.GrantCommand.Granted;
import java.util.concurrent.CompletionStage;

/** What a client may get tokens for. */
@FunctionalInterface
interface Grant {
    CompletionStage<Granted> grant(TokenRequest request);
}
