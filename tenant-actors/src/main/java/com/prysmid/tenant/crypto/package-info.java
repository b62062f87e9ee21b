/**
 * Everything that costs a core or needs a key: passwords, tokens, sealing, random secrets.
 *
 * <p>In come passwords, claims, keys and sealed bytes, from entities that keep doing other things meanwhile; out go hashes, signed
 * tokens, verified claims and opened keys, as completion stages where the work is slow
 * ({@link PasswordHashing}, {@link TokenSigning}) and as plain values where
 * it is not.
 *
 * <ul>
 *   <li>Passwords: {@code BcryptHash}, {@code PasswordHashing} (own threads, fair between workspaces, sheds load; a
 *       flood's hashes on {@code PatientThread}s, which everything else goes before).
 *   <li>Tokens: {@code SigningKeys} → {@code SigningKey} → {@code TokenSigning}; {@code JwtVerification} for our own tokens,
 *       {@code ClientAssertionVerification} for those of apps. The algorithm always comes from the key, never from the token.
 *       {@code DpopProofVerification} for proofs that bring their key along, and tell only that two requests come from its holder.
 *   <li>Other forms of tokens: {@code OpaqueTokens} (sealed instead of signed), {@code ContentEncryption} (signed, then encrypted to an
 *       app's key), {@code PairwiseSubjects} (a user's name towards one sector).
 *   <li>What is encrypted to us: {@code DecryptionKeys} → {@code DecryptionKey} → {@code ContentDecryption}; the key says which
 *       algorithms count.
 *   <li>Keys at rest: {@code KeyEncryptionKey} opens one {@code SealedDataKey} per workspace, which as {@code WorkspaceSeal} opens
 *       that workspace's {@code SealedKey}s and nothing else's; {@code BackupSeal} has a key for each backup.
 *   <li>Secrets: {@code RandomSecrets} makes them, {@code SecretDigest} is what is kept; {@code NameMac} makes ids of names.
 * </ul>
 *
 * <p>It never imports an actor type, never blocks a caller, never logs, and never puts a secret into an exception or a
 * {@code toString}.
 */
@NullMarked
package com.prysmid.tenant.crypto;

import org.jspecify.annotations.NullMarked;
