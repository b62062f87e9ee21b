package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.ACT;
import static com.prysmid.tenant.decide.UserStory.ALICE;
import static com.prysmid.tenant.decide.UserStory.HASH;
import static com.prysmid.tenant.decide.UserStory.SLUG;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.Outgoing.Mail;
import com.prysmid.tenant.event.TicketEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.HomeCommand.MailAdmitted;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand.SignedIn;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.TicketCommand;
import com.prysmid.tenant.protocol.TicketPurpose;
import com.prysmid.tenant.protocol.UpstreamIdentity;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.UserStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attackers first: what a link, or the lack of one, does not do. */
class TicketDecisionsTest {
    private static final String ADDRESS = "alice@example.com";
    private static final UpstreamIdentity ELSEWHERE = new UpstreamIdentity("idp-1", "subject-1", "alice@elsewhere");
    private static final Secret BROWSER = new Secret("b".repeat(43));
    private static final Secret OTHER_BROWSER = new Secret("c".repeat(43));
    private static final Set<TicketPurpose> ANY = EnumSet.allOf(TicketPurpose.class);
    private static final Act NOBODY = new Act(Actor.ANONYMOUS, null, null, null, "story");

    @TempDir
    static Path directory;

    private final UserStory alice = new UserStory();
    private WorkspaceSeal seal;
    private MailAdmitted mail = MailAdmitted.YES;

    @BeforeEach
    void open() throws Exception {
        seal = WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek.json")), SLUG.value());
    }

    @Test
    void aLinkIsGoodOnce() {
        UserBoundToken link = signUp();
        assertThat(redeem(link, null, BROWSER)).isInstanceOf(SignedIn.class);
        assertThat(alice.state.isActive()).isTrue();
        assertThat(alice.state.profile().emailVerified()).isTrue();
        assertRefused(redeem(link, null, BROWSER), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aLinkIsGoodForItsPurposeAndItsTimeOnly() {
        UserBoundToken link = signUp();
        assertRefused(
                redeem(link, null, BROWSER, EnumSet.of(TicketPurpose.PASSWORD_RESET)), Refused.Reason.INVALID_TOKEN);
        assertRefused(
                redeem(new UserBoundToken(ALICE, link.id(), new Secret("x".repeat(43))), null, BROWSER),
                Refused.Reason.INVALID_TOKEN);
        alice.pass(TicketPurpose.SIGN_UP.life());
        assertRefused(redeem(link, null, BROWSER), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void whoOpensALinkUsesNothingUp() {
        UserBoundToken link = signUp();
        for (int i = 0; i < 3; i++) {
            assertThat(describe(link, BROWSER))
                    .isEqualTo(new TicketCommand.Ticket(TicketPurpose.SIGN_UP, ADDRESS, ADDRESS, false, null));
        }
        assertThat(redeem(link, null, BROWSER)).isInstanceOf(SignedIn.class);
    }

    @Test
    void aPasswordTypedInAnotherBrowserIsNotTheAccounts() {
        UserBoundToken link = signUp();
        assertThat(describe(link, OTHER_BROWSER))
                .isEqualTo(new TicketCommand.Ticket(TicketPurpose.SIGN_UP, ADDRESS, ADDRESS, true, null));
        assertRefused(redeem(link, null, OTHER_BROWSER), Refused.Reason.INVALID);
        assertRefused(redeem(link, null, null), Refused.Reason.INVALID);
        assertThat(redeem(link, "$2a$04$another", OTHER_BROWSER)).isInstanceOf(SignedIn.class);
        assertThat(alice.state.account().passwordHash()).isEqualTo("$2a$04$another");
    }

    @Test
    void aNewerSignUpTakesThePlaceOfOneThatWasNotCompleted() {
        UserBoundToken attackers = signUp();
        UserBoundToken owners = signUp();
        assertRefused(redeem(attackers, null, BROWSER), Refused.Reason.INVALID_TOKEN);
        assertThat(redeem(owners, null, BROWSER)).isInstanceOf(SignedIn.class);
    }

    @Test
    void toSignUpWithTheAddressOfAnAccountChangesNothing() {
        exists(true);
        var before = alice.state.account();
        assertThat(signUpReply("$2a$04$attackers")).isEqualTo(new Done());
        assertThat(alice.state.account()).isEqualTo(before);
        assertThat(mail().orElseThrow().purpose()).isEqualTo(MailKind.SIGN_UP_EXISTING);
        assertThat(TicketDecisions.needsHash(alice.state)).isFalse();
    }

    @Test
    void nobodysMailboxIsFlooded() {
        exists(true);
        for (int i = 0; i < 5; i++) {
            reset(NOBODY);
            assertThat(mail()).isPresent();
            alice.pass(Duration.ofMinutes(1));
        }
        assertThat(reset(NOBODY)).as("told the same").isEqualTo(new Done());
        assertThat(mail()).isEmpty();
        assertThat(alice.events)
                .containsExactly(new TicketEvent.Withheld(TicketPurpose.PASSWORD_RESET, "too_many_mails"));
        signUpReply(null);
        assertThat(mail()).isEmpty();
        assertRefused(reset(ACT), Refused.Reason.GUESSED_TOO_OFTEN);
        alice.pass(Duration.ofHours(1));
        reset(NOBODY);
        assertThat(mail()).isPresent();
    }

    @Test
    void anAddressThatGotEnoughIsMailedNothingAndWhoeverAskedIsToldTheSame() {
        mail = new MailAdmitted(alice.now.plus(Duration.ofMinutes(10)), true);
        assertThat(signUpReply(HASH)).isEqualTo(new Done());
        assertThat(mail()).isEmpty();
        assertThat(alice.state.exists()).as("no account without a link").isFalse();
        exists(true);
        assertThat(reset(NOBODY)).isEqualTo(new Done());
        assertThat(mail()).isEmpty();
        assertThat(alice.events)
                .containsExactly(new TicketEvent.Withheld(TicketPurpose.PASSWORD_RESET, "too_many_mails_to_address"));
        assertThat(signUpReply(null)).isEqualTo(new Done());
        assertThat(mail()).isEmpty();

        mail = new MailAdmitted(alice.now.plus(Duration.ofMinutes(10)), false);
        assertThat(reset(NOBODY)).isEqualTo(new Done());
        assertThat(alice.events).as("told once").isEmpty();
        assertRefused(reset(ACT), Refused.Reason.GUESSED_TOO_OFTEN);

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        AccountCommand.Create create = new AccountCommand.Create(
                SLUG, ALICE, profile(ADDRESS, false), null, null, true, alice.settings, ACT, Nobody.replies());
        assertThat(alice.commit(AccountDecisions.invite(alice.state, create, issue())))
                .isInstanceOf(AccountCommand.User.class);
        assertThat(mail()).isEmpty();
        mail = MailAdmitted.YES;
        alice.commit(TicketDecisions.invite(
                alice.state, new TicketCommand.Invite(SLUG, ALICE, ACT, Nobody.replies()), issue()));
        assertThat(mail()).as("later").isPresent();
    }

    @Test
    void aResetEndsSessionsKeepsFactorsAndSignsNobodyIn() {
        exists(true);
        alice.signIn(true);
        reset(NOBODY);
        UserBoundToken link = link();
        assertThat(redeem(link, "$2a$04$another", null))
                .isEqualTo(new TicketCommand.Redeemed(TicketPurpose.PASSWORD_RESET));
        assertThat(alice.state.sessions().bySid()).isEmpty();
        assertThat(alice.state.account().passwordHash()).isEqualTo("$2a$04$another");
        assertThat(mail().orElseThrow().purpose()).isEqualTo(MailKind.PASSWORD_CHANGED);
        assertRefused(redeem(link, HASH, null), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void aLinkIsVoidOnceThePasswordTheAddressOrTheAccountChanges() {
        for (UserEvent change : List.<UserEvent>of(
                new AccountEvent.PasswordChanged(HASH, false),
                new AccountEvent.Updated(profile("new@example.com", true), List.of("email")),
                new AccountEvent.StatusChanged(StatusChange.DEACTIVATE, UserStatus.DEACTIVATED),
                new AccountEvent.Deleted())) {
            alice.state = com.prysmid.tenant.state.UserState.ABSENT;
            exists(true);
            reset(NOBODY);
            UserBoundToken link = link();
            alice.commit(Decision.accept(change, new Done()));
            alice.commit(Decision.accept(
                    new AccountEvent.StatusChanged(StatusChange.REACTIVATE, UserStatus.ACTIVE), new Done()));
            assertRefused(redeem(link, HASH, null), Refused.Reason.INVALID_TOKEN);
        }
    }

    @Test
    void whoIsLockedDeactivatedOrWithoutAnAddressIsMailedNothing() {
        exists(true);
        alice.commit(Decision.accept(new AccountEvent.StatusChanged(StatusChange.LOCK, UserStatus.LOCKED), new Done()));
        assertThat(reset(NOBODY)).isEqualTo(new Done());
        assertThat(alice.events).containsExactly(new TicketEvent.Withheld(TicketPurpose.PASSWORD_RESET, "locked"));
        assertRefused(reset(ACT), Refused.Reason.CONFLICT);
    }

    /** Whoever made an account with another's address waits in vain for the other to confirm it. */
    @Test
    void anAddressIsConfirmedByWhoIsSignedInToTheAccountOnly() {
        for (Act asking : List.of(NOBODY, ACT)) {
            alice.state = com.prysmid.tenant.state.UserState.ABSENT;
            exists(false);
            UserBoundToken ended = alice.signedIn();
            alice.signOut(ended);
            UserBoundToken session = alice.signedIn();
            alice.commit(TicketDecisions.requestVerification(
                    alice.state,
                    new TicketCommand.RequestVerification(SLUG, ALICE, asking, Nobody.replies()),
                    issue()));
            UserBoundToken link = link();

            assertThat(describe(link, null)).isInstanceOf(TicketCommand.Ticket.class);
            assertRefused(redeem(link, null, BROWSER, ANY, null), Refused.Reason.FORBIDDEN);
            for (UserBoundToken other : List.of(
                    ended,
                    new UserBoundToken(ALICE, session.id(), new Secret("x".repeat(43))),
                    new UserBoundToken(
                            new com.prysmid.tenant.protocol.UserId("bob-0001"), session.id(), session.secret()))) {
                assertRefused(redeem(link, null, BROWSER, ANY, other), Refused.Reason.FORBIDDEN);
            }
            assertThat(alice.state.profile().emailVerified()).isFalse();

            assertThat(redeem(link, null, null, ANY, session))
                    .isEqualTo(new TicketCommand.Redeemed(TicketPurpose.EMAIL_VERIFICATION));
            assertThat(alice.state.profile().emailVerified()).isTrue();
        }
    }

    @Test
    void aSignUpThatWasNeverCompletedGivesItsNameUp() {
        signUp();
        assertThat(alice.commit(TicketDecisions.giveUp(alice.state))).isEqualTo(new Done());
        assertThat(alice.state.exists()).isFalse();
        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        exists(true);
        assertRefused(alice.commit(TicketDecisions.giveUp(alice.state)), Refused.Reason.CONFLICT);
        assertThat(alice.state.exists()).isTrue();
    }

    @Test
    void aSignUpThatNobodyCompletesIsOverAWeekAfterItsLastLink() {
        signUp();
        alice.pass(Duration.ofDays(6));
        reset(NOBODY);
        settleMails();
        assertThat(due()).as("the sweep finds it then").isEqualTo(alice.now.plus(Duration.ofDays(8)));
        alice.pass(Duration.ofDays(8).minusSeconds(1));
        assertThat(SignUpExpiry.expire(alice.state, alice.now)).isEmpty();
        alice.pass(Duration.ofSeconds(1));
        assertThat(SignUpExpiry.expire(alice.state, alice.now)).containsExactly(new AccountEvent.Deleted());
        alice.commit(Decision.accept(SignUpExpiry.expire(alice.state, alice.now), new Done()));
        assertThat(alice.state.exists()).isFalse();
        assertThat(SignUpExpiry.expire(alice.state, alice.now)).as("once").isEmpty();
    }

    @Test
    void noOtherAccountGoesByItself() {
        UserBoundToken link = signUp();
        settleMails();
        redeem(link, null, BROWSER);
        assertThat(due()).as("completed").isNull();
        assertStays();

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        AccountCommand.Create create = new AccountCommand.Create(
                SLUG, ALICE, profile(ADDRESS, false), null, null, true, alice.settings, ACT, Nobody.replies());
        alice.commit(AccountDecisions.invite(alice.state, create, issue()));
        settleMails();
        assertThat(due()).isNull();
        assertStays();
        signUpReply(null);
        assertStays();

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        signUp();
        settleMails();
        alice.commit(TicketDecisions.invite(
                alice.state, new TicketCommand.Invite(SLUG, ALICE, ACT, Nobody.replies()), issue()));
        settleMails();
        assertThat(due()).as("an admin wants this user").isNull();
        assertStays();

        for (UserEvent admins : List.<UserEvent>of(
                new AccountEvent.StatusChanged(StatusChange.DEACTIVATE, UserStatus.DEACTIVATED),
                new AccountEvent.Updated(profile("new@example.com", true), List.of("email")),
                new AccountEvent.PasswordChanged(HASH, true))) {
            alice.state = com.prysmid.tenant.state.UserState.ABSENT;
            signUp();
            settleMails();
            alice.commit(Decision.accept(admins, new Done()));
            assertThat(due()).as("by an admin").isNull();
            assertStays();
        }
    }

    private void assertStays() {
        assertThat(SignUpExpiry.expire(alice.state, alice.now.plus(Duration.ofDays(1000))))
                .isEmpty();
    }

    /** As the post does. */
    private void settleMails() {
        for (String id : List.copyOf(alice.state.deliveries().byId().keySet())) {
            DeliveryDecisions.Step step = DeliveryDecisions.after(
                            alice.state, id, 1, new DeliveryDecisions.Outcome.Delivered(), alice.now)
                    .orElseThrow();
            alice.commit(Decision.accept(((DeliveryDecisions.Step.Settle) step).event(), new Done()));
        }
    }

    /** What the outbox was told last. */
    private java.time.@Nullable Instant due() {
        return ((DeliveryEvent) alice.events.getLast()).due();
    }

    @Test
    void deactivatedAndBackAgainASignUpHasNoPassword() {
        signUp();
        alice.commit(Decision.accept(
                new AccountEvent.StatusChanged(StatusChange.DEACTIVATE, UserStatus.DEACTIVATED), new Done()));
        alice.commit(Decision.accept(
                new AccountEvent.StatusChanged(StatusChange.REACTIVATE, UserStatus.ACTIVE), new Done()));
        assertThat(alice.state.account().passwordHash()).isNull();
    }

    @Test
    void whoIsInvitedChoosesThePassword() {
        UserProfile profile = profile(ADDRESS, false);
        AccountCommand.Create create = new AccountCommand.Create(
                SLUG, ALICE, profile, null, null, true, alice.settings, ACT, Nobody.replies());
        assertThat(create.isInvitation()).isTrue();
        AccountCommand.User user =
                (AccountCommand.User) alice.commit(AccountDecisions.invite(alice.state, create, issue()));
        assertThat(user.state()).isEqualTo(UserStatus.PENDING);
        assertThat(mail().orElseThrow().purpose()).isEqualTo(MailKind.INVITATION);
        UserBoundToken first = link();
        alice.commit(TicketDecisions.invite(
                alice.state, new TicketCommand.Invite(SLUG, ALICE, ACT, Nobody.replies()), issue()));
        assertRefused(redeem(first, HASH, null), Refused.Reason.INVALID_TOKEN);
        signUpReply(null);
        assertThat(mail().orElseThrow().purpose())
                .as("whoever signs up with the address of somebody invited has the invitation sent")
                .isEqualTo(MailKind.INVITATION);
        UserBoundToken last = link();
        assertRefused(redeem(last, null, BROWSER), Refused.Reason.INVALID);
        assertThat(redeem(last, HASH, BROWSER)).isInstanceOf(SignedIn.class);
        assertThat(alice.events)
                .anySatisfy(event ->
                        assertThat(event).isEqualTo(new AccountEvent.Registered(TicketPurpose.INVITATION, HASH)));
    }

    @Test
    void anInvitationIsTakenUpElsewhereOnlyAtTheSameAddressVerifiedThere() {
        UserBoundToken link = invited();
        assertRefused(accept(link, null), Refused.Reason.FORBIDDEN);
        assertRefused(accept(link, "mallory@example.com"), Refused.Reason.FORBIDDEN);
        assertRefused(
                accept(new UserBoundToken(ALICE, link.id(), new Secret("x".repeat(43))), ADDRESS),
                Refused.Reason.INVALID_TOKEN);
        assertThat(alice.state.account().status()).isEqualTo(UserStatus.PENDING);
        assertThat(alice.state.identities().items()).isEmpty();

        assertThat(accept(link, "ALICE@example.com")).isInstanceOf(SignedIn.class);
        assertThat(alice.state.isActive()).isTrue();
        assertThat(alice.state.profile().emailVerified()).isTrue();
        assertThat(alice.state.identities().items()).hasSize(1);
        assertRefused(accept(link, ADDRESS), Refused.Reason.INVALID_TOKEN);
        assertRefused(redeem(link, HASH, null), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void anInvitationIsOverForThoseElsewhereToo() {
        UserBoundToken link = invited();
        alice.pass(TicketPurpose.INVITATION.life());
        assertRefused(accept(link, ADDRESS), Refused.Reason.INVALID_TOKEN);
        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        assertRefused(accept(signUp(), ADDRESS), Refused.Reason.INVALID_TOKEN);
    }

    @Test
    void withoutItsLinkOnlyAnInvitationOfAnAdminIsFoundByTheAddress() {
        invited();
        assertThat(found(ADDRESS)).isTrue();
        assertThat(found("mallory@example.com")).isFalse();
        assertThat(linkByEmail()).isInstanceOf(SignedIn.class);
        assertThat(alice.state.isActive()).isTrue();

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        signUp();
        assertThat(found(ADDRESS)).as("whoever signed up may be anybody").isFalse();
        assertRefused(linkByEmail(), Refused.Reason.FORBIDDEN);

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        invited();
        alice.commit(Decision.accept(
                new AccountEvent.GrantChanged(AdminRole.PROJECT, List.of("workspace.owner")), new Done()));
        assertRefused(linkByEmail(), Refused.Reason.FORBIDDEN);
        alice.commit(Decision.accept(
                new AccountEvent.StatusChanged(StatusChange.DEACTIVATE, UserStatus.DEACTIVATED), new Done()));
        assertThat(found(ADDRESS)).isFalse();
    }

    /** Else the account would begin with the password of whoever signed up with another's address. */
    @Test
    void whereSomebodyTypedAPasswordBeforeTheInvitedPersonChoosesOne() {
        signUp();
        alice.commit(TicketDecisions.invite(
                alice.state, new TicketCommand.Invite(SLUG, ALICE, ACT, Nobody.replies()), issue()));
        UserBoundToken link = link();
        assertRefused(accept(link, ADDRESS), Refused.Reason.FORBIDDEN);
        assertThat(found(ADDRESS)).isFalse();
        assertThat(redeem(link, "$2a$04$another", null)).isInstanceOf(SignedIn.class);
        assertThat(alice.state.account().passwordHash()).isEqualTo("$2a$04$another");

        alice.state = com.prysmid.tenant.state.UserState.ABSENT;
        signUp();
        alice.commit(Decision.accept(
                new AccountEvent.Updated(profile("new@example.com", false), List.of("email")), new Done()));
        assertThat(found("new@example.com"))
                .as("no invitation, whatever became of the sign-up")
                .isFalse();
    }

    private UserBoundToken invited() {
        AccountCommand.Create create = new AccountCommand.Create(
                SLUG, ALICE, profile(ADDRESS, false), null, null, true, alice.settings, ACT, Nobody.replies());
        alice.commit(AccountDecisions.invite(alice.state, create, issue()));
        return link();
    }

    private Reply accept(UserBoundToken link, @Nullable String email) {
        return alice.commit(IdentityDecisions.acceptInvitation(
                alice.state,
                new IdentityCommand.AcceptInvitation(
                        SLUG,
                        ALICE,
                        link,
                        ELSEWHERE,
                        email,
                        List.of("fed"),
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                alice.random,
                alice.now));
    }

    private Reply linkByEmail() {
        return alice.commit(IdentityDecisions.linkByEmail(
                alice.state,
                new IdentityCommand.LinkByEmail(
                        SLUG,
                        ALICE,
                        ELSEWHERE,
                        ADDRESS,
                        List.of("fed"),
                        SignInGoal.PLAIN,
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                alice.random,
                alice.now));
    }

    private boolean found(String email) {
        Reply reply = IdentityDecisions.holdsEmail(
                alice.state, new IdentityCommand.HoldsEmail(SLUG, ALICE, email, Nobody.replies()));
        return ((IdentityCommand.EmailHeld) reply).verified();
    }

    private UserBoundToken signUp() {
        assertThat(signUpReply(HASH)).isEqualTo(new Done());
        return link();
    }

    private Reply signUpReply(@Nullable String hash) {
        TicketCommand.SignUp command = new TicketCommand.SignUp(
                SLUG,
                ALICE,
                profile(ADDRESS, false),
                new PasswordInput("correct horse battery"),
                BROWSER,
                alice.settings,
                NOBODY,
                Nobody.replies());
        assertThat(TicketDecisions.refuseSignUp(command)).isEmpty();
        return alice.commit(TicketDecisions.signUp(alice.state, command, hash, issue()));
    }

    private void exists(boolean verified) {
        alice.commit(
                AccountDecisions.create(alice.state, UserStory.create(profile(ADDRESS, verified)), HASH, alice.now));
    }

    private static UserProfile profile(String address, boolean verified) {
        return UserStory.profile(ADDRESS).reachedAt(ADDRESS, address, verified);
    }

    private Reply reset(Act act) {
        return alice.commit(TicketDecisions.requestReset(
                alice.state, new TicketCommand.RequestReset(SLUG, ALICE, act, Nobody.replies()), issue()));
    }

    private Reply describe(UserBoundToken link, @Nullable Secret browser) {
        return TicketRedemption.describe(
                alice.state, new TicketCommand.Describe(SLUG, ALICE, link, ANY, browser, Nobody.replies()), alice.now);
    }

    private Reply redeem(UserBoundToken link, @Nullable String hash, @Nullable Secret browser) {
        return redeem(link, hash, browser, ANY);
    }

    private Reply redeem(
            UserBoundToken link, @Nullable String hash, @Nullable Secret browser, Set<TicketPurpose> accepted) {
        return redeem(link, hash, browser, accepted, null);
    }

    private Reply redeem(
            UserBoundToken link,
            @Nullable String hash,
            @Nullable Secret browser,
            Set<TicketPurpose> accepted,
            @Nullable UserBoundToken session) {
        return alice.commit(TicketRedemption.redeem(
                alice.state,
                new TicketCommand.Redeem(
                        SLUG,
                        ALICE,
                        link,
                        accepted,
                        session,
                        null,
                        browser,
                        false,
                        new SignInGoal(null, false),
                        alice.settings,
                        ACT,
                        Nobody.replies()),
                hash,
                alice.random,
                alice.now));
    }

    private TicketIssue issue() {
        return new TicketIssue(alice.random, seal, mail, alice.now);
    }

    /** The link of the last decision's mail. */
    private UserBoundToken link() {
        Secret token = MailDecisions.open(mail().orElseThrow(), ALICE, seal);
        return UserBoundToken.parse(token.reveal()).orElseThrow();
    }

    private Optional<Mail> mail() {
        return alice.events.stream()
                .filter(DeliveryEvent.Queued.class::isInstance)
                .flatMap(event -> ((DeliveryEvent.Queued) event).items().stream())
                .map(item -> item.message())
                .filter(Mail.class::isInstance)
                .map(Mail.class::cast)
                .findFirst();
    }
}
