package com.prysmid.tenant.decide;

import com.prysmid.tenant.protocol.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a slug's deletions mean for whoever asks for something in it. The steps themselves are of package {@code schema}. */
public final class DeletionDecisions {
    private DeletionDecisions() {}

    /** What became of a slug, as one creation may know it. */
    public sealed interface Fate {
        /** Nothing, as far as this creation is concerned: the slug is free, or belongs to a workspace that is there. */
        record Untold() implements Fate {}

        /** The asking creation's workspace is being backed up and dropped. */
        record UnderWay() implements Fate {}

        /** It is gone, and a backup is there since then. */
        record Deleted(Instant at, Backup backup) implements Fate {}

        /** The backup is gone too. */
        record Purged() implements Fate {}

        /** Its data was put back: the workspace is there, and closed. */
        record Restored() implements Fate {}

        /** The slug is kept for another creation, which was deleted and may still be restored. */
        record AnothersDeletion() implements Fate {}
    }

    /**
     * An encrypted backup.
     *
     * @param bytes  of the ciphertext
     * @param sha256 of the ciphertext, in lower-case hexadecimal
     */
    public record Backup(long bytes, String sha256) {}

    /** Why a step of provisioning must not reach the workspace; empty where it may. */
    public static Optional<Refused> refuseStep(Fate fate) {
        return switch (fate) {
            case Fate.Untold f -> Optional.empty();
            case Fate.Restored f -> Optional.empty();
            case Fate.UnderWay f -> Optional.of(ProvisioningDecisions.deleted());
            case Fate.Deleted f -> Optional.of(ProvisioningDecisions.deleted());
            case Fate.Purged f -> Optional.of(ProvisioningDecisions.deleted());
            case Fate.AnothersDeletion f -> Optional.of(ProvisioningDecisions.slugInUse());
        };
    }

    /**
     * Why nothing is purged now; empty where a backup may go, or has gone.
     *
     * @param keep how long every backup is kept, whoever asks
     */
    public static Optional<Refused> refusePurge(Fate fate, Instant now, Duration keep) {
        return switch (fate) {
            case Fate.Deleted(var at, var backup) ->
                at.plus(keep).isAfter(now) ? Optional.of(kept()) : Optional.empty();
            case Fate.Purged f -> Optional.empty();
            case Fate.UnderWay f -> Optional.of(notDeleted());
            case Fate.Restored f -> Optional.of(notDeleted());
            case Fate.Untold f -> Optional.of(notDeleted());
            case Fate.AnothersDeletion f -> Optional.of(ProvisioningDecisions.slugInUse());
        };
    }

    private static Refused kept() {
        return Refused.conflict("backup_kept", "A backup is not purged as soon as that.");
    }

    public static Refused notDeleted() {
        return Refused.conflict("not_deleted", "This workspace was not deleted: there is no backup of it.");
    }
}
