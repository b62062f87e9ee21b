/**
 * Customers: an account, the people who belong to it with their roles, and invitations to it.
 *
 * <p>{@link com.prysmid.control.accounts.Account} is one persistent actor per account; {@link
 * com.prysmid.control.accounts.AccountDecisions} holds its rules, which look at the role that who acts has at that moment: an admin
 * changes no owner and makes none, the last owner stays, an invitation is accepted once.
 *
 * <p>In: parsed wishes, and who acts. Out: facts in the journal, and answers.
 *
 * <p>About a member it keeps what the workspace {@code console} calls them, an opaque {@code sub}, and nothing else. About somebody
 * who is invited it keeps no address, but a hash of it under a key that only the invitation's own token holds, so that nobody else can
 * accept, and nobody who reads the journal learns or can guess who was invited. It never holds anything about an end user.
 */
@NullMarked
package com.prysmid.control.accounts;

import org.jspecify.annotations.NullMarked;
