package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.guard.Csrf;
import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.InteractionSeal;
import com.prysmid.gateway.guard.LinkCookie;
import com.prysmid.gateway.guard.RateLimits;
import com.prysmid.gateway.guard.SessionCookie;
import com.prysmid.gateway.http.Endpoint;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Surface;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.ProvisioningCommand.Describe;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ui/verify} and {@code /ui/password/reset}: where links lead that were mailed. To open one uses nothing up (mail scanners
 * do): what it is for happens once its form is sent.
 */
public final class LinkEndpoints {
    private static final String VERIFY = "/ui/verify";
    private static final String RESET = "/ui/password/reset";

    private final Entities entities;
    private final InteractionSeal seal;
    private final PageTemplates templates;
    private final RateLimits limits;
    private final AfterSignIn after;
    private final UpstreamChoices choices;

    private LinkEndpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        this.entities = entities;
        this.seal = seal;
        this.templates = templates;
        this.limits = limits;
        this.after = new AfterSignIn(templates, clock);
        this.choices = new UpstreamChoices(entities);
    }

    public static List<Endpoint> endpoints(
            Entities entities, InteractionSeal seal, PageTemplates templates, RateLimits limits, Clock clock) {
        LinkEndpoints links = new LinkEndpoints(entities, seal, templates, limits, clock);
        Place verify = new Place(VERIFY, EnumSet.complementOf(EnumSet.of(TicketPurpose.PASSWORD_RESET)));
        Place reset = new Place(RESET, EnumSet.of(TicketPurpose.PASSWORD_RESET));
        return List.of(
                Endpoint.get(VERIFY, Surface.PAGE, context -> links.show(context, verify)),
                Endpoint.post(VERIFY, Surface.PAGE, context -> links.use(context, verify)),
                Endpoint.get(RESET, Surface.PAGE, context -> links.show(context, reset)),
                Endpoint.post(RESET, Surface.PAGE, context -> links.use(context, reset)));
    }

    /** A link is good only where it leads. */
    private record Place(String path, Set<TicketPurpose> purposes) {}

    /** A link that was opened: what its browser keeps along with it. */
    private record Opened(
            Place place, UserBoundToken token, @Nullable Secret browser) {
        static Optional<Opened> in(RequestContext context, Place place, @Nullable String token) {
            return Optional.ofNullable(token)
                    .flatMap(UserBoundToken::parse)
                    .map(parsed -> new Opened(
                            place,
                            parsed,
                            LinkCookie.read(context.request())
                                    .map(LinkCookie.Kept::secret)
                                    .orElse(null)));
        }
    }

    private CompletionStage<HttpResponse> show(RequestContext context, Place place) {
        return Opened.in(context, place, context.query().get(LinkForm.TOKEN))
                .map(opened -> describe(context, opened)
                        .thenApply(shown -> shown.ticket().purpose().takesSession() && !isSignedIn(context, opened)
                                ? signInFirst(context)
                                : form(context, opened, shown, 200, null))
                        .exceptionally(thrown -> overElse(context, thrown)))
                .orElseGet(() -> CompletableFuture.completedStage(over(context)));
    }

    private CompletionStage<HttpResponse> use(RequestContext context, Place place) {
        Form form = context.form();
        Csrf.require(context.request(), form.get(Csrf.FIELD));
        String typed = form.get("password");
        PasswordInput password = typed == null ? null : new PasswordInput(typed);
        return Opened.in(context, place, form.get(LinkForm.TOKEN))
                .map(opened -> describe(context, opened)
                        .thenCompose(shown -> use(context, opened, shown, password))
                        .exceptionally(thrown -> overElse(context, thrown)))
                .orElseGet(() -> CompletableFuture.completedStage(over(context)));
    }

    /** What a link is good for, and who else may say whose it is. */
    private record Shown(TicketCommand.Ticket ticket, List<IdpCommand.Choice> providers) {}

    /** Whoever was invited may sign in elsewhere instead of choosing a password. */
    private CompletionStage<Shown> describe(RequestContext context, Opened opened) {
        return ticket(context, opened)
                .thenCompose(ticket -> ticket.purpose() == TicketPurpose.INVITATION
                        ? choices.offered(context, null).thenApply(offered -> new Shown(ticket, offered.items()))
                        : CompletableFuture.completedStage(new Shown(ticket, List.of())));
    }

    private CompletionStage<TicketCommand.Ticket> ticket(RequestContext context, Opened opened) {
        return limits.failuresOf(
                context,
                RateLimits.Kind.CODE,
                RefusedException::isOfWhatIsGone,
                () -> entities.user(
                        context.slug(),
                        opened.token().userId(),
                        replyTo -> new TicketCommand.Describe(
                                context.slug(),
                                opened.token().userId(),
                                opened.token(),
                                opened.place().purposes(),
                                opened.browser(),
                                replyTo),
                        TicketCommand.Ticket.class));
    }

    private CompletionStage<HttpResponse> use(
            RequestContext context, Opened opened, Shown shown, @Nullable PasswordInput password) {
        TicketCommand.Ticket ticket = shown.ticket();
        Optional<SealedInteraction> interaction = interaction(context);
        return entities.workspace(
                        context.slug(), replyTo -> new Describe(context.slug(), replyTo), WorkspaceDescription.class)
                .thenCompose(workspace -> reserved(context, opened, ticket)
                        .thenCompose(follows ->
                                redeem(context, opened, password, follows, interaction, workspace.settings())))
                .thenCompose(answer -> free(context, opened, ticket, answer))
                .thenApply(answer -> answer instanceof SignInAnswer in
                        ? after.answer(context, interaction, in).addHeader(LinkCookie.clear())
                        : done(context, ticket.purpose(), interaction))
                .exceptionally(thrown -> unfit(context, opened, shown, thrown));
    }

    /** Whether the login name can follow the address: the name is kept for a moment. */
    private CompletionStage<Boolean> reserved(RequestContext context, Opened opened, TicketCommand.Ticket ticket) {
        String login = ticket.followingLogin();
        return login == null
                ? CompletableFuture.completedStage(false)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new DirectoryCommand.ReserveLogin(
                                        context.slug(), login, opened.token().userId(), replyTo),
                                DirectoryCommand.LoginReserved.class)
                        .thenApply(kept -> true)
                        .exceptionally(thrown -> {
                            if (RefusedException.in(thrown)
                                    .filter(refused -> refused.reason() == Refused.Reason.CONFLICT)
                                    .isPresent()) {
                                return false;
                            }
                            throw Stages.rethrown(thrown);
                        });
    }

    private CompletionStage<Reply> redeem(
            RequestContext context,
            Opened opened,
            @Nullable PasswordInput password,
            boolean loginFollows,
            Optional<SealedInteraction> interaction,
            WorkspaceSettings settings) {
        return entities.userHashing(
                context.slug(),
                opened.token().userId(),
                replyTo -> new TicketCommand.Redeem(
                        context.slug(),
                        opened.token().userId(),
                        opened.token(),
                        opened.place().purposes(),
                        SessionCookie.read(context.request()).orElse(null),
                        password,
                        opened.browser(),
                        loginFollows,
                        AfterSignIn.goal(context, interaction),
                        settings,
                        context.act(),
                        replyTo),
                Reply.class);
    }

    /** The login name of before is free again. */
    private CompletionStage<Reply> free(
            RequestContext context, Opened opened, TicketCommand.Ticket ticket, Reply answer) {
        return ticket.followingLogin() == null
                ? CompletableFuture.completedStage(answer)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new DirectoryCommand.ReleaseLogin(
                                        context.slug(),
                                        ticket.username(),
                                        opened.token().userId(),
                                        replyTo),
                                Done.class)
                        .handle((released, thrown) -> answer);
    }

    /** What somebody was about to do when they asked for the link, in this browser. */
    private Optional<SealedInteraction> interaction(RequestContext context) {
        return LinkCookie.read(context.request())
                .flatMap(kept -> SealedInteraction.open(seal, context, kept.interaction()));
    }

    private HttpResponse done(RequestContext context, TicketPurpose purpose, Optional<SealedInteraction> interaction) {
        if (purpose == TicketPurpose.SIGN_UP || purpose == TicketPurpose.INVITATION) {
            // The account is there, and passwords do not sign in here.
            return Responses.seeOther(interaction
                    .map(open -> Interaction.loginPath(open.sealed()))
                    .orElse(LoginEndpoints.PATH));
        }
        Words words = Words.of(context, interaction);
        String key = "accounts.link." + purpose.name().toLowerCase(Locale.ROOT);
        boolean reset = purpose == TicketPurpose.PASSWORD_RESET;
        String next = reset
                ? interaction.map(open -> Interaction.loginPath(open.sealed())).orElse(LoginEndpoints.PATH)
                : AccountSection.ROOT;
        HttpResponse page = templates.show(
                context,
                words,
                200,
                Message.of(words.text(key + ".done"), words.text(key + ".done_text"))
                        .withLink(next, words.text(reset ? "accounts.sign_in" : "accounts.account"))
                        .view());
        return reset ? page.addHeader(LinkCookie.clear()) : page;
    }

    private HttpResponse form(
            RequestContext context, Opened opened, Shown shown, int status, @Nullable String problem) {
        TicketCommand.Ticket ticket = shown.ticket();
        Csrf.Token csrf = Csrf.token(context.request());
        Words words = Words.of(context, interaction(context));
        LinkForm form = new LinkForm(
                opened.place().path(),
                csrf.value(),
                opened.token().serialize().reveal(),
                ticket.purpose(),
                ticket.address(),
                ticket.username(),
                ticket.passwordNeeded(),
                AccountWords.minLength(context.workspace().settings()),
                shown.providers().stream()
                        .map(choice -> new LinkForm.Provider(
                                choice.name(), UpstreamChoices.startPath(choice.id(), Optional.empty(), null)))
                        .toList(),
                interaction(context).map(SealedInteraction::sealed).orElse(null),
                problem);
        return csrf.addTo(
                templates.show(context, words, status, new View("link.jte", words.text(form.key("title")), form)));
    }

    /** The password that was chosen is not taken: the form again. */
    private HttpResponse unfit(RequestContext context, Opened opened, Shown shown, Throwable thrown) {
        Words words = Words.of(context, interaction(context));
        if (RefusedException.in(thrown)
                .filter(refused -> refused.code().equals(TicketCommand.SIGN_IN_FIRST))
                .isPresent()) {
            return signInFirst(context);
        }
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.INVALID)
                .flatMap(refused ->
                        AccountWords.problem(words, refused, context.workspace().settings()))
                .map(problem -> form(context, opened, shown, 422, problem))
                .orElseThrow(() -> Stages.rethrown(thrown));
    }

    /** By the look of it: whether the session is good, the user says once the form is sent. */
    private static boolean isSignedIn(RequestContext context, Opened opened) {
        return SessionCookie.read(context.request())
                .filter(session -> session.userId().equals(opened.token().userId()))
                .isPresent();
    }

    /** The link stays good. */
    private HttpResponse signInFirst(RequestContext context) {
        Words words = Words.of(context, interaction(context));
        return templates.show(
                context,
                words,
                403,
                Message.of(words.text("accounts.link.sign_in_first"), words.text("accounts.link.sign_in_first_text"))
                        .withLink(LoginEndpoints.PATH, words.text("accounts.sign_in"))
                        .view());
    }

    private HttpResponse overElse(RequestContext context, Throwable thrown) {
        if (RefusedException.isOfWhatIsGone(thrown)) {
            return over(context);
        }
        throw Stages.rethrown(thrown);
    }

    /** Used, voided, too old, another's or made up: all one. */
    private HttpResponse over(RequestContext context) {
        Words words = Words.of(context);
        return templates.show(
                context,
                words,
                400,
                Message.of(words.text("accounts.link.over"), words.text("accounts.link.over_text"))
                        .withLink(LoginEndpoints.PATH, words.text("accounts.sign_in"))
                        .view());
    }
}
