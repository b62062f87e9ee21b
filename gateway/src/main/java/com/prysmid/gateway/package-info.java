/**
 * The public edge of every workspace: {@code https://auth.<slug>.<domain>}.
 *
 * <p>In: decoded HTTP requests. Out: responses. Whoever owns the listener (TLS, HTTP/2, SNI) starts it with
 * {@link com.prysmid.gateway.GatewayRoutes#create}, and must set {@code pekko.http.server.remote-address-attribute = on},
 * which is where client addresses come from. On a node that runs no entities, call {@link
 * com.prysmid.gateway.ask.EntityProxies#start} before.
 *
 * <pre>
 *   http   request id → host → workspace → path → body → handler → error rendering → headers
 *   host   Host header → slug → description of the workspace, cached briefly
 *   ask    the only place that asks an entity
 *   guard  CSRF, sealed interactions, cookies
 *   oauth  the protocol endpoints, one package each
 *   pages  hosted pages
 *   admin  the admin API
 *   scim   provisioning from outside
 * </pre>
 *
 * <p>It keeps no state but caches of seconds, opens no database, and knows of the tenants' module only its protocol.
 */
@NullMarked
package com.prysmid.gateway;

import org.jspecify.annotations.NullMarked;
