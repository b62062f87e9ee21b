package com.prysmid.control.workspaces;

import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;

/**
 * What it takes to call a workspace's admin API.
 *
 * @param issuer the workspace's origin
 * @param clientId of the service account
 * @param key whose private half the vault signs with
 */
public record ServiceAccountAccess(Binding binding, String issuer, String clientId, SealedKeyPair key) {}
