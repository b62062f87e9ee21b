package com.prysmid.tenant.crypto.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Good;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Reason;
import com.prysmid.tenant.crypto.passkey.PasskeyOutcome.Refused;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Assertion;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Expected;
import com.prysmid.tenant.crypto.passkey.PasskeyVerification.Registration;
import com.prysmid.tenant.crypto.passkey.SoftwareAuthenticator.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A passkey of this host, made and used as asked for, is taken; whatever differs in one thing is not. */
class PasskeyVerificationTest {
    private static final String ORIGIN = "https://auth.acme.prysm.localhost:8443";
    private static final String CHALLENGE = "Y2hhbGxlbmdlLWNoYWxsZW5nZS1jaGFsbGVuZ2UtMDE";
    private static final RelyingParty ACME = new RelyingParty(ORIGIN);
    private static final Expected EXPECTED = new Expected(ACME, CHALLENGE, true);

    private final PasskeyVerification verification = new PasskeyVerification();

    private static SoftwareAuthenticator authenticator(Kind kind) {
        return new SoftwareAuthenticator(kind, ORIGIN, "auth.acme.prysm.localhost");
    }

    private NewPasskey registered(SoftwareAuthenticator authenticator) {
        PasskeyOutcome<NewPasskey> outcome = verification.verify(authenticator.create(CHALLENGE), EXPECTED);
        assertThat(outcome).isInstanceOf(Good.class);
        return ((Good<NewPasskey>) outcome).value();
    }

    private static KnownPasskey known(NewPasskey passkey) {
        return new KnownPasskey(passkey.credentialId(), passkey.publicKey(), passkey.backupEligible());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ES256", "EDDSA", "RS256"})
    void isMadeAndThenUsed(Kind kind) {
        SoftwareAuthenticator authenticator = authenticator(kind);
        authenticator.flags |= SoftwareAuthenticator.BE | SoftwareAuthenticator.BS;
        NewPasskey passkey = registered(authenticator);
        assertThat(passkey.credentialId()).isEqualTo(authenticator.credentialIdText());
        assertThat(passkey.transports()).as("what nobody knows is left out").containsExactly("internal");
        assertThat(passkey.aaguid()).isEqualTo("00000000-0000-0000-0000-000000000000");
        assertThat(passkey.backedUp() && passkey.backupEligible() && passkey.userVerified())
                .isTrue();
        authenticator.counter = 7;
        assertThat(verification.verify(authenticator.get(CHALLENGE), known(passkey), EXPECTED))
                .isEqualTo(new Good<>(new PasskeyUse(7, true, true)));
    }

    @Test
    void registrationsThatDifferInOneThingAreRefused() {
        assertRegistration(Reason.WRONG_ORIGIN, a -> a.origin = "https://auth.acme.prysm.localhost");
        assertRegistration(Reason.WRONG_ORIGIN, a -> a.origin = "https://auth.other.prysm.localhost:8443");
        assertRegistration(Reason.WRONG_ORIGIN, a -> a.origin = "http://auth.acme.prysm.localhost:8443");
        assertRegistration(Reason.WRONG_RELYING_PARTY, a -> a.rpId = "auth.other.prysm.localhost");
        assertRegistration(Reason.WRONG_RELYING_PARTY, a -> a.rpId = "prysm.localhost");
        assertRegistration(Reason.WRONG_TYPE, a -> a.createType = "webauthn.get");
        assertRegistration(Reason.USER_NOT_PRESENT, a -> a.flags = SoftwareAuthenticator.UV);
        assertRegistration(Reason.USER_NOT_VERIFIED, a -> a.flags = SoftwareAuthenticator.UP);
        assertRegistration(Reason.INCONSISTENT_BACKUP, a -> a.flags |= SoftwareAuthenticator.BS);
        assertRegistration(Reason.CROSS_ORIGIN, a -> a.moreClientData = ",\"crossOrigin\":true");
        assertRegistration(Reason.CROSS_ORIGIN, a -> a.moreClientData = ",\"topOrigin\":\"https://evil.example\"");
        assertRegistration(Reason.MALFORMED, a -> a.credentialId = new byte[0]);
        assertRegistration(Reason.MALFORMED, a -> a.credentialId = new byte[1_500]);
    }

    private void assertRegistration(Reason reason, Consumer<SoftwareAuthenticator> change) {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        change.accept(authenticator);
        assertThat(verification.verify(authenticator.create(CHALLENGE), EXPECTED))
                .isEqualTo(new Refused<>(reason));
    }

    @Test
    void anAlgorithmThatWasNotAskedForIsRefused() {
        assertThat(verification.verify(authenticator(Kind.ES384).create(CHALLENGE), EXPECTED))
                .isEqualTo(new Refused<>(Reason.ALGORITHM_NOT_ALLOWED));
    }

    @Test
    void anotherChallengeIsRefused() {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        String other = SoftwareAuthenticator.text(new byte[32]);
        assertThat(verification.verify(authenticator.create(other), EXPECTED))
                .isEqualTo(new Refused<>(Reason.WRONG_CHALLENGE));
        NewPasskey passkey = registered(authenticator);
        assertThat(verification.verify(authenticator.get(other), known(passkey), EXPECTED))
                .isEqualTo(new Refused<>(Reason.WRONG_CHALLENGE));
    }

    @Test
    void assertionsThatDifferInOneThingAreRefused() {
        assertAssertion(Reason.WRONG_ORIGIN, a -> a.origin = "https://auth.acme.prysm.localhost:9443");
        assertAssertion(Reason.WRONG_RELYING_PARTY, a -> a.rpId = "auth.other.prysm.localhost");
        assertAssertion(Reason.WRONG_TYPE, a -> a.getType = "webauthn.create");
        assertAssertion(Reason.USER_NOT_PRESENT, a -> a.flags = SoftwareAuthenticator.UV);
        assertAssertion(Reason.USER_NOT_VERIFIED, a -> a.flags = SoftwareAuthenticator.UP);
        assertAssertion(Reason.INCONSISTENT_BACKUP, a -> a.flags |= SoftwareAuthenticator.BS);
        assertAssertion(Reason.INCONSISTENT_BACKUP, a -> a.flags |= SoftwareAuthenticator.BE);
        assertAssertion(Reason.CROSS_ORIGIN, a -> a.moreClientData = ",\"crossOrigin\":true");
    }

    private void assertAssertion(Reason reason, Consumer<SoftwareAuthenticator> change) {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        NewPasskey passkey = registered(authenticator);
        change.accept(authenticator);
        assertThat(verification.verify(authenticator.get(CHALLENGE), known(passkey), EXPECTED))
                .isEqualTo(new Refused<>(reason));
    }

    @Test
    void verificationOfTheUserIsAMatterOfWhatWasAskedFor() {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        NewPasskey passkey = registered(authenticator);
        authenticator.flags = SoftwareAuthenticator.UP;
        assertThat(verification.verify(
                        authenticator.get(CHALLENGE), known(passkey), new Expected(ACME, CHALLENGE, false)))
                .isEqualTo(new Good<>(new PasskeyUse(0, false, false)));
    }

    @Test
    void anotherKeyOrAnythingChangedAfterSigningIsRefused() {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        NewPasskey passkey = registered(authenticator);
        Assertion good = authenticator.get(CHALLENGE);
        Assertion others = authenticator(Kind.ES256).get(CHALLENGE);
        assertThat(verification.verify(others, known(passkey), EXPECTED)).isEqualTo(bad());
        byte[] signature = Base64.getUrlDecoder().decode(good.signature());
        signature[signature.length - 1] ^= 1;
        assertThat(verification.verify(
                        new Assertion(
                                good.clientDataJson(), good.authenticatorData(), SoftwareAuthenticator.text(signature)),
                        known(passkey),
                        EXPECTED))
                .isEqualTo(bad());
        byte[] data = Base64.getUrlDecoder().decode(good.authenticatorData());
        data[data.length - 1] = 99;
        assertThat(verification.verify(
                        new Assertion(good.clientDataJson(), SoftwareAuthenticator.text(data), good.signature()),
                        known(passkey),
                        EXPECTED))
                .as("a counter set by hand")
                .isEqualTo(bad());
        assertThat(verification.verify(
                        new Assertion(good.clientDataJson(), good.authenticatorData(), ""), known(passkey), EXPECTED))
                .isEqualTo(bad());
    }

    private static Refused<PasskeyUse> bad() {
        return new Refused<>(Reason.BAD_SIGNATURE);
    }

    @Test
    void whatIsNoneOrTooMuchIsRefusedAndNothingIsThrown() {
        SoftwareAuthenticator authenticator = authenticator(Kind.ES256);
        Registration good = authenticator.create(CHALLENGE);
        String nested = SoftwareAuthenticator.text(new byte[12_000]).replace('A', '_');
        for (String attestation : List.of("", "!", "AAAA", "x".repeat(30_000), nested)) {
            assertThat(verification.verify(new Registration(good.clientDataJson(), attestation, List.of()), EXPECTED))
                    .isEqualTo(new Refused<>(Reason.MALFORMED));
        }
        authenticator.moreClientData = ",\"more\":\"" + "x".repeat(5_000) + "\"";
        assertThat(verification.verify(authenticator.create(CHALLENGE), EXPECTED))
                .isEqualTo(new Refused<>(Reason.MALFORMED));
        String noJson = SoftwareAuthenticator.text("[1".getBytes(StandardCharsets.UTF_8));
        assertThat(verification.verify(new Registration(noJson, good.attestationObject(), List.of()), EXPECTED))
                .isEqualTo(new Refused<>(Reason.MALFORMED));
    }
}
