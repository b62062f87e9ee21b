/**
 * What is read from the journal: the audit journal and the list of workspaces.
 *
 * <p>In: every event, tagged and in the order of commits, from pekko-persistence-query ({@link
 * com.prysmid.control.readside.Projection}, one in the cluster). {@link com.prysmid.control.readside.Recorder} writes a batch's
 * rows and the offset in one transaction, so a crash leaves both or neither, and a fact read again changes nothing. Out: {@link
 * com.prysmid.control.readside.ReadSide}, which answers questions and first waits a moment for what has been acknowledged.
 *
 * <p>It never: decides, sends a command, or blocks an actor's thread.
 */
@NullMarked
package com.prysmid.control.readside;

import org.jspecify.annotations.NullMarked;
