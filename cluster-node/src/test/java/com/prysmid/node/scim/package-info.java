/** SCIM 2.0 over TLS, as directories outside speak it. */
@NullMarked
package com.prysmid.node.scim;

import org.jspecify.annotations.NullMarked;
