/**
 * {@code prysm dev}: the whole product in one JVM, on a database and a certificate authority of its own.
 *
 * <p>Enters: the launcher's flags and one data directory. Leaves: listeners on 127.0.0.1, {@code dev.json} for scripts,
 * and a demo workspace made through the same APIs that everybody uses. Nothing outside the data directory is written,
 * except the unpacked Postgres binaries in the user's cache.
 *
 * <p>Data of another version, whose tables differ, is refused by name before anything reads it: dev data is emptied with {@code
 * --fresh}, not converted.
 *
 * <p>Dev mode has no back door: its hops use TLS with checked certificates, its database asks for passwords, and its demo
 * data comes in through the public APIs.
 */
@NullMarked
package com.prysmid.node.dev;

import org.jspecify.annotations.NullMarked;
