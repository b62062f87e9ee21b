package com.prysmid.gateway.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages that other packages show, as whole HTML documents in the visitor's language and the workspace's looks. */
public interface Pages {
    /** Something went wrong and nobody can be redirected. */
    String error(Visit visit, HttpProblem problem, String requestId);

    /**
     * Asks whether to sign out: a form that posts {@code fields} and {@code csrf} (as {@code csrf}) to {@code action}.
     *
     * @param fields hidden ones, not escaped yet
     */
    String confirmLogout(Visit visit, String action, String csrf, Map<String, String> fields);

    /**
     * Sends parameters to an address by a form that posts itself, and by its button where scripts are off (OAuth 2.0 Form Post
     * Response Mode §2).
     *
     * @param fields not escaped yet
     */
    SelfPosting postBack(Visit visit, String action, Map<String, String> fields);

    /** @param scriptHash of its only script, as a source of a Content-Security-Policy without the quotes */
    record SelfPosting(String html, String scriptHash) {}

    String signedOut(Visit visit);

    /**
     * Signed out, with a hidden frame for each app that is told so through the browser; then on to {@code continueTo}, by
     * itself, and by a form that posts {@code fields} and {@code csrf} to {@code action}.
     *
     * @param apps       the frames' addresses
     * @param continueTo null: nowhere, and there is no form
     * @param fields     hidden ones, not escaped yet
     */
    String signingOut(
            Visit visit,
            List<String> apps,
            @Nullable String continueTo,
            String action,
            String csrf,
            Map<String, String> fields);

    /** For a host that is no workspace: always the same text in one language. */
    String notFound(Visit visit);

    String suspended(Visit visit);
}
