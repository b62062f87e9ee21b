package com.prysmid.gateway.oauth.token;

import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.oauth.client.AskedFor;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand.AuthenticatedClient;
import com.prysmid.tenant.protocol.TokenCommand.ClientKind;

/** A request of a client that proved who it is and may use the grant it asks for. */
record TokenRequest(RequestContext context, Form form, AuthenticatedClient client) {
    Slug slug() {
        return context.slug();
    }

    /** @throws com.prysmid.gateway.http.HttpProblem {@code invalid_target}, {@code invalid_authorization_details} */
    AskedFor askedFor() {
        return AskedFor.checked(form, client.app());
    }

    /** Out of what was granted before. */
    Narrowing narrowing() {
        AskedFor asked = askedFor();
        return asked.resources().isEmpty() && asked.details() == null
                ? Narrowing.NONE
                : new Narrowing(asked.resources(), asked.details());
    }

    Act act() {
        String clientId = client.clientId();
        return client.kind() == ClientKind.APP
                ? context.act().by(Actor.app(clientId)).throughApp(clientId)
                : context.act().by(Actor.serviceAccount(clientId));
    }
}
