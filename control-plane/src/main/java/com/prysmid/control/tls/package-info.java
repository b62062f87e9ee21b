/**
 * PEM files in, TLS 1.3 contexts out. No key of its own making, no protocol below 1.3, no trust in the JVM's
 * default roots but where a public origin is called and no other authority was named.
 */
@NullMarked
package com.prysmid.control.tls;

import org.jspecify.annotations.NullMarked;
