/** The OAuth and OpenID Connect endpoints, used and attacked over the network with a standard client library. */
@NullMarked
package com.prysmid.node.oauth;

import org.jspecify.annotations.NullMarked;
