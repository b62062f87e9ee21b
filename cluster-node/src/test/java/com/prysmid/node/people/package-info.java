/** People's accounts over the network, attackers first: sign-up, invitation, reset, and what one does with one's own account. */
@NullMarked
package com.prysmid.node.people;

import org.jspecify.annotations.NullMarked;
