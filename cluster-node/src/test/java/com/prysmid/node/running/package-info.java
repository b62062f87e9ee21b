/**
 * The real thing for tests: a {@link com.prysmid.node.running.RunningDev} process started as {@code ./prysm dev} starts it,
 * workspaces made through the public APIs, and a {@link com.prysmid.node.running.Browser} that knows only HTTP, cookies and
 * HTML forms. Nothing here imports a class of the product.
 */
@NullMarked
package com.prysmid.node.running;

import org.jspecify.annotations.NullMarked;
