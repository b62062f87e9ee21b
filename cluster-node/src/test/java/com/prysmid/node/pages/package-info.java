/** The hosted pages through TLS, as a browser with JavaScript off sees them. */
@NullMarked
package com.prysmid.node.pages;

import org.jspecify.annotations.NullMarked;
