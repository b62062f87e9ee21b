package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserId;
import com.prysmid.tenant.state.UserState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ten codes on paper, made with somebody's first factor. Each has 59 bits, so that its digest is of no use to whoever steals the
 * database, and the person's id goes into it, so that nobody tries a code on all of them at once.
 */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int LENGTH = 12;
    private static final int GROUP = 4;

    /** Without what is taken for something else in handwriting. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private RecoveryCodes() {}

    /** @param codes for their owner's eyes, once */
    record Made(FactorEvent.RecoveryCodesMade event, List<Secret> codes) {}

    static Made make(UserId user, RandomSecrets random) {
        List<Secret> codes = Stream.generate(() -> random.text(LENGTH, ALPHABET))
                .limit(COUNT)
                .map(code -> new Secret(String.join(
                        "-", code.substring(0, GROUP), code.substring(GROUP, 2 * GROUP), code.substring(2 * GROUP))))
                .toList();
        return new Made(
                new FactorEvent.RecoveryCodesMade(
                        codes.stream().map(code -> digest(user, code.reveal())).toList()),
                codes);
    }

    /** With a factor of somebody who has none of these. */
    static Optional<Made> madeWhereNone(UserState before, UserId user, RandomSecrets random) {
        return before.factors().recoveryDigests().isEmpty() ? Optional.of(make(user, random)) : Optional.empty();
    }

    /** They go with the last factor, of whatever kind. */
    static List<FactorEvent> goneWithout(UserState before, int removed) {
        return before.factors().recoveryDigests().isEmpty()
                        || removed < SecondFactors.all(before).size()
                ? List.of()
                : List.of(new FactorEvent.RecoveryCodesMade(List.of()));
    }

    /** The digest of the code that was typed, where it is one of those that are left. */
    static Optional<String> find(UserState state, UserId user, String typed) {
        SecretDigest digest = new SecretDigest(digest(user, typed));
        return state.factors().recoveryDigests().stream()
                .filter(digest.base64Url()::equals)
                .findFirst();
    }

    /** However it was typed: letters of either case, with or without what stands between. */
    private static String digest(UserId user, String typed) {
        String code = typed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return SecretDigest.of(user.value() + "|" + code).base64Url();
    }
}
