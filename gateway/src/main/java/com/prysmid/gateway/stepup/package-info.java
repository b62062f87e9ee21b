/**
 * Leading somebody who is signed in to a second factor, and back to what they were about to do. In: a session without one, and the
 * sealed interaction to go on with. Out: where the browser goes, with its pending sign-in; what is asked there is the sign-in pages'
 * own. It never: decides whether a factor is needed, which the person's entity does.
 */
@NullMarked
package com.prysmid.gateway.stepup;

import org.jspecify.annotations.NullMarked;
