/**
 * From the Host header (or HTTP/2 {@code :authority}) to a workspace. In: a request. Out: a slug, or why there is none;
 * then the workspace's description. Matches the whole name, never a part of it; a name that is no workspace costs one cached
 * question.
 */
@NullMarked
package com.prysmid.gateway.host;

import org.jspecify.annotations.NullMarked;
