package com.prysmid.gateway.ask;

/** An entity did not answer in time: 503 at the edge. Whether the command was done is not known. */
public final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String entity) {
        super(entity + " did not answer in time", null, false, false);
    }
}
