package com.prysmid.node.dev;

/** Why dev mode cannot start: one line for the person at the terminal, which names what to do. */
final class DevFailure extends Exception {

    private static final long serialVersionUID = 1L;

    DevFailure(String message) {
        super(message);
    }

    DevFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
