package com.prysmid.gateway.scim;

import com.prysmid.gateway.http.HttpProblem;

/** RFC 7644 §3.12, table 9: the code of each is its {@code scimType}. */
final class ScimError {
    private ScimError() {}

    static HttpProblem invalidFilter(String detail) {
        return new HttpProblem(400, "invalidFilter", detail);
    }

    static HttpProblem tooMany(String detail) {
        return new HttpProblem(400, "tooMany", detail);
    }

    static HttpProblem mutability(String attribute) {
        return new HttpProblem(400, "mutability", attribute + " cannot be so changed.");
    }

    static HttpProblem invalidSyntax(String detail) {
        return new HttpProblem(400, "invalidSyntax", detail);
    }

    static HttpProblem invalidPath(String detail) {
        return new HttpProblem(400, "invalidPath", detail);
    }

    static HttpProblem noTarget(String detail) {
        return new HttpProblem(400, "noTarget", detail);
    }

    static HttpProblem invalidValue(String detail) {
        return new HttpProblem(400, "invalidValue", detail);
    }

    /** RFC 7644 §3.14. */
    static HttpProblem changedMeanwhile() {
        return new HttpProblem(412, "precondition_failed", "The resource is no longer of the version that was given.");
    }
}
