/**
 * The relying party of a workspace at upstream identity providers.
 *
 * <p>In: a provider as the workspace configured it ({@link com.prysmid.tenant.state.IdpRegistry.Idp}) with its secret opened, and
 * what a browser brought back. {@link com.prysmid.tenant.upstream.Presets} tells where the well-known ones are and what is peculiar
 * about them; {@link com.prysmid.tenant.upstream.DiscoveredProviders} reads and keeps what the others publish of themselves. Out: an
 * address to send the browser to ({@link com.prysmid.tenant.upstream.AuthorizationUrl}), or who came back ({@link
 * com.prysmid.tenant.upstream.UpstreamOutcome}): a subject, claims that were verified as far as they are said to be, and never a
 * token.
 *
 * <p>All that is fetched goes through {@link com.prysmid.tenant.outbound.Outbound}. Nothing blocks; tokens are parsed and verified
 * where keys are worked with. It decides nothing about users, keeps no token, and shows nobody what an upstream said.
 */
@NullMarked
package com.prysmid.tenant.upstream;

import org.jspecify.annotations.NullMarked;
