package com.prysmid.tenant.outbound;

import com.prysmid.tenant.protocol.Slug;
import java.util.concurrent.CompletionStage;

/** The port to addresses that tenants name. Thread-safe; never blocks its caller. */
public interface Outbound {

    /**
     * One request, one answer; redirects are answers.
     *
     * @param workspace on whose account it goes: each has a number of calls at once
     * @return completes normally, whatever happens, on a thread of the guard: attach only cheap continuations
     */
    CompletionStage<Outcome> send(Slug workspace, OutboundRequest request);
}
