/**
 * The workspace {@code console}, in which the dashboard's members sign in: our own product, used by ourselves.
 *
 * <p>{@link com.prysmid.control.console.ConsoleSetup} makes it at the first start, as any customer's: the provisioning saga with an
 * administrator's key, then the admin API. The keys, the administrator's and that of the dashboard as an OpenID Connect client, are made
 * and sealed by {@code vault}. {@link com.prysmid.control.console.ConsoleActor} remembers them and what has been registered, and tries
 * again until all is there; every step may be done twice.
 *
 * <p>In: where the dashboard is served. Out: a {@link com.prysmid.control.console.ConsoleApp} for {@code signin}. No customer can have the
 * slug, see the workspace in a list or ask the API for anything to be done to it.
 */
@NullMarked
package com.prysmid.control.console;

import org.jspecify.annotations.NullMarked;
