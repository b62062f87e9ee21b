/** The admin API through TLS, against a running dev process: every test in a workspace of its own. */
@NullMarked
package com.prysmid.node.admin;

import org.jspecify.annotations.NullMarked;
