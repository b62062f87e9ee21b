package com.prysmid.gateway.pages;

import com.prysmid.gateway.ask.Entities;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.tenant.protocol.Actor;
import com.prysmid.tenant.protocol.DirectoryCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.IdentityCommand;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.SessionCommand.SignInAnswer;
import com.prysmid.tenant.protocol.SignInGoal;
import com.prysmid.tenant.protocol.UpstreamCommand;
import com.prysmid.tenant.protocol.UpstreamCommand.Proven;
import com.prysmid.tenant.protocol.UserBoundToken;
import com.prysmid.tenant.protocol.UserCommand;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.protocol.UserProfile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who somebody is here whom a provider has vouched for: whoever was invited, where they came by the invitation's link; the user whom the
 * subject was linked to; else the one with the same address, where both sides have verified it (or an admin has invited it) and may
 * be believed; else a new one, where the provider's people may come by themselves.
 */
final class UpstreamArrival {
    private static final int NUMBERED = 5;
    private static final int LONGEST_BASE = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Entities entities;

    UpstreamArrival(Entities entities) {
        this.entities = entities;
    }

    /** What an arrival comes to. */
    sealed interface Result {
        record Entered(SignInAnswer answer) implements Result {}

        /** Somebody here has this address; only they may say that it is the same person. */
        record SignInFirst() implements Result {}

        /** Nobody here is meant, and nobody is made. */
        record NoAccount() implements Result {}

        /** The user may not sign in. */
        record TurnedAway() implements Result {}

        /** Now one may sign in so. */
        record Linked() implements Result {}

        /** It is another user's. */
        record LinkedElsewhere() implements Result {}

        /** Another address was invited. */
        record AnotherAddress() implements Result {}

        /** It was taken up, or withdrawn, or it is too old. */
        record InvitationOver() implements Result {}

        /** The sign-in in which to link is too long ago, or over. */
        record SignInAgain() implements Result {}
    }

    CompletionStage<Result> signIn(RequestContext context, Proven proven, SignInGoal goal) {
        UserId owner = proven.owner();
        if (owner != null) {
            return entered(entities.user(
                    context.slug(),
                    owner,
                    replyTo -> new IdentityCommand.SignIn(
                            context.slug(),
                            owner,
                            proven.identity(),
                            proven.amr(),
                            goal,
                            proven.settings(),
                            context.act(),
                            replyTo),
                    SignInAnswer.class));
        }
        return sharing(context, proven).thenCompose(users -> {
            if (users.isEmpty()) {
                return proven.mayCreate()
                        ? create(context, proven, goal)
                        : CompletableFuture.completedStage(new Result.NoAccount());
            }
            return proven.mayLink() && users.size() == 1
                    ? linkByEmail(context, proven, users.getFirst(), goal)
                    : CompletableFuture.completedStage(new Result.SignInFirst());
        });
    }

    /** Somebody opened an invitation's link, and came by way of the provider. */
    CompletionStage<Result> accept(RequestContext context, Proven proven, UserBoundToken invitation, SignInGoal goal) {
        UserId user = invitation.userId();
        if (proven.owner() != null && !proven.owner().equals(user)) {
            return CompletableFuture.completedStage(new Result.LinkedElsewhere());
        }
        UserProfile profile = proven.profile();
        return asHolder(
                context,
                proven,
                user,
                replyTo -> new IdentityCommand.AcceptInvitation(
                        context.slug(),
                        user,
                        invitation,
                        proven.identity(),
                        profile.emailVerified() ? profile.email() : null,
                        proven.amr(),
                        goal,
                        proven.settings(),
                        context.act(),
                        replyTo),
                SignInAnswer.class,
                answer -> answer.handle((accepted, thrown) -> {
                    if (thrown == null) {
                        return new Result.Entered(accepted);
                    }
                    if (isOneOf(thrown, Refused.Reason.FORBIDDEN)) {
                        return new Result.AnotherAddress();
                    }
                    if (RefusedException.isOfWhatIsGone(thrown)) {
                        return new Result.InvitationOver();
                    }
                    throw new CompletionException(thrown);
                }),
                new Result.LinkedElsewhere());
    }

    /** Those of the same address who have verified it, or were invited at it. */
    private CompletionStage<List<UserId>> sharing(RequestContext context, Proven proven) {
        CompletionStage<List<UserId>> found = CompletableFuture.completedStage(List.of());
        String email = proven.profile().email();
        if (email == null) {
            return found;
        }
        for (UserId user : proven.sameEmail()) {
            CompletionStage<Boolean> holds = entities.user(
                            context.slug(),
                            user,
                            replyTo -> new IdentityCommand.HoldsEmail(context.slug(), user, email, replyTo),
                            IdentityCommand.EmailHeld.class)
                    .thenApply(IdentityCommand.EmailHeld::verified);
            found = found.thenCombine(holds, (before, yes) -> {
                List<UserId> all = new ArrayList<>(before);
                if (yes) {
                    all.add(user);
                }
                return all;
            });
        }
        return found;
    }

    private CompletionStage<Result> linkByEmail(RequestContext context, Proven proven, UserId user, SignInGoal goal) {
        return asHolder(
                context,
                proven,
                user,
                replyTo -> new IdentityCommand.LinkByEmail(
                        context.slug(),
                        user,
                        proven.identity(),
                        String.valueOf(proven.profile().email()),
                        proven.amr(),
                        goal,
                        proven.settings(),
                        context.act(),
                        replyTo),
                SignInAnswer.class,
                UpstreamArrival::entered,
                new Result.SignInFirst());
    }

    /** Two at once are told the same user, who is made by whichever comes first. */
    private CompletionStage<Result> create(RequestContext context, Proven proven, SignInGoal goal) {
        UserId fresh = new UserId(UUID.randomUUID().toString().replace("-", ""));
        return reserve(context, proven, fresh)
                .thenCompose(user -> reserveLogin(context, user, names(proven.loginWishes()), 0)
                        .thenCompose(username -> entered(entities.user(
                                context.slug(),
                                user,
                                replyTo -> new IdentityCommand.Register(
                                        context.slug(),
                                        user,
                                        proven.identity(),
                                        proven.profile()
                                                .reachedAt(
                                                        username,
                                                        proven.profile().email(),
                                                        proven.profile().emailVerified()),
                                        proven.amr(),
                                        goal,
                                        proven.settings(),
                                        context.act(),
                                        replyTo),
                                SignInAnswer.class))));
    }

    private CompletionStage<UserId> reserve(RequestContext context, Proven proven, UserId user) {
        return entities.workspace(
                        context.slug(),
                        replyTo ->
                                new UpstreamCommand.ReserveIdentity(context.slug(), proven.identity(), user, replyTo),
                        UpstreamCommand.IdentityReserved.class)
                .thenApply(UpstreamCommand.IdentityReserved::userId);
    }

    /**
     * Asks the user for something that only the holder of the identity may have, which they become by it.
     *
     * @param orElse where it is another's
     */
    private <T extends Reply> CompletionStage<Result> asHolder(
            RequestContext context,
            Proven proven,
            UserId user,
            Function<ActorRef<Reply>, UserCommand> question,
            Class<T> expected,
            Function<CompletionStage<T>, CompletionStage<Result>> result,
            Result orElse) {
        return reserve(context, proven, user)
                .thenCompose(holder -> holder.equals(user)
                        ? result.apply(orRelease(
                                context, proven, user, entities.user(context.slug(), user, question, expected)))
                        : CompletableFuture.completedStage(orElse));
    }

    /** A subject is promised to nobody who was refused: else its next arrival would be taken for them. */
    private <T> CompletionStage<T> orRelease(
            RequestContext context, Proven proven, UserId user, CompletionStage<T> answer) {
        return answer.exceptionallyCompose(thrown -> RefusedException.in(thrown).isEmpty()
                ? CompletableFuture.failedStage(thrown)
                : entities.workspace(
                                context.slug(),
                                replyTo -> new UpstreamCommand.ReleaseIdentity(
                                        context.slug(), proven.identity(), user, replyTo),
                                Done.class)
                        .handle((released, failed) -> thrown)
                        .thenCompose(CompletableFuture::failedStage));
    }

    private CompletionStage<String> reserveLogin(RequestContext context, UserId user, List<String> names, int attempt) {
        String name = names.get(attempt);
        return entities.workspace(
                        context.slug(),
                        replyTo -> new DirectoryCommand.ReserveLogin(context.slug(), name, user, replyTo),
                        DirectoryCommand.LoginReserved.class)
                .thenApply(reserved -> CompletableFuture.completedStage(name))
                .exceptionally(thrown -> attempt + 1 < names.size() && isTaken(thrown)
                        ? reserveLogin(context, user, names, attempt + 1)
                        : CompletableFuture.failedStage(thrown))
                .thenCompose(stage -> stage);
    }

    /** The wishes as they are, then numbered, then with something that nobody has. */
    private static List<String> names(List<String> wishes) {
        List<String> names = new ArrayList<>(wishes);
        String first = wishes.getFirst();
        String base = first.contains("@") ? first.substring(0, first.indexOf('@')) : first;
        if (base.isBlank() || base.length() > LONGEST_BASE) {
            base = "user";
        }
        for (int number = 2; number <= NUMBERED; number++) {
            names.add(base + "-" + number);
        }
        names.add(base + "-" + Long.toString(RANDOM.nextLong(1L << 40) + (1L << 40), 36));
        return names;
    }

    private static boolean isTaken(Throwable thrown) {
        return RefusedException.in(thrown)
                .filter(refused -> refused.reason() == Refused.Reason.CONFLICT)
                .isPresent();
    }

    /** By the person who is signed in in this browser. */
    CompletionStage<Result> link(RequestContext context, Proven proven, UserBoundToken session) {
        UserId user = session.userId();
        if (proven.owner() != null && !proven.owner().equals(user)) {
            return CompletableFuture.completedStage(new Result.LinkedElsewhere());
        }
        return asHolder(
                context,
                proven,
                user,
                replyTo -> new IdentityCommand.Link(
                        context.slug(),
                        user,
                        session,
                        proven.identity(),
                        context.act().by(Actor.user(user)),
                        replyTo),
                IdentityCommand.Identities.class,
                answer -> answer.handle((linked, thrown) -> {
                    if (thrown == null) {
                        return new Result.Linked();
                    }
                    if (isOneOf(thrown, Refused.Reason.FORBIDDEN, Refused.Reason.INVALID_TOKEN)) {
                        return new Result.SignInAgain();
                    }
                    throw new CompletionException(thrown);
                }),
                new Result.LinkedElsewhere());
    }

    private static CompletionStage<Result> entered(CompletionStage<SignInAnswer> answer) {
        return answer.handle((entered, thrown) -> {
            if (thrown == null) {
                return new Result.Entered(entered);
            }
            if (isOneOf(thrown, Refused.Reason.FORBIDDEN)) {
                return new Result.SignInFirst();
            }
            if (isOneOf(thrown, Refused.Reason.INVALID_CREDENTIALS, Refused.Reason.NOT_FOUND)) {
                return new Result.TurnedAway();
            }
            throw new CompletionException(thrown);
        });
    }

    private static boolean isOneOf(Throwable thrown, Refused.Reason... reasons) {
        return RefusedException.in(thrown)
                .filter(refused -> List.of(reasons).contains(refused.reason()))
                .isPresent();
    }
}
