package com.prysmid.control.tokens;

import com.prysmid.control.value.AccountId;
import com.prysmid.control.value.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Who acts with a valid token, and what it lets them do.
 *
 * @param accountId the account whose workspaces it reaches; null: all of every account's, and those of none
 */
public record TokenHolder(
        Actor actor, TokenRights rights, @Nullable AccountId accountId) {}
