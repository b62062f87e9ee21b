/**
 * The rules, pure: (state, command, now) → {@link com.prysmid.tenant.decide.Decision}.
 *
 * <p>One class per command family. Nothing here imports Pekko, reads a clock, makes its own randomness or does I/O: time
 * and randomness are parameters, and what takes long (hashing, signing, key generation) is done by the entity before or
 * after, off its thread. A refusal is a value.
 */
@NullMarked
package com.prysmid.tenant.decide;

import org.jspecify.annotations.NullMarked;
