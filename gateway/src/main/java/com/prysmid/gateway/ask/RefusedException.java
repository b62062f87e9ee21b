package com.prysmid.gateway.ask;

import com.prysmid.tenant.protocol.Refused;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** An entity's refusal on its way through a stage: an expected answer, so it carries no stack trace. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;

    public RefusedException(Refused refused) {
        super(refused.code(), null, false, false);
        this.refused = refused;
    }

    public Refused refused() {
        return refused;
    }

    /** Whether it failed for a session or token that is not known, has ended, or is of a user who is gone: all one to whoever asks. */
    public static boolean isOfWhatIsGone(Throwable thrown) {
        return in(thrown)
                .map(Refused::reason)
                .filter(reason -> reason == Refused.Reason.INVALID_TOKEN || reason == Refused.Reason.NOT_FOUND)
                .isPresent();
    }

    /** The refusal that a failed stage carries, if it is one. */
    public static Optional<Refused> in(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RefusedException e ? Optional.of(e.refused) : Optional.empty();
    }
}
