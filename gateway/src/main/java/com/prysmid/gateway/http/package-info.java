/**
 * The way of a request: {@link com.prysmid.gateway.http.RequestPipeline} finds its id, its workspace and its {@link
 * com.prysmid.gateway.http.Endpoint}, reads the body (64 kB at most), calls the handler with a {@link
 * com.prysmid.gateway.http.RequestContext}, renders what went wrong, and adds the headers that every answer carries.
 *
 * <p>Endpoints of other packages come in as lists of {@link com.prysmid.gateway.http.Endpoint}; hosted pages through {@link
 * com.prysmid.gateway.http.Pages}. An expected failure is an {@link com.prysmid.gateway.http.HttpProblem} (or a refusal of
 * an entity), thrown or carried by the handler's stage; anything else is logged under the request id and answered 500. No
 * answer ever carries a stack trace or a class name.
 */
@NullMarked
package com.prysmid.gateway.http;

import org.jspecify.annotations.NullMarked;
