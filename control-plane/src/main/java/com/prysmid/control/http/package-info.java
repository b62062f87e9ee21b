/**
 * {@code https://api.<domain>}: host check, one table of operations, who may call each, JSON bodies read strictly, problem+json.
 *
 * <p>The whole flow: host → operation → credential → body → parse → ask → render. The credential is a bearer token; at {@code
 * app.<domain>}, where the same operations are served to the dashboard, it may be the session's cookie, and then every change needs an
 * anti-forgery token and the dashboard's own origin. {@link com.prysmid.control.http.Operation.Access} says which scope a token and which
 * role a member needs, and {@link com.prysmid.control.http.Gate} holds every request to it: a row without that cannot be written.
 *
 * <p>In: HTTP requests. Out: calls to {@code workspaces}, {@code tokens}, {@code accounts} and {@code sessions}. It never: decides anything
 * about a workspace or an account, talks to the data plane, or shows a stack trace or class name. The pages of {@code app.<domain>} are not
 * here.
 */
@NullMarked
package com.prysmid.control.http;

import org.jspecify.annotations.NullMarked;
