package com.prysmid.tenant.outbound;

import com.prysmid.tenant.protocol.Slug;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls that a test answers by hand, in order. */
final class FakeInternet implements Outbound {
    private final List<OutboundRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<Outcome>> open = new ArrayList<>();

    @Override
    public CompletionStage<Outcome> send(Slug workspace, OutboundRequest request) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        requests.add(request);
        open.add(answer);
        return answer;
    }

    List<OutboundRequest> requests() {
        return requests;
    }

    void answer(Outcome outcome) {
        open.removeFirst().complete(outcome);
    }

    void answer(String body) {
        answer(new Outcome.Answered(200, "application/json", "", body));
    }
}
