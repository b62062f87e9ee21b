/**
 * Drives a running instance with a closed loop and says what each operation costs.
 *
 * <p>In comes the {@code dev.json} of a running {@code ./prysm dev}; {@link com.prysmid.bench.Workspace} makes a workspace
 * of its own with apps and users through the public APIs; {@link com.prysmid.bench.ClosedLoop} repeats one {@link
 * com.prysmid.bench.Operation} on a few keep-alive TLS 1.3 connections; {@link com.prysmid.bench.ProcessCpu} reads what the
 * node and Postgres spent meanwhile. Out goes a table: operations per second, p50, p99, and CPU milliseconds per operation,
 * which hold where rates swing. It measures; it never passes or fails.
 *
 * <p>{@code --flood} is another table: {@link com.prysmid.bench.FloodBench} compares the latencies of one workspace with those that
 * it has while {@link com.prysmid.bench.Flood} sends wrong passwords to a second one. The limits of an address
 * ({@code prysm.limits.sign-in}) end such a flood early, which is the first thing to see; how the hashing pool keeps workspaces apart
 * shows only on a node started without them:
 * {@code PRYSM_JAVA_OPTS='-Dprysm.limits.sign-in.address=1000000 -Dprysm.limits.sign-in.workspace=1000000' ./prysm dev}.
 */
@NullMarked
package com.prysmid.bench;

import org.jspecify.annotations.NullMarked;
