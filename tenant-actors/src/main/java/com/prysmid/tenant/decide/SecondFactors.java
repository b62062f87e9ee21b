package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.FactorCommand.Factor;
import com.prysmid.tenant.protocol.FactorType;
import com.prysmid.tenant.protocol.WorkspaceSettings;
import com.prysmid.tenant.state.Factors;
import com.prysmid.tenant.state.Passkeys;
import com.prysmid.tenant.state.UserState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which second factors somebody has, and which of them count. */
final class SecondFactors {
    /** In the order in which they are offered for being set up. */
    private static final List<FactorType> BEST_FIRST =
            List.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.EMAIL_CODE);

    private SecondFactors() {}

    /** Kinds that count, in the order in which they are offered: the last used first, recovery codes last, and never alone. */
    static List<FactorType> of(UserState state, WorkspaceSettings settings) {
        return usable(state, settings.people().mfa().factors());
    }

    /**
     * Kinds by which somebody shows that it is they, in the same order: of those that count, or where none of these can be used, of
     * all that there are and recovery codes alone. Empty for who has none, and for who can use none.
     */
    static List<FactorType> proving(UserState state, WorkspaceSettings settings) {
        List<FactorType> counted = of(state, settings);
        if (!counted.isEmpty()) {
            return counted;
        }
        List<FactorType> any = usable(state, BEST_FIRST);
        return any.isEmpty() && !state.factors().recoveryDigests().isEmpty() ? List.of(FactorType.RECOVERY_CODE) : any;
    }

    /** Whether somebody has one of a kind that counts, be it that it cannot be used now: an address that is not verified any more. */
    static boolean hasCounted(UserState state, WorkspaceSettings settings) {
        List<FactorType> counted = settings.people().mfa().factors();
        return all(state).stream().anyMatch(factor -> counted.contains(factor.type()));
    }

    private static List<FactorType> usable(UserState state, List<FactorType> kinds) {
        List<FactorType> usable = new ArrayList<>(BEST_FIRST.stream()
                .filter(type -> kinds.contains(type) && has(state, type))
                .sorted(Comparator.comparing(type -> type != state.factors().lastUsed()))
                .toList());
        if (!usable.isEmpty() && !state.factors().recoveryDigests().isEmpty()) {
            usable.add(FactorType.RECOVERY_CODE);
        }
        return usable;
    }

    /** All that somebody has set up, whether it counts or not; the oldest first. */
    static List<Factor> all(UserState state) {
        List<Factor> all = new ArrayList<>();
        state.factors()
                .authenticators()
                .values()
                .forEach(one ->
                        all.add(new Factor(one.id(), FactorType.TOTP, one.name(), one.addedAt(), one.lastUsedAt())));
        Factors.EmailCodes email = state.factors().email();
        if (email != null) {
            all.add(new Factor(email.id(), FactorType.EMAIL_CODE, null, email.addedAt(), email.lastUsedAt()));
        }
        state.passkeys()
                .byId()
                .values()
                .forEach(one -> all.add(
                        new Factor(one.id(), FactorType.PASSKEY, one.name(), one.createdAt(), one.lastUsedAt())));
        all.sort(Comparator.comparing(Factor::addedAt).thenComparing(Factor::id));
        return all;
    }

    /** Kinds that may be set up, the best first. */
    static List<FactorType> addable(UserState state, WorkspaceSettings settings) {
        return BEST_FIRST.stream()
                .filter(type -> settings.people().mfa().factors().contains(type) && mayAdd(state, type))
                .toList();
    }

    private static boolean has(UserState state, FactorType type) {
        return all(state).stream().anyMatch(factor -> factor.type() == type)
                && (type != FactorType.EMAIL_CODE
                        || MailDecisions.proven(state.account()).isPresent());
    }

    private static boolean mayAdd(UserState state, FactorType type) {
        return switch (type) {
            case TOTP -> state.factors().authenticators().size() < FactorDecisions.AUTHENTICATORS;
            case EMAIL_CODE ->
                state.factors().email() == null
                        && MailDecisions.proven(state.account()).isPresent();
            case PASSKEY -> state.passkeys().byId().size() < Passkeys.LIMIT;
            case RECOVERY_CODE -> false;
        };
    }
}
