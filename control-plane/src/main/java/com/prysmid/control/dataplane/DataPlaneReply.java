package com.prysmid.control.dataplane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one call to the provisioning port came to. */
public sealed interface DataPlaneReply<T> {
    /** It is done, now or earlier: every step may be asked for again. */
    record Done<T>(T value) implements DataPlaneReply<T> {}

    /**
     * The port understood the request and will never do it: a 4xx whose problem document carries a code.
     *
     * @param code the problem's code, such as {@code slug_in_use}
     * @param detail its sentence for people
     */
    record Refused<T>(int status, String code, String detail) implements DataPlaneReply<T> {}

    /**
     * Nobody knows whether it was done: no connection, a broken one, an overloaded port, or an answer that is not the port's.
     *
     * @param reason for the log
     * @param after how long the port asked to be left alone, if it did
     */
    record TryAgain<T>(String reason, @Nullable Duration after) implements DataPlaneReply<T> {}
}
