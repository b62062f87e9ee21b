package com.prysmid.control.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.accounts.AccountDecisions.Decision;
import com.prysmid.control.accounts.AccountReply.Change;
import com.prysmid.control.accounts.AccountReply.Inviting;
import com.prysmid.control.accounts.AccountReply.Joining;
import com.prysmid.control.accounts.AccountReply.Opening;
import com.prysmid.control.accounts.AccountReply.Withdrawal;
import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.DisplayName;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import com.prysmid.control.value.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what to whom in an account, tried by those who may not. */
class AccountDecisionsTest {
    private static final AccountId ID = AccountId.random();
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final DisplayName NAME = new DisplayName("Acme Ltd");
    private static final MemberId OWNER = new MemberId("owner");
    private static final MemberId ADMIN = new MemberId("admin");
    private static final MemberId VIEWER = new MemberId("viewer");
    private static final MemberId STRANGER = new MemberId("stranger");
    private static final Provenance BY = new Provenance(Actor.member("x"), "req", "192.0.2.1", null);
    private static final Sha256 TOKEN = Sha256.of("token");
    private static final Sha256 ADDRESS = Sha256.of("address");

    private static ActorTestKit kit;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private AccountState state = new AccountState.Absent();

    private <R extends AccountReply> R decide(Decision<R> decision) {
        AccountEvent event = decision.event();
        if (event != null) {
            state = state.apply(event);
        }
        return decision.reply();
    }

    private static <R> TestProbe<R> nobody() {
        return kit.createTestProbe();
    }

    /** One of each role. */
    private void staffed() {
        open(NAME, OWNER);
        join(ADMIN, Role.ADMIN);
        join(VIEWER, Role.VIEWER);
    }

    private Opening open(DisplayName name, MemberId owner) {
        return decide(AccountDecisions.open(
                state,
                ID,
                new AccountCommand.Open(
                        name, owner, BY, AccountDecisionsTest.<Opening>nobody().getRef()),
                NOW));
    }

    private void join(MemberId member, Role role) {
        Sha256 token = Sha256.of("token of " + member);
        invite(member(OWNER), "inv_" + member, role, token, null);
        assertThat(accept(member, token, ADDRESS, NOW)).isInstanceOf(Joining.Joined.class);
    }

    private Inviting invite(Acting acting, String id, Role role, Sha256 token, @Nullable Sha256 key) {
        return decide(AccountDecisions.invite(
                state,
                new AccountCommand.Invite(
                        acting,
                        BY,
                        id,
                        role,
                        token,
                        ADDRESS,
                        key,
                        AccountDecisionsTest.<Inviting>nobody().getRef()),
                NOW));
    }

    private Joining accept(MemberId member, Sha256 token, @Nullable Sha256 address, Instant at) {
        return decide(AccountDecisions.accept(
                state,
                new AccountCommand.Accept(
                        member,
                        BY,
                        token,
                        address,
                        AccountDecisionsTest.<Joining>nobody().getRef()),
                at));
    }

    private Change changeRole(Acting acting, MemberId member, Role role) {
        return decide(AccountDecisions.changeRole(
                state,
                new AccountCommand.ChangeRole(
                        acting,
                        BY,
                        member,
                        role,
                        AccountDecisionsTest.<Change>nobody().getRef()),
                NOW));
    }

    private Change remove(Acting acting, MemberId member) {
        return decide(AccountDecisions.remove(
                state,
                new AccountCommand.Remove(
                        acting,
                        BY,
                        member,
                        AccountDecisionsTest.<Change>nobody().getRef()),
                NOW));
    }

    private Withdrawal withdraw(Acting acting, String invitation) {
        return decide(AccountDecisions.withdraw(
                state,
                new AccountCommand.Withdraw(
                        acting,
                        BY,
                        invitation,
                        AccountDecisionsTest.<Withdrawal>nobody().getRef()),
                NOW));
    }

    private Role role(MemberId member) {
        return ((AccountState.Open) state).role(member).orElseThrow();
    }

    private static Acting member(MemberId id) {
        return new Acting.Member(id);
    }

    @ParameterizedTest
    @CsvSource({
        "owner,owner,true", "owner,admin,true", "owner,viewer,true",
        "admin,owner,false", "admin,admin,true", "admin,viewer,true",
        "viewer,owner,false", "viewer,admin,false", "viewer,viewer,false",
        "stranger,owner,false", "stranger,admin,false", "stranger,viewer,false"
    })
    void nobodyInvitesToMoreThanTheyHave(String who, String role, boolean may) {
        staffed();
        Inviting reply = invite(member(new MemberId(who)), "inv_1", Role.parse(role), TOKEN, null);
        assertThat(reply instanceof Inviting.Invited).isEqualTo(may);
        if (!may) {
            assertThat(reply).isEqualTo(new Inviting.NotAllowed());
            assertThat(accept(STRANGER, TOKEN, ADDRESS, NOW)).isEqualTo(new Joining.NotValid());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "admin,owner,viewer", "admin,owner,admin", "admin,admin,owner", "admin,viewer,owner",
        "viewer,viewer,admin", "viewer,viewer,viewer", "viewer,admin,viewer", "viewer,owner,viewer",
        "stranger,viewer,admin", "stranger,owner,viewer"
    })
    void whoMayNotChangesNoRole(String who, String whose, String role) {
        staffed();
        Role before = role(new MemberId(whose));
        assertThat(changeRole(member(new MemberId(who)), new MemberId(whose), Role.parse(role)))
                .isEqualTo(new Change.NotAllowed());
        assertThat(role(new MemberId(whose))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"admin,owner", "viewer,owner", "viewer,admin", "stranger,viewer", "stranger,owner"})
    void whoMayNotRemovesNobody(String who, String whom) {
        staffed();
        assertThat(remove(member(new MemberId(who)), new MemberId(whom))).isEqualTo(new Change.NotAllowed());
        assertThat(((AccountState.Open) state).members()).hasSize(3);
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                Arguments.of(Role.ADMIN, new Change.NotAllowed()), Arguments.of(Role.OWNER, new Change.LastOwner()));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void aTokenIsBoundByTheRulesOfItsRole(Role most, Change expected) {
        staffed();
        assertThat(remove(new Acting.Token(most), OWNER)).isEqualTo(expected);
        assertThat(changeRole(new Acting.Token(most), OWNER, Role.VIEWER)).isEqualTo(expected);
        assertThat(remove(new Acting.Token(most), VIEWER)).isInstanceOf(Change.Done.class);
    }

    @Test
    void theLastOwnerNeitherLeavesNorStepsDown() {
        staffed();
        assertThat(remove(member(OWNER), OWNER)).isEqualTo(new Change.LastOwner());
        assertThat(changeRole(member(OWNER), OWNER, Role.ADMIN)).isEqualTo(new Change.LastOwner());
        assertThat(changeRole(member(OWNER), OWNER, Role.OWNER)).isInstanceOf(Change.Done.class);

        assertThat(changeRole(member(OWNER), ADMIN, Role.OWNER)).isInstanceOf(Change.Done.class);
        // Two owners go at once: the second is the last.
        assertThat(remove(member(OWNER), OWNER)).isInstanceOf(Change.Done.class);
        assertThat(remove(member(ADMIN), ADMIN)).isEqualTo(new Change.LastOwner());
        assertThat(role(ADMIN)).isEqualTo(Role.OWNER);
    }

    @Test
    void whoHasBeenRemovedMayDoNothingAnyMore() {
        staffed();
        remove(member(OWNER), ADMIN);
        assertThat(invite(member(ADMIN), "inv_1", Role.VIEWER, TOKEN, null)).isEqualTo(new Inviting.NotAllowed());
        assertThat(remove(member(ADMIN), VIEWER)).isEqualTo(new Change.NotAllowed());
        // Nor comes back with the link of before.
        assertThat(accept(ADMIN, Sha256.of("token of admin"), ADDRESS, NOW)).isEqualTo(new Joining.NotValid());
        assertThat(remove(member(VIEWER), VIEWER)).as("everybody may leave").isInstanceOf(Change.Done.class);
    }

    @Test
    void anInvitationIsAcceptedOnceByTheInvitedAddressOnly() {
        staffed();
        invite(member(ADMIN), "inv_1", Role.VIEWER, TOKEN, null);
        assertThat(accept(STRANGER, Sha256.of("guess"), ADDRESS, NOW)).isEqualTo(new Joining.NotValid());
        assertThat(accept(STRANGER, TOKEN, Sha256.of("another"), NOW)).isEqualTo(new Joining.OtherAddress());
        assertThat(accept(STRANGER, TOKEN, null, NOW)).isEqualTo(new Joining.OtherAddress());
        assertThat(accept(VIEWER, TOKEN, ADDRESS, NOW)).isEqualTo(new Joining.MemberAlready());

        Joining first = accept(STRANGER, TOKEN, ADDRESS, NOW);
        assertThat(first).isInstanceOf(Joining.Joined.class);
        assertThat(accept(STRANGER, TOKEN, ADDRESS, NOW)).as("said again").isEqualTo(first);
        assertThat(accept(new MemberId("second"), TOKEN, ADDRESS, NOW)).isEqualTo(new Joining.NotValid());
        assertThat(role(STRANGER)).isEqualTo(Role.VIEWER);
    }

    @Test
    void anInvitationEndsAfterSevenDaysOrWhenItIsWithdrawn() {
        staffed();
        invite(member(OWNER), "inv_1", Role.ADMIN, TOKEN, null);
        Instant end = NOW.plus(Duration.ofDays(7));
        assertThat(accept(STRANGER, TOKEN, ADDRESS, end)).isEqualTo(new Joining.NotValid());
        assertThat(withdraw(member(VIEWER), "inv_1")).isEqualTo(Withdrawal.NOT_ALLOWED);
        assertThat(withdraw(member(STRANGER), "inv_1")).isEqualTo(Withdrawal.NOT_ALLOWED);
        assertThat(withdraw(member(ADMIN), "inv_1")).isEqualTo(Withdrawal.WITHDRAWN);
        assertThat(withdraw(member(ADMIN), "inv_1")).isEqualTo(Withdrawal.NOT_FOUND);
        assertThat(accept(STRANGER, TOKEN, ADDRESS, NOW)).isEqualTo(new Joining.NotValid());

        invite(member(OWNER), "inv_2", Role.OWNER, TOKEN, null);
        assertThat(withdraw(member(ADMIN), "inv_2")).isEqualTo(Withdrawal.NOT_ALLOWED);
        assertThat(accept(STRANGER, TOKEN, ADDRESS, end.minusMillis(1))).isInstanceOf(Joining.Joined.class);
    }

    @Test
    void aRepeatedRequestIsOneOutcome() {
        assertThat(open(NAME, OWNER)).isEqualTo(open(NAME, OWNER));
        assertThat(open(new DisplayName("Other"), OWNER)).isEqualTo(new Opening.KeyUsedForAnother());
        assertThat(open(NAME, STRANGER)).isEqualTo(new Opening.KeyUsedForAnother());
        Sha256 key = Sha256.of("key");
        assertThat(invite(member(OWNER), "inv_1", Role.ADMIN, TOKEN, key)).isInstanceOf(Inviting.Invited.class);
        assertThat(invite(member(OWNER), "inv_2", Role.ADMIN, Sha256.of("other"), key))
                .isEqualTo(new Inviting.ShownAlready("inv_1"));
        assertThat(invite(member(OWNER), "inv_2", Role.OWNER, Sha256.of("other"), key))
                .isEqualTo(new Inviting.KeyUsedForAnother());
    }

    @Test
    void invitationsDoNotPileUp() {
        open(NAME, OWNER);
        for (int i = 0; i < AccountDecisions.MOST_INVITATIONS; i++) {
            assertThat(invite(member(OWNER), "inv_" + i, Role.VIEWER, Sha256.of("token " + i), null))
                    .isInstanceOf(Inviting.Invited.class);
        }
        assertThat(invite(member(OWNER), "inv_x", Role.VIEWER, TOKEN, null)).isEqualTo(new Inviting.TooMany());
    }

    @Test
    void nothingHappensInAnAccountThatIsNotThere() {
        assertThat(invite(new Acting.Token(Role.OWNER), "inv_1", Role.OWNER, TOKEN, null))
                .isEqualTo(new Inviting.NoSuchAccount());
        assertThat(accept(STRANGER, TOKEN, ADDRESS, NOW)).isEqualTo(new Joining.NotValid());
        assertThat(remove(new Acting.Token(Role.OWNER), OWNER)).isEqualTo(new Change.NoSuchMember());
    }

    @Test
    void theHashOfAnAddressSaysNothingWithoutTheToken() {
        InvitationToken one = InvitationToken.generate(ID, new SecureRandom());
        InvitationToken other = InvitationToken.generate(ID, new SecureRandom());
        Address address = Address.parse("Bob@Example.com");
        assertThat(address.under(one.secret()))
                .isEqualTo(Address.parse("bob@example.com").under(one.secret()));
        assertThat(address.under(one.secret())).isNotEqualTo(address.under(other.secret()));
        assertThat(address.under(one.secret())).isNotEqualTo(Sha256.of("bob@example.com"));
        assertThat(one + " " + address).doesNotContain(one.secret().reveal()).doesNotContain("bob@");
        assertThat(InvitationToken.parse(one.reveal())).contains(one);
        assertThat(InvitationToken.parse(one.reveal() + "x")).isEmpty();
    }
}
