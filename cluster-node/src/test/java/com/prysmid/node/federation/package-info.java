/** Signing in through others: real providers, our own, and imitations that lie. */
@NullMarked
package com.prysmid.node.federation;

import org.jspecify.annotations.NullMarked;
