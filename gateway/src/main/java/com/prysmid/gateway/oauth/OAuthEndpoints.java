package com.prysmid.gateway.oauth;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.oauth.authorize.AuthorizeEndpoint;
import com.prysmid.gateway.oauth.authorize.PushEndpoint;
import com.prysmid.gateway.oauth.ciba.BackchannelAuthenticationEndpoint;
import com.prysmid.gateway.oauth.client.ClientAuthentication;
import com.prysmid.gateway.oauth.device.DeviceAuthorizationEndpoint;
import com.prysmid.gateway.oauth.discovery.DiscoveryEndpoint;
import com.prysmid.gateway.oauth.introspect.IntrospectEndpoint;
import com.prysmid.gateway.oauth.keys.KeysEndpoint;
import com.prysmid.gateway.oauth.logout.EndSessionEndpoint;
import com.prysmid.gateway.oauth.register.RegisterEndpoint;
import com.prysmid.gateway.oauth.revoke.RevokeEndpoint;
import com.prysmid.gateway.oauth.token.TokenEndpoint;
import com.prysmid.gateway.oauth.userinfo.UserInfoEndpoint;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.tenant.protocol.PublicOrigin;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All of the protocol's endpoints. */
public final class OAuthEndpoints {
    private OAuthEndpoints() {}

    /** Of endpoints that scripts in browsers use with a token or credential of their own; never the pages. */
    public static final Set<String> FOR_SCRIPTS = Set.of(OAuthPaths.TOKEN, OAuthPaths.USERINFO, OAuthPaths.REVOKE);

    /** @param mtlsOrigin where clients are asked for their certificate (RFC 8705) */
    public static List<Endpoint> all(
            Entities entities,
            InteractionSeal seal,
            Pages pages,
            PublicOrigin mtlsOrigin,
            RateLimits limits,
            Clock clock) {
        ClientAuthentication clients = new ClientAuthentication(entities, limits);
        return Stream.of(
                        new DiscoveryEndpoint(mtlsOrigin).endpoints(),
                        new KeysEndpoint(entities).endpoints(),
                        new AuthorizeEndpoint(entities, seal, pages, clock).endpoints(),
                        new PushEndpoint(entities, clients).endpoints(),
                        new TokenEndpoint(entities, clients, limits).endpoints(),
                        new BackchannelAuthenticationEndpoint(entities, clients).endpoints(),
                        new DeviceAuthorizationEndpoint(entities, clients, limits).endpoints(),
                        new UserInfoEndpoint(entities).endpoints(),
                        new IntrospectEndpoint(entities, clients).endpoints(),
                        new RevokeEndpoint(entities, clients).endpoints(),
                        new RegisterEndpoint(entities, limits).endpoints(),
                        new EndSessionEndpoint(entities, pages).endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
