/** Tests that try to get from one workspace into another, over the network as an attacker would. */
@NullMarked
package com.prysmid.node.isolation;

import org.jspecify.annotations.NullMarked;
