package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.KeyAlgorithm;
import com.prysmid.tenant.decide.Decision;
import com.prysmid.tenant.decide.KeyDecisions;
import com.prysmid.tenant.decide.ProvisioningDecisions;
import com.prysmid.tenant.decide.SectorClaim;
import com.prysmid.tenant.decide.SettingsDecisions;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.TokenEvent;
import com.prysmid.tenant.event.WorkspaceEvent;
import com.prysmid.tenant.outbound.SectorIdentifier;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AuditCommand;
import com.prysmid.tenant.protocol.BrandingCommand;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.EntityKeys;
import com.prysmid.tenant.protocol.ForgetWorkspace;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.HomeCommand;
import com.prysmid.tenant.protocol.IdpCommand;
import com.prysmid.tenant.protocol.KeyCommand;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProvisioningCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.RegistrationCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.RequestCommand;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.protocol.ServiceAccountCommand;
import com.prysmid.tenant.protocol.SettingsCommand;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.TokenCommand;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.WorkspaceCommand;
import com.prysmid.tenant.protocol.WorkspaceMessage;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** One workspace: wiring only. Rules live in {@code decide}, transitions in {@link WorkspaceState}. */
public final class Workspace extends EventSourcedBehavior<WorkspaceMessage, Recorded<WorkspaceEvent>, WorkspaceState>
        implements WorkspacePort {
    /** Often enough that waking stays cheap; a workspace's configuration changes rarely. */
    private static final int SNAPSHOT_EVERY = 50;

    /** How often a running workspace looks at the age of its keys. */
    private static final Duration KEY_CHECK = Duration.ofHours(1);

    /** A result that was made off this entity's thread, to go on with in the state of now. */
    private record Continue(Function<WorkspaceState, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> step)
            implements WorkspaceMessage {}

    private record CheckKeys() implements WorkspaceMessage {}

    private final ActorContext<WorkspaceMessage> context;
    private final EntityContext<WorkspaceMessage> entity;
    private final Slug slug;
    private final TenantServices services;
    private final SigningRing ring;
    private final TokenDesk tokens;
    private final ProvisioningDesk provisioning;
    private final KeyDesk keys;
    private final OAuthDesk oauth;
    private final RequestDesk requests;
    private final SectorIdentifier sectors;
    private final ConfigurationDesk configuration;
    private final ScimDesk scim;
    private final DeviceRequests devices;
    private final FederationDesk federation;
    private final DirectoryDesk directory;
    private final MailAllowances allowances = new MailAllowances();
    /** Results that this entity waits for; it must not be put to sleep before they came. */
    private int underWay;
    /** When the message at hand began to be handled. */
    private Instant received = Instant.EPOCH;

    public static Behavior<WorkspaceMessage> create(EntityContext<WorkspaceMessage> entity, TenantServices services) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Workspace(context, timers, entity, services)));
    }

    private Workspace(
            ActorContext<WorkspaceMessage> context,
            TimerScheduler<WorkspaceMessage> timers,
            EntityContext<WorkspaceMessage> entity,
            TenantServices services) {
        super(
                PersistenceId.of(EntityKeys.WORKSPACE.name(), entity.getEntityId()),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.context = context;
        this.entity = entity;
        this.slug = new Slug(entity.getEntityId());
        this.services = services;
        this.ring = new SigningRing(slug, services);
        AppKeyDesk appKeys = new AppKeyDesk(slug, services);
        this.tokens = new TokenDesk(slug, services, ring, appKeys);
        this.requests = new RequestDesk(slug, services, tokens, appKeys);
        this.provisioning = new ProvisioningDesk(this, ring, tokens.issuer());
        this.keys = new KeyDesk(this, ring);
        this.oauth = new OAuthDesk(this, services, ring, tokens);
        this.sectors = new SectorIdentifier(services.outbound());
        this.configuration = new ConfigurationDesk(services.random());
        this.scim = new ScimDesk(services.random());
        this.devices = new DeviceRequests(services.random());
        this.federation = new FederationDesk(this, new UpstreamDesk(slug, services, ring), tokens.issuer());
        this.directory = new DirectoryDesk(this, services);
        timers.startTimerWithFixedDelay(new CheckKeys(), KEY_CHECK);
    }

    @Override
    public WorkspaceState emptyState() {
        return WorkspaceState.ABSENT;
    }

    @Override
    public EventHandler<WorkspaceState, Recorded<WorkspaceEvent>> eventHandler() {
        return WorkspaceState::apply;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public SignalHandler<WorkspaceState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.instance(), state -> context.getSelf().tell(new CheckKeys()))
                .build();
    }

    @Override
    public CommandHandler<WorkspaceMessage, Recorded<WorkspaceEvent>, WorkspaceState> commandHandler() {
        return (state, message) -> {
            received = services.clock().instant();
            return switch (message) {
                case WorkspaceCommand command ->
                    guarded(command.getClass().getSimpleName(), command.replyTo(), () -> handle(state, command));
                case Continue(var step) -> step.apply(state);
                case CheckKeys check -> keys.check(state);
                case ForgetWorkspace forget -> {
                    sleep();
                    yield Effect().none();
                }
                default -> Effect().unhandled();
            };
        };
    }

    private void sleep() {
        entity.getShard().tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    /** Whatever goes wrong with one message ends with it. */
    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> guarded(
            String what, ActorRef<Reply> replyTo, Supplier<Effect<Recorded<WorkspaceEvent>, WorkspaceState>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            return answer(replyTo, EntityProtocol.unexpected(e, what, context.getLog()));
        }
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> handle(WorkspaceState state, WorkspaceCommand command) {
        if (!command.slug().equals(slug)) {
            return answer(command.replyTo(), Refused.noSuchWorkspace());
        }
        if (!state.exists() && !(command instanceof ProvisioningCommand.Prepare)) {
            // Whoever asks for slugs at random wakes an entity that goes back to sleep at once.
            if (underWay == 0) {
                sleep();
            }
            return answer(command.replyTo(), Refused.noSuchWorkspace());
        }
        if (state.isDeleting()
                && (!(command instanceof ProvisioningCommand) || command instanceof ProvisioningCommand.Describe)) {
            return answer(command.replyTo(), Refused.noSuchWorkspace());
        }
        return switch (command) {
            case ProvisioningCommand c -> provisioning.handle(state, c);
            case KeyCommand c -> keys.handle(state, c);
            case SettingsCommand.Update c ->
                commit(SettingsDecisions.update(state, c, tokens.issuer()), c.act(), c.replyTo());
            case BrandingCommand c -> configure(configuration.branding(state, c, tokens.issuer()), c);
            case ProjectCommand c -> configure(configuration.project(state, c, now()), c);
            case AppCommand.View c when !state.isActive() -> notActive(c);
            case AppCommand.ForPerson c when !state.isActive() -> notActive(c);
            case AppCommand c
            when configuration.lacksSeal(state, c) ->
                goOn(ring.seal(state), c.replyTo(), "opening the seal", (now, seal) -> {
                    configuration.sealWith(seal);
                    return handle(now, c);
                });
            case AppCommand c -> configureApp(state, c, now -> configuration.app(now, c, now()));
            case RegistrationCommand c when !state.isActive() -> notActive(c);
            case RegistrationCommand.VerifyStatement c ->
                later(c.replyTo(), "verifying", tokens.verifyStatement(state, c.statement()));
            case RegistrationCommand c
            when configuration.lacksSeal(c) ->
                goOn(ring.seal(state), c.replyTo(), "opening the seal", (now, seal) -> {
                    configuration.sealWith(seal);
                    return handle(now, c);
                });
            case RegistrationCommand c -> configureApp(state, c, now -> configuration.registration(now, c, now()));
            case GroupCommand c -> configure(scim.group(state, c, now()), c);
            case ScimTokenCommand c -> configure(scim.token(state, c, now()), c);
            case ServiceAccountCommand c -> configure(configuration.serviceAccount(state, c, now()), c);
            case IdpCommand.Offer c when !state.isActive() -> notActive(c);
            case IdpCommand c -> federation.configure(state, c);
            case UpstreamCommand c -> state.isActive() ? federation.signIn(state, c) : notActive(c);
            case DirectoryCommand c -> state.isActive() ? directory.handle(state, c) : notActive(c);
            case HomeCommand.TellHome c ->
                state.isActive()
                        ? answer(c.replyTo(), ProvisioningDecisions.home(state, tokens.issuer()))
                        : notActive(c);
            case HomeCommand.AdmitMail c ->
                state.isActive() ? answer(c.replyTo(), allowances.admit(c.recipient(), now())) : notActive(c);
            case TokenCommand c -> state.isActive() ? oauth.handle(state, c) : notActive(c);
            case DeviceCommand c ->
                state.isActive() ? answer(c.replyTo(), devices.answer(state, c, now())) : notActive(c);
            case RequestCommand c ->
                state.isActive()
                        ? later(c.replyTo(), "reading a request", requests.answer(state, c, now()))
                        : notActive(c);
            case AuditCommand c -> audit(state, c);
        };
    }

    /** Of an app: once its sector's host has confirmed it, with the keys that it is the first to need. */
    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> configureApp(
            WorkspaceState state,
            WorkspaceCommand command,
            Function<WorkspaceState, ConfigurationDesk.Outcome> decide) {
        ConfigurationDesk.Outcome outcome = decide.apply(state);
        if (!outcome.changesSomething()) {
            return configure(outcome, command);
        }
        return SectorClaim.in(state, command)
                .map(claim -> goOn(
                        sectors.check(slug, claim.uri(), claim.redirectUris()),
                        command.replyTo(),
                        "asking a sector's host",
                        (now, finding) -> SectorClaim.refusal(finding)
                                .map(refused -> answer(command.replyTo(), refused))
                                .orElseGet(() -> configureApp(now, command, decide, decide.apply(now)))))
                .orElseGet(() -> configureApp(state, command, decide, outcome));
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> configureApp(
            WorkspaceState state,
            WorkspaceCommand command,
            Function<WorkspaceState, ConfigurationDesk.Outcome> decide,
            ConfigurationDesk.Outcome outcome) {
        Set<KeyAlgorithm> lacking = KeyDecisions.lacking(state, command);
        if (lacking.isEmpty() || !outcome.changesSomething()) {
            return configure(outcome, command);
        }
        return keys.introduce(state, lacking, command.replyTo(), (now, fresh) -> {
            ConfigurationDesk.Outcome then = decide.apply(now);
            return commit(then.decision().after(fresh), then.act(), command.replyTo());
        });
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> configure(
            ConfigurationDesk.Outcome outcome, WorkspaceCommand command) {
        return commit(outcome.decision(), outcome.act(), command.replyTo());
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> audit(WorkspaceState state, AuditCommand command) {
        return switch (command) {
            case AuditCommand.Search c ->
                later(c.replyTo(), "cursor", services.reads().searchAudit(slug, c.filter(), c.cursor(), c.limit()));
            case AuditCommand.NoteRefusal c ->
                state.apps().find(c.clientId()).isPresent()
                        ? commit(
                                Decision.accept(new TokenEvent.Refused(c.clientId(), c.kind(), c.reason()), new Done()),
                                c.act(),
                                c.replyTo())
                        : answer(c.replyTo(), new Done());
        };
    }

    @Override
    public Effect<Recorded<WorkspaceEvent>, WorkspaceState> commit(
            Decision<WorkspaceEvent> decision, Act act, ActorRef<Reply> replyTo) {
        return switch (decision) {
            case Decision.Reject(var refused) -> answer(replyTo, refused);
            case Decision.Accept(var events, var reply) when events.isEmpty() -> answer(replyTo, reply);
            case Decision.Accept(var events, var reply) ->
                Effect().persist(record(events, act)).thenRun((WorkspaceState after) -> {
                    configuration.remember(reply, now());
                    scim.remember(reply, now());
                    replyTo.tell(reply);
                });
        };
    }

    @Override
    public Effect<Recorded<WorkspaceEvent>, WorkspaceState> write(
            List<WorkspaceEvent> events, Act act, Consumer<WorkspaceState> then) {
        return events.isEmpty()
                ? Effect().none()
                : Effect().persist(record(events, act)).thenRun(then::accept);
    }

    private List<Recorded<WorkspaceEvent>> record(List<WorkspaceEvent> events, Act act) {
        Instant now = now();
        List<Recorded<WorkspaceEvent>> recorded = new ArrayList<>(events.size());
        events.forEach(event -> recorded.add(new Recorded<>(now, act, event)));
        return recorded;
    }

    @Override
    public Effect<Recorded<WorkspaceEvent>, WorkspaceState> answer(ActorRef<Reply> replyTo, Reply reply) {
        replyTo.tell(reply);
        return Effect().none();
    }

    private Effect<Recorded<WorkspaceEvent>, WorkspaceState> notActive(WorkspaceCommand command) {
        return answer(command.replyTo(), Refused.notActive());
    }

    @Override
    public Effect<Recorded<WorkspaceEvent>, WorkspaceState> later(
            ActorRef<Reply> replyTo, String what, CompletionStage<? extends Reply> stage) {
        var log = context.getLog();
        stage.whenComplete(
                (reply, thrown) -> replyTo.tell(thrown == null ? reply : EntityProtocol.failure(thrown, what, log)));
        return Effect().none();
    }

    @Override
    public <T> Effect<Recorded<WorkspaceEvent>, WorkspaceState> goOn(
            CompletionStage<T> stage,
            ActorRef<Reply> replyTo,
            String what,
            BiFunction<WorkspaceState, T, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next) {
        underWay++;
        context.pipeToSelf(
                stage,
                (value, thrown) -> new Continue(state -> {
                    underWay--;
                    return thrown == null
                            ? guarded(what, replyTo, () -> next.apply(state, value))
                            : answer(replyTo, EntityProtocol.failure(thrown, what, context.getLog()));
                }));
        return Effect().none();
    }

    @Override
    public <T> void goOnUnasked(
            CompletionStage<T> stage,
            String what,
            Runnable ended,
            BiFunction<WorkspaceState, T, Effect<Recorded<WorkspaceEvent>, WorkspaceState>> next) {
        context.pipeToSelf(
                stage,
                (value, thrown) -> new Continue(state -> {
                    ended.run();
                    if (thrown == null) {
                        return next.apply(state, value);
                    }
                    context.getLog().warn("{} failed: {}", what, thrown.toString());
                    return Effect().none();
                }));
    }

    @Override
    public Slug slug() {
        return slug;
    }

    @Override
    public Instant now() {
        return received;
    }
}
