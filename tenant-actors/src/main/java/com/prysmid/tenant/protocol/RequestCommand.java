package com.prysmid.tenant.protocol;

import java.util.Map;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Authorization requests whose parameters are elsewhere than in the query: pushed before (RFC 9126), or in a JWT (RFC 9101, OpenID
 * Connect Core §6). All are refused unless the workspace is active. Writes nothing.
 */
public sealed interface RequestCommand extends WorkspaceCommand {
    /** {@link Refused#code} of a JWT that is not this app's, not good any more, or none at all. */
    String INVALID_OBJECT = "invalid_request_object";
    /** {@link Refused#code} of a URI that is unknown, used, expired, of another app, or leads nowhere. */
    String INVALID_URI = "invalid_request_uri";

    /**
     * Keeps the parameters for a minute, in memory, to be taken once → {@link Pushed}; {@link Refused.Reason#OVERLOADED} where too
     * many wait already.
     *
     * @param parameters checked by whoever sends them
     */
    record Push(Slug slug, String clientId, Map<String, String> parameters, ActorRef<Reply> replyTo)
            implements RequestCommand {
        public Push {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String toString() {
            return "Push[" + clientId + ", " + new TreeSet<>(parameters.keySet()) + "]";
        }
    }

    /** What was pushed under this URI, by this client → {@link Parameters}, the first time it is asked for. */
    record TakePushed(Slug slug, String clientId, Secret requestUri, ActorRef<Reply> replyTo)
            implements RequestCommand {}

    /**
     * Decrypts and verifies a request object → {@link Parameters}.
     *
     * @param pushed it came with a pushed request: then it has to name {@code nbf} and {@code exp} (FAPI 2.0 Message Signing §5.3.1)
     */
    record ReadObject(Slug slug, String clientId, Secret object, boolean pushed, ActorRef<Reply> replyTo)
            implements RequestCommand {}

    /** Fetches a request object from a URI that the app registered, and reads it → {@link Parameters}. */
    record FetchObject(Slug slug, String clientId, String requestUri, ActorRef<Reply> replyTo)
            implements RequestCommand {}

    /** @param requestUri {@code urn:ietf:params:oauth:request_uri:…} (RFC 9126 §2.2) */
    record Pushed(Secret requestUri, long expiresInSeconds) implements Reply {}

    /** @param parameters all there are, {@code client_id} among them; JSON values as JSON text, several resources with blanks between */
    record Parameters(Map<String, String> parameters) implements Reply {
        public Parameters {
            parameters = Map.copyOf(parameters);
        }

        /** Hints and states are the app's and the user's own. */
        @Override
        public String toString() {
            return "Parameters" + new TreeSet<>(parameters.keySet());
        }
    }

    /** The scheme of URIs of pushed requests. */
    static boolean isPushed(String requestUri) {
        return requestUri.startsWith("urn:ietf:params:oauth:request_uri:");
    }
}
