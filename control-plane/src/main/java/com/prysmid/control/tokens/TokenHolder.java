package com.prysmid.control.tokens;

import com.prysmid.control.value.Actor;

/** Who acts with a valid token, and what it lets them do. */
public record TokenHolder(Actor actor, TokenRights rights) {}
