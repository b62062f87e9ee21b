package com.prysmid.tenant.protocol;

/** Done, with nothing to tell. */
public record Done() implements Reply {}
