package com.prysmid.tenant.crypto.passkey;

import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Good;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Reason;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Refused;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.authenticator.Curve;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.authenticator.EdDSACOSEKey;
import com.webauthn4j.data.attestation.authenticator.RSACOSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadAlgorithmException;
import com.webauthn4j.verifier.exception.BadBackupEligibleFlagException;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.BadTopOriginException;
import com.webauthn4j.verifier.exception.CrossOriginException;
import com.webauthn4j.verifier.exception.IllegalBackupStateException;
import com.webauthn4j.verifier.exception.InconsistentClientDataTypeException;
import com.webauthn4j.verifier.exception.MissingChallengeException;
import com.webauthn4j.verifier.exception.NotAllowedAlgorithmException;
import com.webauthn4j.verifier.exception.UserNotPresentException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks what a browser brings back from an authenticator: Web Authentication Level 3 §7.1 (registration) and §7.2 (assertion), but
 * for what only the user's own record can tell. Costs a signature check; thread-safe.
 */
public final class PasskeyVerification {
    /** COSE names (RFC 9053, RFC 8812) in the order in which authenticators are asked for them: ES256, EdDSA, RS256. */
    public static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    /** In bytes; a browser writes some hundred. */
    private static final int CLIENT_DATA_LIMIT = 4_096;

    /** In bytes, with an RSA key, a long id and certificates that nobody asked for. */
    private static final int ATTESTATION_LIMIT = 16_384;

    /** In bytes, with extensions that nobody asked for. */
    private static final int AUTHENTICATOR_DATA_LIMIT = 4_096;

    /** In bytes: of a 4096 bit RSA key. */
    private static final int SIGNATURE_LIMIT = 512;

    /** In bytes; §5.8.3. */
    private static final int CREDENTIAL_ID_LIMIT = 1_023;

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;

    /** What is longer makes a check dear and no key safer; all authenticators use 65537. */
    private static final int MAX_RSA_EXPONENT_BITS = 32;

    private static final Set<String> TRANSPORTS = Set.of("usb", "nfc", "ble", "smart-card", "hybrid", "internal");

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(
                    PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
            .toList();

    /** With Jackson of its own, which knows CBOR and the names of this specification. */
    private final ObjectConverter converter = new ObjectConverter();

    /** Not strict about attestation, since none is asked for. */
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);

    /**
     * What was asked for.
     *
     * @param challenge    base64url, as it was handed out
     * @param userVerified whether a PIN or a finger is required; presence is, always
     */
    public record Expected(RelyingParty relyingParty, String challenge, boolean userVerified) {}

    /** @param attestationObject CBOR, base64url as all others here */
    public record Registration(String clientDataJson, String attestationObject, List<String> transports) {
        public Registration {
            transports = List.copyOf(transports);
        }
    }

    /** All in base64url. */
    public record Assertion(String clientDataJson, String authenticatorData, String signature) {}

    public PasskeyOutcome<NewPasskey> verify(Registration registration, Expected expected) {
        return guarded(() -> {
            RegistrationRequest request = new RegistrationRequest(
                    bytes(registration.attestationObject(), ATTESTATION_LIMIT),
                    bytes(registration.clientDataJson(), CLIENT_DATA_LIMIT));
            RegistrationData data = manager.parse(request);
            refuseOtherSites(data.getCollectedClientData());
            manager.verify(
                    data, new RegistrationParameters(server(expected), PARAMETERS, expected.userVerified(), true));
            AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
            AttestedCredentialData credential = authenticator.getAttestedCredentialData();
            COSEKey key = credential.getCOSEKey();
            if (credential.getCredentialId().length == 0
                    || credential.getCredentialId().length > CREDENTIAL_ID_LIMIT
                    || authenticator.getAttestedCredentialData().getAaguid() == null) {
                return new Refused<>(Reason.MALFORMED);
            }
            if (!isUsable(key)) {
                return new Refused<>(Reason.UNUSABLE_KEY);
            }
            return new Good<>(new NewPasskey(
                    text(credential.getCredentialId()),
                    text(converter.getCborMapper().writeValueAsBytes(key)),
                    authenticator.getSignCount(),
                    String.valueOf(credential.getAaguid().getValue()),
                    registration.transports().stream()
                            .filter(TRANSPORTS::contains)
                            .distinct()
                            .sorted()
                            .toList(),
                    authenticator.isFlagBE(),
                    authenticator.isFlagBS(),
                    authenticator.isFlagUV()));
        });
    }

    public PasskeyOutcome<PasskeyUse> verify(Assertion assertion, KnownPasskey passkey, Expected expected) {
        return guarded(() -> {
            byte[] credentialId = bytes(passkey.credentialId(), CREDENTIAL_ID_LIMIT);
            AuthenticationRequest request = new AuthenticationRequest(
                    credentialId,
                    bytes(assertion.authenticatorData(), AUTHENTICATOR_DATA_LIMIT),
                    bytes(assertion.clientDataJson(), CLIENT_DATA_LIMIT),
                    bytes(assertion.signature(), SIGNATURE_LIMIT));
            AuthenticationData data = manager.parse(request);
            refuseOtherSites(data.getCollectedClientData());
            manager.verify(
                    data,
                    new AuthenticationParameters(
                            server(expected), record(passkey, credentialId), null, expected.userVerified(), true));
            AuthenticatorData<?> authenticator = data.getAuthenticatorData();
            return new Good<>(
                    new PasskeyUse(authenticator.getSignCount(), authenticator.isFlagUV(), authenticator.isFlagBS()));
        });
    }

    private static ServerProperty server(Expected expected) {
        return ServerProperty.builder()
                .origin(new Origin(expected.relyingParty().origin()))
                .rpId(expected.relyingParty().id())
                .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(expected.challenge())))
                .build();
    }

    /** The counter before is 0, so that none is ever found to have gone back here: it is compared where it is kept. */
    private CredentialRecord record(KnownPasskey passkey, byte[] credentialId) {
        COSEKey key =
                converter.getCborMapper().readValue(Base64.getUrlDecoder().decode(passkey.publicKey()), COSEKey.class);
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                passkey.backupEligible(),
                null,
                0,
                new AttestedCredentialData(AAGUID.ZERO, credentialId, key),
                null,
                null,
                null,
                null);
    }

    /** §13.4.9: no page of ours is meant to be within another's. */
    private static void refuseOtherSites(CollectedClientData client) {
        if (Boolean.TRUE.equals(client.getCrossOrigin()) || client.getTopOrigin() != null) {
            throw new CrossOriginException("made within a page of another site");
        }
    }

    /** A registration proves nothing of its key: one that can never verify, or only at a great price, is found here. */
    private static boolean isUsable(COSEKey key) {
        PublicKey publicKey = key.getPublicKey();
        return publicKey != null
                && !key.hasPrivateKey()
                && switch (key) {
                    case EC2COSEKey ec ->
                        COSEAlgorithmIdentifier.ES256.equals(ec.getAlgorithm())
                                && Curve.SECP256R1.equals(ec.getCurve());
                    case EdDSACOSEKey edwards ->
                        COSEAlgorithmIdentifier.EdDSA.equals(edwards.getAlgorithm())
                                && Curve.ED25519.equals(edwards.getCurve());
                    case RSACOSEKey rsa -> COSEAlgorithmIdentifier.RS256.equals(rsa.getAlgorithm()) && isUsable(rsa);
                    default -> false;
                };
    }

    private static boolean isUsable(RSACOSEKey key) {
        int bits = new BigInteger(1, key.getN()).bitLength();
        BigInteger exponent = new BigInteger(1, key.getE());
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && exponent.testBit(0)
                && exponent.compareTo(BigInteger.ONE) > 0
                && exponent.bitLength() <= MAX_RSA_EXPONENT_BITS;
    }

    /** Bytes of strangers find ways to be wrong that no library has a name for; whatever way, it is they that are wrong. */
    private static <T> PasskeyOutcome<T> guarded(Supplier<PasskeyOutcome<T>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return new Refused<>(reason(e));
        }
    }

    private static Reason reason(RuntimeException thrown) {
        return switch (thrown) {
            case InconsistentClientDataTypeException e -> Reason.WRONG_TYPE;
            case BadChallengeException e -> Reason.WRONG_CHALLENGE;
            case MissingChallengeException e -> Reason.WRONG_CHALLENGE;
            case BadOriginException e -> Reason.WRONG_ORIGIN;
            case CrossOriginException e -> Reason.CROSS_ORIGIN;
            case BadTopOriginException e -> Reason.CROSS_ORIGIN;
            case BadRpIdException e -> Reason.WRONG_RELYING_PARTY;
            case UserNotPresentException e -> Reason.USER_NOT_PRESENT;
            case UserNotVerifiedException e -> Reason.USER_NOT_VERIFIED;
            case NotAllowedAlgorithmException e -> Reason.ALGORITHM_NOT_ALLOWED;
            case BadAlgorithmException e -> Reason.ALGORITHM_NOT_ALLOWED;
            case BadBackupEligibleFlagException e -> Reason.INCONSISTENT_BACKUP;
            case IllegalBackupStateException e -> Reason.INCONSISTENT_BACKUP;
            case BadSignatureException e -> Reason.BAD_SIGNATURE;
            default -> Reason.MALFORMED;
        };
    }

    /** @throws IllegalArgumentException where it is no base64url, or longer than the limit */
    private static byte[] bytes(String base64Url, int limit) {
        if (base64Url.length() > (limit * 4 + 2) / 3) {
            throw new IllegalArgumentException("too long");
        }
        return Base64.getUrlDecoder().decode(base64Url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
