package com.prysmid.control.console;

import com.prysmid.control.vault.Binding;
import com.prysmid.control.vault.SealedKeyPair;

/**
 * The dashboard as a client of the workspace {@code console}.
 *
 * @param key by which it authenticates ({@code private_key_jwt})
 */
public record ConsoleApp(String issuer, String clientId, Binding binding, SealedKeyPair key) {}
