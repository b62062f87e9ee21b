/**
 * An app's metadata as a JSON document (RFC 7591 §2): what the admin API and the registration endpoint read, write and patch alike.
 * In: a tree. Out: {@link com.prysmid.tenant.protocol.AppMetadata}, and back. Which values are allowed is the workspace's to say.
 */
@NullMarked
package com.prysmid.gateway.app;

import org.jspecify.annotations.NullMarked;
