package com.prysmid.gateway.http;

import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Which answers the scripts of other origins may read (Fetch, CORS protocol). */
public interface CrossOrigin {
    /** Whether there is anything to say at this path. */
    boolean concerns(HttpRequest request);

    /** A browser asking beforehand, which is answered with nothing but {@link #headers}. */
    boolean isPreflight(HttpRequest request);

    /** What the answer says to the browser; of a request that it {@link #concerns}. */
    CompletionStage<List<HttpHeader>> headers(HttpRequest request, WorkspaceDescription workspace);
}
