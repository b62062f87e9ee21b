package com.prysmid.gateway.http;

import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Refused.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * An expected failure, rendered for the surface at which it happens: OAuth JSON, problem+json or a page. Carries no stack
 * trace; its texts are fit for the client.
 */
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String detail;
    private final transient List<FieldError> fields;
    private final transient List<HttpHeader> headers;

    public HttpProblem(int status, String code, String detail) {
        this(status, code, detail, List.of(), List.of());
    }

    /** @param code stable, snake_case; the {@code error} of an OAuth answer */
    public HttpProblem(int status, String code, String detail, List<FieldError> fields, List<HttpHeader> headers) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.fields = List.copyOf(fields);
        this.headers = List.copyOf(headers);
    }

    public static HttpProblem badRequest(String detail) {
        return new HttpProblem(400, "invalid_request", detail);
    }

    public static HttpProblem notFound() {
        return new HttpProblem(404, "not_found", "There is nothing at this address.");
    }

    /** RFC 9457: 422 with the members that are wrong. */
    public static HttpProblem invalid(List<FieldError> fields) {
        Refused refused = Refused.invalid(fields);
        return new HttpProblem(422, refused.code(), refused.detail(), fields, List.of());
    }

    public HttpProblem with(String header, String value) {
        List<HttpHeader> more = new ArrayList<>(headers);
        more.add(RawHeader.create(header, value));
        return new HttpProblem(status, code, detail, fields, more);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public List<FieldError> fields() {
        return fields;
    }

    public List<HttpHeader> headers() {
        return headers;
    }
}
