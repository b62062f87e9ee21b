/**
 * The only place that asks an entity. In: a command without its {@code replyTo}. Out: the reply of the wanted type; a
 * refusal as {@link com.prysmid.gateway.ask.RefusedException}; no answer in time as {@link
 * com.prysmid.gateway.ask.NoAnswer}. Never retries: a command without an answer may have been done.
 */
@NullMarked
package com.prysmid.gateway.ask;

import org.jspecify.annotations.NullMarked;
