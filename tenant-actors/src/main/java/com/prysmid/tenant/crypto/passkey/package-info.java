/**
 * Web Authentication (Level 3) as the relying party sees it: in come the bytes that a browser hands over after a ceremony, and what
 * was asked for; out comes a {@link com.prysmid.tenant.crypto.passkey.NewPasskey} to be kept, a
 * {@link com.prysmid.tenant.crypto.passkey.PasskeyUse}, or a reason why not, as values.
 *
 * <p>{@link com.prysmid.tenant.crypto.passkey.PasskeyVerification} parses CBOR from strangers and checks signatures: call it off an
 * entity's thread. Attestation is not asked for and not judged: who made the authenticator does not matter here.
 *
 * <p>It never remembers a challenge, never decides whose passkey it is, and never judges a signature counter: those are facts of a
 * user, and change while a signature is checked.
 */
@NullMarked
package com.prysmid.tenant.crypto.passkey;

import org.jspecify.annotations.NullMarked;
