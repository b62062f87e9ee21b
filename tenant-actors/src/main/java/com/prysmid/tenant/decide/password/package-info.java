/**
 * Which passwords are too easily guessed (NIST SP 800-63B-4 §3.1.1.2): in comes one that somebody wants to set and what is known
 * about them, out goes why not. It asks for no kinds of characters, and looks at nothing but the password as a whole: a common word
 * within a long phrase does no harm.
 *
 * <p>It keeps no password, and knows no state.
 */
@NullMarked
package com.prysmid.tenant.decide.password;

import org.jspecify.annotations.NullMarked;
