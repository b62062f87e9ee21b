package com.prysmid.gateway.http;

import com.prysmid.tenant.protocol.Act;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import com.prysmid.tenant.protocol.Slug;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.util.ByteString;

/**
 * One request to one workspace.
 *
 * @param workspace      as of at most some seconds ago
 * @param act            by nobody yet ({@link Act#by} once it is known who); with client address and request id
 * @param body           read whole; empty where the method has none
 * @param pathParameters decoded
 */
public record RequestContext(
        HttpRequest request,
        String requestId,
        WorkspaceDescription workspace,
        Act act,
        ByteString body,
        Map<String, String> pathParameters) {

    /** For a page in the visitor's language and the workspace's looks. */
    public Visit visit() {
        return new Visit(request, workspace);
    }

    public Slug slug() {
        return workspace.slug();
    }

    /** {@code https://auth.<slug>.<domain>[:port]}. */
    public String issuer() {
        return workspace.issuer();
    }

    /** @throws HttpProblem 400 for a duplicate or badly encoded parameter */
    public Form query() {
        return request.getUri().rawQueryString().map(Form::parse).orElse(Form.EMPTY);
    }

    /** @throws HttpProblem 400 where the body is no form, or has a duplicate or badly encoded parameter */
    public Form form() {
        if (!request.entity().getContentType().mediaType().toString().equals("application/x-www-form-urlencoded")) {
            throw HttpProblem.badRequest("The body must be application/x-www-form-urlencoded.");
        }
        return Form.parse(body.decodeString(StandardCharsets.UTF_8));
    }

    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no {" + name + "}");
        }
        return value;
    }

    /** The value of the first header of this name, which must be in lower case. */
    public Optional<String> header(String lowerCaseName) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(lowerCaseName)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** Where the client addressed it: the issuer, or the same host at the port for clients with a certificate. */
    public String origin() {
        return TlsClient.wasAsked(request) ? TlsClient.origin(request) : issuer();
    }

    /** The certificate that the client proved to hold the key of when it connected; nobody has judged it yet. */
    public Optional<X509Certificate> clientCertificate() {
        return TlsClient.certificate(request);
    }

    /** The values of every header of this name, which must be in lower case. */
    public List<String> headers(String lowerCaseName) {
        List<String> values = new ArrayList<>();
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(lowerCaseName)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** Redacted: bodies, queries and headers carry secrets. */
    @Override
    public String toString() {
        return "RequestContext[" + requestId + "]";
    }
}
