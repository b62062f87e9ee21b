/**
 * The vault: what the control plane must keep secret in its own database, sealed before it is persisted.
 *
 * <p>In: the operator's Fernet keys from files (the first seals, every one opens), and a {@link
 * com.prysmid.control.vault.Binding} that says whose secret it is. Out: a {@link com.prysmid.control.vault.SealedKeyPair},
 * which is what an event holds, and signatures made with it. The private half of a key pair is made here, used here and
 * never leaves unsealed.
 *
 * <p>Fernet (AES-128-CBC and HMAC-SHA256, each sealed text with a random IV) knows no associated data: whose secret it is
 * stands inside, and is compared after opening. So a sealed text that was copied to another workspace opens nothing there.
 *
 * <p>It never: writes a key or a plaintext to a log, an exception or a {@code toString}; judges a sealed text by its age;
 * knows an actor, a database or HTTP.
 */
@NullMarked
package com.prysmid.control.vault;

import org.jspecify.annotations.NullMarked;
