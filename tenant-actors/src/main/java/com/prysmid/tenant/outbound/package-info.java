/**
 * The one way to addresses that tenants name: {@code jwks_uri}, {@code request_uri}, {@code sector_identifier_uri}, logout and
 * notification endpoints, and whatever comes later. It keeps a tenant from making our nodes ask what only our nodes can reach
 * (server-side request forgery).
 *
 * <p>The way of a call, in {@link com.prysmid.tenant.outbound.OutboundGuard}: the text becomes an
 * {@link com.prysmid.tenant.outbound.OutboundUrl} (https, no user information, a plain host) → a
 * {@linkplain com.prysmid.tenant.outbound.Turns turn}, so that one workspace's slow endpoints take nothing from another → the
 * name is resolved once → {@link com.prysmid.tenant.outbound.AddressRules} judge every address found → the connection goes to
 * the address that was judged, while TLS still proves the name → the answer, bounded in size and time.
 *
 * <p>What comes out is an {@link com.prysmid.tenant.outbound.Outcome}: any answer of any status, or why there is none. Failure
 * is a value. Around the guard: {@link com.prysmid.tenant.outbound.FetchedKeys} keeps JWK Sets by reference,
 * {@link com.prysmid.tenant.outbound.SectorIdentifier} and {@link com.prysmid.tenant.outbound.RequestObjectByReference} read
 * what OpenID Connect fetches.
 *
 * <p>It never follows a redirect, never resolves a name twice, sends no cookie, keeps no answer, honours no proxy setting, and
 * never blocks a caller. No content of an answer reaches a log line.
 */
@NullMarked
package com.prysmid.tenant.outbound;

import org.jspecify.annotations.NullMarked;
