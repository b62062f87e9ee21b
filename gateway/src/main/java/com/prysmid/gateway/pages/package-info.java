/**
 * The hosted pages: server-rendered HTML that works with JavaScript off.
 *
 * <p>In: {@code /ui/…} requests, and what other packages want said to a person. Out: whole pages, with one stylesheet of their
 * own and no script; every value is escaped by its template. It never: decides who may sign in, writes markup by hand, or loads
 * anything from another host.
 */
@NullMarked
package com.prysmid.gateway.pages;

import org.jspecify.annotations.NullMarked;
