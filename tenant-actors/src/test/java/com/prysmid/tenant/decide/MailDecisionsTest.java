package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.prysmid.tenant.crypto.KeyEncryptionKey;
import com.prysmid.tenant.crypto.SealBroken;
import com.prysmid.tenant.crypto.WorkspaceSeal;
import com.prysmid.tenant.decide.DeliveryDecisions.Outcome;
import com.prysmid.tenant.decide.DeliveryDecisions.Step;
import com.prysmid.tenant.decide.MailDecisions.Addressee;
import com.prysmid.tenant.event.AccountEvent;
import com.prysmid.tenant.event.DeliveryEvent;
import com.prysmid.tenant.event.DeliveryEvent.Ending;
import com.prysmid.tenant.event.IdentityEvent;
import com.prysmid.tenant.event.Outgoing.Mail;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.MailKind;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.state.Deliveries.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailDecisionsTest {
    private static final Addressee HERE = new Addressee("alice@example.org", "es");
    private final UserStory alice = UserStory.ofAlice();

    @TempDir
    Path directory;

    @Test
    void aMailIsOwedInTheCommitOfWhatItTellsOf() {
        alice.commit(Decision.accept(
                List.of(
                        MailDecisions.notice(MailKind.FACTOR_ADDED, HERE, Map.of("factor", "totp"), alice.now),
                        new AccountEvent.GrantChanged("project-1", List.of("reader"))),
                new Done()));

        assertThat(alice.events)
                .as("behind the others")
                .satisfiesExactly(
                        event -> assertThat(event).isInstanceOf(AccountEvent.GrantChanged.class),
                        event -> assertThat(event).isInstanceOf(DeliveryEvent.Queued.class));
        assertThat(mails())
                .containsExactly(new Mail(
                        MailKind.FACTOR_ADDED,
                        "alice@example.org",
                        "es",
                        Map.of("factor", "totp"),
                        null,
                        alice.now.plus(Duration.ofDays(3))));
    }

    @Test
    void onlyAProvenAddressIsToldOfANewPassword() {
        changePassword();
        assertThat(mails()).isEmpty();

        mailbox("alice@example.org", false);
        changePassword();
        assertThat(mails()).isEmpty();

        mailbox("alice@example.org", true);
        changePassword();
        assertThat(mails()).extracting(Mail::purpose).containsExactly(MailKind.PASSWORD_CHANGED);
    }

    @Test
    void aLockOutIsToldOnceADay() {
        mailbox("alice@example.org", true);
        lockOut();
        assertThat(mails()).extracting(Mail::purpose).containsExactly(MailKind.ACCOUNT_LOCKED);

        alice.pass(alice.settings.lockout());
        lockOut();
        assertThat(mails()).as("guessing on does not fill the mailbox").hasSize(1);

        alice.pass(Duration.ofDays(2));
        lockOut();
        assertThat(mails()).extracting(Mail::purpose).containsExactly(MailKind.ACCOUNT_LOCKED, MailKind.ACCOUNT_LOCKED);
    }

    private void lockOut() {
        for (int i = 0; i < alice.settings.lockoutFailures(); i++) {
            alice.signIn(false);
        }
    }

    @Test
    void whoeverIsLinkedOrUnlinkedIsToldOnce() {
        mailbox("alice@example.org", true);
        IdentityEvent.Linked linked = new IdentityEvent.Linked("idp-1", "subject-1", null);
        alice.commit(Decision.accept(linked, new Done()));
        assertThat(mails()).extracting(Mail::purpose).containsExactly(MailKind.IDENTITY_LINKED);

        alice.pass(Duration.ofSeconds(1));
        alice.commit(Decision.accept(linked, new Done()));
        assertThat(mails()).as("it was before").hasSize(1);

        alice.commit(Decision.accept(new IdentityEvent.Unlinked("idp-1", "subject-1"), new Done()));
        assertThat(mails())
                .extracting(Mail::purpose)
                .containsExactlyInAnyOrder(MailKind.IDENTITY_LINKED, MailKind.IDENTITY_UNLINKED);
    }

    @Test
    void whoComesThroughAProviderForTheFirstTimeKnows() {
        UserStory fresh = new UserStory();
        fresh.commit(Decision.accept(
                List.of(
                        new AccountEvent.Created(
                                UserStory.profile("new").reachedAt("new", "new@example.org", true),
                                null,
                                com.prysmid.tenant.protocol.UserStatus.ACTIVE),
                        new IdentityEvent.Linked("idp-1", "subject-1", null)),
                new Done()));
        assertThat(fresh.state.deliveries().byId()).isEmpty();
    }

    @Test
    void theOldAddressIsToldThatItIsNoMore() {
        mailbox("old@example.org", true);
        mailbox("new@example.org", false);
        assertThat(mails())
                .extracting(Mail::purpose, Mail::address)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MailKind.EMAIL_CHANGED, "old@example.org"));
    }

    @Test
    void theLastMailOutlivesTheAccountAndThenNothingNamesThePerson() {
        mailbox("alice@example.org", true);
        alice.commit(AccountDecisions.delete(alice.state));
        assertThat(alice.state.exists()).isFalse();
        assertThat(mails()).extracting(Mail::purpose).containsExactly(MailKind.ACCOUNT_DELETED);

        List<UserEvent> written = settle(new Outcome.Delivered());

        assertThat(written)
                .satisfiesExactly(
                        event -> assertThat(event).isInstanceOfSatisfying(DeliveryEvent.Settled.class, settled -> {
                            assertThat(settled.message().toString()).doesNotContain("alice");
                            assertThat(((Mail) settled.message()).address()).isEmpty();
                        }),
                        event -> assertThat(event).isEqualTo(new DeliveryEvent.Cleared()));
        assertThat(alice.state.deliveries().byId()).isEmpty();
    }

    @Test
    void whoIsStillThereKeepsTheirJournal() {
        alice.commit(
                Decision.accept(MailDecisions.notice(MailKind.FACTOR_ADDED, HERE, Map.of(), alice.now), new Done()));
        assertThat(settle(new Outcome.Delivered())).hasSize(1);
    }

    @Test
    void aSecretOpensForThisUserKindAndAddressOnly() throws Exception {
        WorkspaceSeal seal =
                WorkspaceSeal.create(KeyEncryptionKey.loadOrCreate(directory.resolve("kek")), UserStory.SLUG.value());
        Mail mail = (Mail) MailDecisions.secret(
                        MailKind.PASSWORD_RESET,
                        UserStory.ALICE,
                        HERE,
                        Map.of(),
                        new Secret("alice-0001.t.s3cret"),
                        seal,
                        alice.now.plus(Duration.ofHours(1)),
                        alice.now)
                .items()
                .getFirst()
                .message();

        assertThat(mail.sealedSecret()).doesNotContain("s3cret");
        assertThat(MailDecisions.open(mail, UserStory.ALICE, seal)).isEqualTo(new Secret("alice-0001.t.s3cret"));
        assertThatThrownBy(() -> MailDecisions.open(mail, new UserId("bob-0001"), seal))
                .isInstanceOf(SealBroken.class);
        for (Mail other : List.of(
                sealedAs(mail, MailKind.PASSWORD_RESET, "mallory@example.org"),
                sealedAs(mail, MailKind.EMAIL_VERIFICATION, mail.address()))) {
            assertThatThrownBy(() -> MailDecisions.open(other, UserStory.ALICE, seal))
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void anHoursOutageIsFoundOverWithinMinutesAndTwoDaysLoseNothing() {
        Instant begin = alice.now;
        alice.commit(
                Decision.accept(MailDecisions.notice(MailKind.FACTOR_ADDED, HERE, Map.of(), alice.now), new Done()));
        Duration afterAnHour = null;
        for (int attempt = 1; ; attempt++) {
            Step step = step(attempt, new Outcome.Failed("connect"));
            if (step instanceof Step.Settle(var event)) {
                assertThat(((DeliveryEvent.Settled) event).ending()).isEqualTo(Ending.GIVEN_UP);
                break;
            }
            alice.now = ((Step.Retry) step).at();
            Duration gone = Duration.between(begin, alice.now);
            if (afterAnHour == null && gone.compareTo(Duration.ofHours(1)) >= 0) {
                afterAnHour = gone;
            }
        }
        assertThat(afterAnHour).isLessThan(Duration.ofMinutes(73));
        assertThat(Duration.between(begin, alice.now)).isBetween(Duration.ofDays(2), Duration.ofDays(3));
    }

    @Test
    void aLinkThatHasEndedIsGivenUp() {
        alice.commit(
                Decision.accept(MailDecisions.notice(MailKind.FACTOR_ADDED, HERE, Map.of(), alice.now), new Done()));
        assertThat(((DeliveryEvent.Settled) ((Step.Settle) step(1, new Outcome.Expired())).event()))
                .satisfies(settled -> {
                    assertThat(settled.ending()).isEqualTo(Ending.GIVEN_UP);
                    assertThat(settled.reason()).isEqualTo("expired");
                });
    }

    private List<UserEvent> settle(Outcome outcome) {
        List<UserEvent> written = DeliveryDecisions.written(alice.state, ((Step.Settle) step(1, outcome)).event());
        alice.commit(Decision.accept(written, new Done()));
        return written;
    }

    private Step step(int attempt, Outcome outcome) {
        String id = alice.state.deliveries().byId().keySet().iterator().next();
        return DeliveryDecisions.after(alice.state, id, attempt, outcome, alice.now)
                .orElseThrow();
    }

    private void changePassword() {
        alice.commit(Decision.accept(new AccountEvent.PasswordChanged(UserStory.HASH, false), new Done()));
    }

    private void mailbox(@Nullable String email, boolean verified) {
        UserProfile before = UserStory.profile("alice");
        alice.commit(Decision.accept(
                new AccountEvent.Updated(
                        new UserProfile(
                                before.username(),
                                email,
                                verified,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                null,
                                before.more()),
                        List.of("email")),
                new Done()));
    }

    private List<Mail> mails() {
        return alice.state.deliveries().byId().values().stream()
                .map(Delivery::message)
                .map(Mail.class::cast)
                .toList();
    }

    private static Mail sealedAs(Mail mail, MailKind kind, String address) {
        return new Mail(kind, address, mail.locale(), mail.parameters(), mail.sealedSecret(), mail.validUntil());
    }
}
