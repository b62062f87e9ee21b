package com.prysmid.tenant.journal;

import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.journal.DomainProjection.Entry;
import com.prysmid.tenant.protocol.FactorType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How second factors stand in the audit journal. */
final class FactorAudit {
    private FactorAudit() {}

    static Optional<Entry> entry(String userId, FactorEvent event) {
        return switch (event) {
            // Steps on the way to something that is told.
            case FactorEvent.TotpOffered e -> Optional.empty();
            case FactorEvent.Used e -> Optional.empty();
            case FactorEvent.TotpAdded e -> changed("user.factor_added", userId, e.factorId(), FactorType.TOTP);
            case FactorEvent.EmailCodeAdded e ->
                changed("user.factor_added", userId, e.factorId(), FactorType.EMAIL_CODE);
            case FactorEvent.Renamed e -> changed("user.factor_renamed", userId, e.factorId(), e.kind());
            case FactorEvent.Removed e -> changed("user.factor_removed", userId, e.factorId(), e.kind());
            case FactorEvent.RecoveryCodesMade e ->
                Optional.of(Entry.success(
                        e.digests().isEmpty() ? "user.recovery_codes_removed" : "user.recovery_codes_made",
                        "user",
                        userId));
            case FactorEvent.RecoveryCodeUsed e ->
                Optional.of(Entry.success("user.recovery_code_used", "user", userId));
            case FactorEvent.EmailCodeSent e -> Optional.of(Entry.success("user.email_code_sent", "user", userId));
            case FactorEvent.CodeRefused e ->
                Optional.of(Entry.failure(
                        "user.sign_in_failed",
                        "user",
                        userId,
                        Map.of("reason", e.reason(), "factor", word(e.kind()), "locked_out", e.lockedUntil() != null)));
        };
    }

    private static Optional<Entry> changed(String type, String userId, String factorId, FactorType kind) {
        return Optional.of(Entry.success(type, "user", userId, Map.of("factor_id", factorId, "kind", word(kind))));
    }

    private static String word(FactorType kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
