package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.event.GrantEvent;
import com.prysmid.tenant.event.UserEvent;
import com.prysmid.tenant.protocol.AccountCommand.StatusChange;
import com.prysmid.tenant.protocol.GrantCommand;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand;
import com.prysmid.tenant.protocol.UserBoundToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is sent in whatever order: no code is redeemed twice, no refresh token works twice, and nothing throws. */
class AnyUserLifeTest {
    private static final List<StatusChange> CHANGES =
            List.of(StatusChange.LOCK, StatusChange.UNLOCK, StatusChange.DEACTIVATE, StatusChange.REACTIVATE);

    private record Step(int what, int which) {}

    @Property(tries = 400)
    void noCodeAndNoRefreshTokenWorksTwice(
            @ForAll @Size(min = 20, max = 120) List<@IntRange(max = 17) Integer> whats,
            @ForAll @Size(120) List<@IntRange(max = 99) Integer> whiches) {
        Life life = new Life();
        for (int i = 0; i < whats.size(); i++) {
            life.take(new Step(whats.get(i), whiches.get(i)));
        }
    }

    private static final class Life {
        private final UserStory alice = UserStory.ofAlice();
        private final List<UserBoundToken> sessions = new ArrayList<>();
        private final List<UserBoundToken> codes = new ArrayList<>();
        private final List<UserBoundToken> refreshTokens = new ArrayList<>();
        private final Set<String> redeemed = new HashSet<>();
        private final Set<UserBoundToken> used = new HashSet<>();
        private final Map<String, String> familyOfCode = new HashMap<>();

        void take(Step step) {
            switch (step.what()) {
                case 0, 1 -> {
                    if (alice.signIn(true) instanceof SessionCommand.SignedIn in) {
                        sessions.add(UserStory.token(in.cookie()));
                    }
                }
                case 2 -> alice.signIn(false);
                case 3, 4, 5 ->
                    any(sessions, step).ifPresent(session -> {
                        if (alice.issue(session, UserStory.request(step.which() % 2 == 0 ? "openid" : "offline_access"))
                                instanceof GrantCommand.CodeIssued issued) {
                            codes.add(UserStory.token(issued.code()));
                        }
                    });
                case 6, 7, 8 -> any(codes, step).ifPresent(code -> redeem(code, true));
                case 9 -> any(codes, step).ifPresent(code -> redeem(code, false));
                case 10, 11, 12 -> any(refreshTokens, step).ifPresent(this::refresh);
                case 13 -> any(sessions, step).ifPresent(alice::signOut);
                case 14 -> alice.pass(Duration.ofSeconds(1L + step.which() * 7L));
                case 15 -> alice.pass(Duration.ofHours(step.which()));
                case 16 -> alice.change(CHANGES.get(step.which() % 4));
                default -> recreate(step.which());
            }
        }

        private void redeem(UserBoundToken code, boolean rightly) {
            Reply reply = alice.redeem(code, "app-1", UserStory.REDIRECT, rightly ? UserStory.VERIFIER : null);
            if (reply instanceof GrantCommand.Granted granted) {
                assertThat(rightly).isTrue();
                assertThat(redeemed.add(code.id())).as("redeemed once").isTrue();
                familyOfCode.put(code.id(), granted.grant().grantId());
                refreshTokens.add(UserStory.token(granted.refreshToken()));
            } else if (redeemed.contains(code.id()) && noticed()) {
                assertThat(alice.state.families().find(familyOfCode.get(code.id())))
                        .as("what a replayed code gave is gone")
                        .isEmpty();
            }
        }

        private boolean noticed() {
            for (UserEvent event : alice.events) {
                if (event instanceof GrantEvent.CodeReplayed) {
                    return true;
                }
            }
            return false;
        }

        private void refresh(UserBoundToken token) {
            if (alice.refresh(token) instanceof GrantCommand.Granted granted) {
                assertThat(used.add(token)).as("used once").isTrue();
                refreshTokens.add(UserStory.token(granted.refreshToken()));
            } else if (used.contains(token)) {
                assertThat(alice.state.families().find(token.id()))
                        .as("a used token ends its family")
                        .isEmpty();
            }
        }

        /** Seldom, or there would be no life to speak of. */
        private void recreate(int which) {
            if (which % 10 == 0) {
                alice.commit(AccountDecisions.delete(alice.state));
                // An id is used once; this one again, so that what was given out before is tried against the next life.
                alice.state = com.prysmid.tenant.state.UserState.ABSENT;
            }
            alice.commit(AccountDecisions.create(
                    alice.state, UserStory.create(UserStory.profile("alice")), UserStory.HASH, alice.now));
        }

        private static java.util.Optional<UserBoundToken> any(List<UserBoundToken> tokens, Step step) {
            // Mostly a recent one: of those, more can be done with.
            return tokens.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(tokens.get(Math.max(0, tokens.size() - 1 - step.which() % 4)));
        }
    }
}
