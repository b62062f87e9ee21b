/**
 * The entities: wiring only.
 *
 * <p>A {@link com.prysmid.tenant.entity.Workspace} or {@link com.prysmid.tenant.entity.User} receives a command, asks
 * {@code decide}, persists the events and sends the reply. What takes long (hashing, signing, opening and making keys,
 * reading the directory) happens on the executors of {@link com.prysmid.tenant.entity.TenantServices}; its result comes back
 * as a message, and the rules are asked again with the state of that moment. Nothing blocks or computes on an entity's
 * thread, and no entity sends a message to an entity of another workspace.
 *
 * <p>Commands come in families, and each family has a desk. Desks that end messages by themselves do so through their entity's
 * port, {@link com.prysmid.tenant.entity.WorkspacePort} or {@link com.prysmid.tenant.entity.UserPort}: commit, answer, go on later.
 *
 * <p>What a user owes to apps (logout tokens, CIBA pings) and is mailed is part of its state and carried by its {@code DeliveryDesk}; the {@code
 * OutboxSweep}, one in the cluster, wakes users who owe something and were put to sleep by the end of a node. So
 * it wakes sign-ups that nobody completed, when they are over: they decide it again, and erase themselves.
 *
 * <p>A mail that anybody can cause is counted twice: by the user, and by the workspace for each address ({@code MailAllowances}).
 *
 * <p>Whether somebody has a login name is not told by how guesses at it are answered, paced, shed or locked out: guesses at a name that
 * nobody has go to a stranger, which is a {@code User} without a password and without a journal: its events are audit rows alone. The
 * workspace makes its id of the name and of a secret of its own; it is sharded under a key of its own, so that no id of a user, however
 * forged, addresses it. It is forgotten when nobody has guessed at it for a while, and the longest unasked first where there are many.
 *
 * <p>Of a workspace whose deletion has begun everybody goes to sleep ({@code Oblivion}), and nobody wakes: the journal is shut, and answers as
 * if there had never been one.
 *
 * <p>{@link com.prysmid.tenant.entity.TenantSharding} puts them into the cluster.
 */
@NullMarked
package com.prysmid.tenant.entity;

import org.jspecify.annotations.NullMarked;
