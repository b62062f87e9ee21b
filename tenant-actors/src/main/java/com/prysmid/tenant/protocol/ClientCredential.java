package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a client says who it is at an endpoint of ours (RFC 6749 §2.3, OpenID Connect Core §9). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientCredential.None.class, name = "none"),
    @JsonSubTypes.Type(value = ClientCredential.SecretBasic.class, name = "client_secret_basic"),
    @JsonSubTypes.Type(value = ClientCredential.SecretPost.class, name = "client_secret_post"),
    @JsonSubTypes.Type(value = ClientCredential.PrivateKeyJwt.class, name = "private_key_jwt"),
    @JsonSubTypes.Type(value = ClientCredential.Certificate.class, name = "tls_client_auth")
})
public sealed interface ClientCredential {
    /** As claimed, not proven. */
    String clientId();

    record None(String clientId) implements ClientCredential {}

    record SecretBasic(String clientId, Secret secret) implements ClientCredential {}

    record SecretPost(String clientId, Secret secret) implements ClientCredential {}

    /** RFC 7523 §2.2, with a signature or a MAC; {@code clientId} is the assertion's unverified {@code sub}. */
    record PrivateKeyJwt(String clientId, Secret assertion) implements ClientCredential {}

    /** RFC 8705 §2: the connection's client certificate, which is in the request's {@link SenderProof}. */
    record Certificate(String clientId) implements ClientCredential {}
}
