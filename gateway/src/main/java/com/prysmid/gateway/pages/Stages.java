package com.prysmid.gateway.pages;

import java.util.concurrent.CompletionException;

/** Failures of stages that are not a page's to explain. */
final class Stages {
    private Stages() {}

    /** To be thrown on. */
    static RuntimeException rethrown(Throwable thrown) {
        return thrown instanceof RuntimeException runtime ? runtime : new CompletionException(thrown);
    }
}
