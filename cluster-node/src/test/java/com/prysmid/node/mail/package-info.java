/** Mails, as they arrive: owed by a user, written, sent over TLS, and read where dev shows them. */
@NullMarked
package com.prysmid.node.mail;

import org.jspecify.annotations.NullMarked;
