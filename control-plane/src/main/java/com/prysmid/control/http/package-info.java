/**
 * {@code https://api.<domain>}: host check, one table of operations, bearer tokens, JSON bodies read strictly, problem+json.
 *
 * <p>The whole flow: host → operation → token → body → parse → ask → render. In: HTTP requests. Out: calls to {@code
 * workspaces} and {@code tokens}. It never: decides anything about a workspace, talks to the data plane, or shows a stack trace
 * or class name. {@code app.<domain>} is answered with 404 until the dashboard is built.
 */
@NullMarked
package com.prysmid.control.http;

import org.jspecify.annotations.NullMarked;
