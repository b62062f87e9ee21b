/**
 * What the tests stand on: certificates, a real Postgres, and a real provisioning server over mutual TLS that keeps its workspaces
 * in memory and can be told to break.
 */
@NullMarked
package com.prysmid.control.testing;

import org.jspecify.annotations.NullMarked;
