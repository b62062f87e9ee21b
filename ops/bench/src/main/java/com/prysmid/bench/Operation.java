package com.prysmid.bench;

import java.io.IOException;

/**
 * One thing to be measured.
 *
 * @param hashes how many password hashes one costs
 */
record Operation(String name, int hashes, Starter starter) {

    /** Prepares one loop, not measured: a refresh token of its own, a user of its own. */
    @FunctionalInterface
    interface Starter {
        Step start(Connection connection, int loop) throws IOException;
    }

    /** One round. */
    @FunctionalInterface
    interface Step {
        /** @return whether the answer was the expected one */
        boolean run() throws IOException;
    }
}
