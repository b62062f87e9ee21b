package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.Recorded;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.Confirmation;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Narrowing;
import com.prysmid.tenant.protocol.PasswordInput;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.Slug;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.UserState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One user's life, decision by decision: what is accepted is folded into the state, time passes only when told. */
final class UserStory {
    static final Slug SLUG = new Slug("acme");
    static final UserId ALICE = new UserId("alice-0001");
    static final Act ACT = Act.bySystem("story");
    static final String HASH = "$2a$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-x";
    static final String REDIRECT = "https://rp.example/cb";
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final RandomSecrets random = new RandomSecrets(new CountedRandom());
    UserState state = UserState.ABSENT;
    Instant now = START;
    WorkspaceSettings settings = WorkspaceSettings.DEFAULTS;
    Narrowing narrowing = Narrowing.NONE;
    /** Of the last decision. */
    List<UserEvent> events = List.of();

    static UserStory ofAlice() {
        UserStory story = new UserStory();
        story.commit(AccountDecisions.create(story.state, create(profile("alice")), HASH, story.now));
        return story;
    }

    static UserProfile profile(String username) {
        return new UserProfile(
                username, null, false, null, false, null, null, null, null, null, UserProfile.More.NOTHING);
    }

    static AccountCommand.Create create(UserProfile profile) {
        return new AccountCommand.Create(
                SLUG, ALICE, profile, null, null, WorkspaceSettings.DEFAULTS, ACT, Nobody.replies());
    }

    Reply commit(Decision<UserEvent> decision) {
        events = decision instanceof Decision.Accept<UserEvent> accept
                ? DeliveryDecisions.withOwed(state, accept.events(), now)
                : List.of();
        events.forEach(event -> state = state.apply(new Recorded<>(now, ACT, event)));
        return decision.reply();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Reply signIn(boolean correct) {
        return signIn(correct, null);
    }

    /** As the entity does it: a step before the check, a decision after it. */
    Reply signIn(boolean correct, @Nullable UserBoundToken replaced) {
        String pretended =
                SessionDecisions.passwordStep(state, settings, now) instanceof SessionDecisions.PasswordStep.Pretend p
                        ? p.reason()
                        : null;
        return commit(SessionDecisions.signIn(state, signInCommand(replaced), correct, pretended, random, now));
    }

    SessionCommand.SignIn signInCommand(@Nullable UserBoundToken replaced) {
        return new SessionCommand.SignIn(
                SLUG,
                ALICE,
                new PasswordInput("any"),
                new SignInGoal(replaced, false),
                settings,
                ACT,
                Nobody.replies());
    }

    UserBoundToken signedIn() {
        return token(((SessionCommand.SignedIn) signIn(true)).cookie());
    }

    Reply check(UserBoundToken session) {
        return SessionDecisions.check(
                state, new SessionCommand.Check(SLUG, ALICE, session.id(), session.secret(), Nobody.replies()), now);
    }

    /** Confirmed, and hinted at by nobody. */
    Reply signOut(UserBoundToken session) {
        return signOut(session, null, true);
    }

    Reply signOut(UserBoundToken session, @Nullable String hintedSid, boolean confirmed) {
        return commit(SessionDecisions.signOut(
                state,
                new SessionCommand.SignOut(
                        SLUG, ALICE, session.id(), session.secret(), hintedSid, confirmed, ACT, Nobody.replies())));
    }

    static GrantCommand.CodeRequest request(String... scopes) {
        return new GrantCommand.CodeRequest(
                "app-1",
                REDIRECT,
                new java.util.LinkedHashSet<>(List.of(scopes)),
                "nonce-1",
                SecretDigest.of(VERIFIER).base64Url(),
                true,
                com.prysmid.tenant.protocol.GrantDetails.NONE,
                null,
                null);
    }

    Reply issue(UserBoundToken session, GrantCommand.CodeRequest request) {
        return commit(GrantDecisions.issueCode(
                state,
                new GrantCommand.IssueCode(
                        SLUG, ALICE, session.id(), session.secret(), request, settings, ACT, Nobody.replies()),
                random,
                now));
    }

    UserBoundToken code(UserBoundToken session, GrantCommand.CodeRequest request) {
        return token(((GrantCommand.CodeIssued) issue(session, request)).code());
    }

    Reply redeem(UserBoundToken code) {
        return redeem(code, "app-1", REDIRECT, VERIFIER);
    }

    Reply redeem(UserBoundToken code, String clientId, @Nullable String redirectUri, @Nullable String verifier) {
        return redeem(code, clientId, redirectUri, verifier, null, false);
    }

    Reply redeem(UserBoundToken code, @Nullable Confirmation proven, boolean publicClient) {
        return redeem(code, "app-1", REDIRECT, VERIFIER, proven, publicClient);
    }

    private Reply redeem(
            UserBoundToken code,
            String clientId,
            @Nullable String redirectUri,
            @Nullable String verifier,
            @Nullable Confirmation proven,
            boolean publicClient) {
        return commit(GrantDecisions.redeemCode(
                state,
                new GrantCommand.RedeemCode(
                        SLUG,
                        ALICE,
                        code.id(),
                        code.secret(),
                        clientId,
                        redirectUri,
                        verifier == null ? null : new Secret(verifier),
                        proven,
                        publicClient,
                        narrowing,
                        settings,
                        ACT,
                        Nobody.replies()),
                random,
                now));
    }

    /** A whole grant, from a new session to its tokens. */
    GrantCommand.Granted granted(String... scopes) {
        return (GrantCommand.Granted) redeem(code(signedIn(), request(scopes)));
    }

    Reply refresh(UserBoundToken token) {
        return refresh(token, "app-1", null);
    }

    Reply refresh(UserBoundToken token, String clientId, @Nullable Set<String> scopes) {
        return commit(GrantDecisions.refresh(
                state,
                new GrantCommand.Refresh(
                        SLUG,
                        ALICE,
                        token.id(),
                        token.secret(),
                        clientId,
                        scopes,
                        null,
                        narrowing,
                        settings,
                        ACT,
                        Nobody.replies()),
                random,
                now));
    }

    Reply access(String familyId, String jti) {
        return GrantDecisions.checkAccess(
                state, new GrantCommand.CheckAccess(SLUG, ALICE, familyId, jti, Nobody.replies()));
    }

    Reply change(AccountCommand.StatusChange change) {
        return commit(AccountDecisions.changeStatus(
                state, new AccountCommand.ChangeStatus(SLUG, ALICE, change, ACT, Nobody.replies()), now));
    }

    static UserBoundToken token(@Nullable Secret secret) {
        assertThat(secret).as("a token").isNotNull();
        return UserBoundToken.parse(java.util.Objects.requireNonNull(secret).reveal())
                .orElseThrow();
    }

    static void assertRefused(Reply reply, Refused.Reason reason) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    static void assertFields(Reply reply, String... fields) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.fields())
                                .extracting(Refused.FieldError::field)
                                .containsExactly(fields));
    }
}
