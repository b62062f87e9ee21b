package com.prysmid.tenant.protocol;

/** What a User entity receives: {@link UserCommand}s from others, and its own results piped back to itself. */
public interface UserMessage {}
