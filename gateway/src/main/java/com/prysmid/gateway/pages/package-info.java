/**
 * The hosted pages: server-rendered HTML that works with JavaScript off.
 *
 * <p>In: {@code /ui/…} requests, and what other packages want said to a person. Out: whole pages, with one stylesheet of their
 * own; every value is escaped by its template. It never: decides who may sign in, or writes markup by hand. Nothing runs in them but
 * the one line that sends a form_post answer off, and nothing is loaded from another host but, on the page of a front-channel logout,
 * the frames of the apps that are told: each named in that page's own security policy.
 */
@NullMarked
package com.prysmid.gateway.pages;

import org.jspecify.annotations.NullMarked;
