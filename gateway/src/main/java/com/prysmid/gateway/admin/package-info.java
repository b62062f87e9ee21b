/**
 * The workspace admin API, {@code /admin/v1}: how a workspace is run by script.
 *
 * <p>One table of {@link com.prysmid.gateway.admin.Operation}s is what is served, what {@code openapi.json} describes and what
 * the role table guards; each {@code <Noun>Routes} gives the rows of its resource. The flow of every request: operation →
 * bearer token → scope and role → body, read strictly into a record → ask → render. In: HTTP requests to a known workspace. Out:
 * JSON, or {@code application/problem+json} naming each wrong member. It never: decides what a workspace's rules allow (the
 * entities do), keeps anything between requests, or repeats a secret or a value from the input in an error.
 */
@NullMarked
package com.prysmid.gateway.admin;

import org.jspecify.annotations.NullMarked;
