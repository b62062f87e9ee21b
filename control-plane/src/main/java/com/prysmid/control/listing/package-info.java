/**
 * The list of workspaces as a table, for pages and filters over many thousands; and of who belongs to which account.
 *
 * <p>In: a workspace's view after each of its facts ({@code readside} brings it). Out: pages in order of slug. It never decides
 * anything: whoever wants to know what a workspace is now asks {@code workspaces}.
 */
@NullMarked
package com.prysmid.control.listing;

import org.jspecify.annotations.NullMarked;
