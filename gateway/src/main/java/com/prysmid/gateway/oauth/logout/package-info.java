/**
 * Signing out at the wish of an app (OpenID Connect RP-Initiated Logout 1.0). In: a wish to sign out, with or without a hint at
 * whom. Out: at once where the hint is of this browser's own session; else a page that asks. Then the session's apps are told,
 * those of the front channel in frames of a page (Front-Channel Logout 1.0), those of the back channel by the user's own outbox;
 * and the browser goes back to the app, to a registered address only, or sees a page. An address that is not registered is an
 * error page before anything ends.
 *
 * <p>{@code logout_hint} and {@code ui_locales} are taken and change nothing: whoever is signed in here is known by the cookie,
 * and the pages have one language.
 */
@NullMarked
package com.prysmid.gateway.oauth.logout;

import org.jspecify.annotations.NullMarked;
