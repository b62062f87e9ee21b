package com.prysmid.gateway;

import com.google.crypto.tink.Aead;
import com.prysmid.gateway.admin.AdminApi;
import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.guard.Cors;
import com.prysmid.gateway.guard.InteractionKeyset;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.host.HostParser;
import com.prysmid.gateway.host.WorkspaceLookup;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.RequestPipeline;
import com.prysmid.gateway.oauth.OAuthEndpoints;
import com.prysmid.gateway.pages.AccountEndpoints;
import com.prysmid.gateway.pages.AccountFactorEndpoints;
import com.prysmid.gateway.pages.AccountPages;
import com.prysmid.gateway.pages.ApproveEndpoints;
import com.prysmid.gateway.pages.ConsentEndpoints;
import com.prysmid.gateway.pages.DataEndpoints;
import com.prysmid.gateway.pages.DeviceEndpoints;
import com.prysmid.gateway.pages.ForgotEndpoints;
import com.prysmid.gateway.pages.HostedPages;
import com.prysmid.gateway.pages.LinkEndpoints;
import com.prysmid.gateway.pages.LoginEndpoints;
import com.prysmid.gateway.pages.MfaEndpoints;
import com.prysmid.gateway.pages.OwnAccountEndpoints;
import com.prysmid.gateway.pages.PageTemplates;
import com.prysmid.gateway.pages.PasskeyEndpoints;
import com.prysmid.gateway.pages.PasskeyFactorEndpoints;
import com.prysmid.gateway.pages.PasswordChangeEndpoints;
import com.prysmid.gateway.pages.ProfileEndpoints;
import com.prysmid.gateway.pages.SessionEndpoints;
import com.prysmid.gateway.pages.SignUpEndpoints;
import com.prysmid.gateway.pages.StaticEndpoints;
import com.prysmid.gateway.pages.UpstreamEndpoints;
import com.prysmid.gateway.scim.ScimEndpoints;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.Slug;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Puts the gateway together: the only class that knows all of it. */
public final class GatewayRoutes {
    private GatewayRoutes() {}

    /** @throws UncheckedIOException where the keyset can be neither read nor made */
    public static Function<HttpRequest, CompletionStage<HttpResponse>> create(
            ActorSystem<?> system, GatewaySettings settings) {
        Clock clock = Clock.systemUTC();
        Entities entities = new Entities(system);
        InteractionSeal seal = new InteractionSeal(openKeyset(settings), clock);
        RateLimits limits = new RateLimits(settings.limits());
        Pages pages = new HostedPages();
        PageTemplates templates = new PageTemplates(clock);
        AccountPages account = new AccountPages(entities, seal, templates, clock);
        List<Endpoint> endpoints =
                new ArrayList<>(OAuthEndpoints.all(entities, seal, pages, settings.mtlsOrigin(), limits, clock));
        endpoints.addAll(LoginEndpoints.endpoints(entities, seal, templates, limits, clock));
        endpoints.addAll(SignUpEndpoints.endpoints(entities, seal, templates, limits));
        endpoints.addAll(ForgotEndpoints.endpoints(entities, seal, templates, limits));
        endpoints.addAll(LinkEndpoints.endpoints(entities, seal, templates, limits, clock));
        endpoints.addAll(PasswordChangeEndpoints.endpoints(entities, seal, templates, clock));
        endpoints.addAll(OwnAccountEndpoints.endpoints(entities, account, templates, limits, clock));
        endpoints.addAll(MfaEndpoints.endpoints(entities, seal, templates, clock));
        endpoints.addAll(AccountFactorEndpoints.endpoints(entities, account));
        endpoints.addAll(ApproveEndpoints.endpoints(entities, seal, templates, clock));
        endpoints.addAll(DeviceEndpoints.endpoints(entities, seal, templates, clock));
        endpoints.addAll(ConsentEndpoints.endpoints(entities, seal, templates));
        endpoints.addAll(AccountEndpoints.endpoints(entities, account));
        endpoints.addAll(PasskeyEndpoints.endpoints(entities, account, seal, clock));
        endpoints.addAll(PasskeyFactorEndpoints.endpoints(entities, seal, templates, limits, clock));
        endpoints.addAll(UpstreamEndpoints.endpoints(entities, seal, templates, limits, account, clock));
        endpoints.addAll(ProfileEndpoints.endpoints(entities, account));
        endpoints.addAll(SessionEndpoints.endpoints(entities, account));
        endpoints.addAll(DataEndpoints.endpoints(entities, account));
        endpoints.addAll(StaticEndpoints.endpoints(entities, clock));
        endpoints.addAll(AdminApi.endpoints(entities));
        endpoints.addAll(ScimEndpoints.endpoints(entities));
        WorkspaceLookup workspaces = new WorkspaceLookup(entities);
        workspaces.forgetWhenTold(system);
        return new RequestPipeline(
                system,
                new HostParser(settings.origin()),
                new HostParser(settings.mtlsOrigin()),
                workspaces,
                endpoints,
                new Cors(OAuthEndpoints.FOR_SCRIPTS, (slug, origin) -> allows(entities, slug, origin)),
                pages);
    }

    private static CompletionStage<Boolean> allows(Entities entities, Slug slug, String origin) {
        return entities.workspace(
                        slug,
                        replyTo -> new AppCommand.AllowsOrigin(slug, origin, replyTo),
                        AppCommand.OriginAllowed.class)
                .thenApply(AppCommand.OriginAllowed::allowed);
    }

    private static Aead openKeyset(GatewaySettings settings) {
        try {
            return InteractionKeyset.open(settings.interactionKeyset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
