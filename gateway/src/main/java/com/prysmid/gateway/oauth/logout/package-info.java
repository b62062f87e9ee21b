/**
 * RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0). In: a wish to sign out, with or without a hint at whom. Out: at
 * once where the hint is of this browser's own session; else a page that asks. Then back to the app, to a registered address
 * only, or a page. An address that is not registered is an error page before anything ends.
 */
@NullMarked
package com.prysmid.gateway.oauth.logout;

import org.jspecify.annotations.NullMarked;
