/** The dashboard's members against a running dev: sign-in at the workspace {@code console}, and what comes of it. */
@NullMarked
package com.prysmid.node.dashboard;

import org.jspecify.annotations.NullMarked;
