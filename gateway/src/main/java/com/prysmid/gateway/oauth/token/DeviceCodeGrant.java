package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.GrantCommand.Granted;
import com.prysmid.tenant.protocol.Secret;
import java.util.concurrent.CompletionStage;

/** RFC 8628 §3.4: the workspace knows what the person said, and hands the person's code to one poll alone. */
final class DeviceCodeGrant implements Grant {
    private final Entities entities;
    private final UserRedemption users;

    DeviceCodeGrant(Entities entities, UserRedemption users) {
        this.entities = entities;
        this.users = users;
    }

    @Override
    public CompletionStage<Granted> grant(TokenRequest request) {
        Secret deviceCode = new Secret(request.form().require("device_code"));
        // Before the code is handed out, which happens once.
        request.narrowing();
        return entities.workspace(
                        request.slug(),
                        replyTo -> new DeviceCommand.Poll(
                                request.slug(), deviceCode, request.client().clientId(), replyTo),
                        DeviceCommand.Approved.class)
                .thenCompose(approved -> users.redeemCode(
                        request, GrantType.DEVICE_CODE, approved.code().reveal(), null, null));
    }
}
