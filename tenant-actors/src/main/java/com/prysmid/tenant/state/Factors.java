package com.prysmid.tenant.state;

import com.prysmid.tenant.event.FactorEvent;
import com.prysmid.tenant.protocol.FactorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's second factors, passkeys apart.
 *
 * @param authenticators  apps that make time-based codes, by id
 * @param email           codes to the verified address; null: off
 * @param recoveryDigests of the recovery codes that are left
 * @param offer           a secret that waits for being confirmed
 * @param sentCodes       by e-mail, by id of the pending sign-in
 * @param sendings        of the last hour
 * @param lastUsed        null: none yet
 */
public record Factors(
        Map<String, Authenticator> authenticators,
        @Nullable EmailCodes email,
        List<String> recoveryDigests,
        @Nullable Offer offer,
        Map<String, SentCode> sentCodes,
        List<Instant> sendings,
        FactorGuesses guesses,
        @Nullable FactorType lastUsed) {
    public static final Factors NONE =
            new Factors(Map.of(), null, List.of(), null, Map.of(), List.of(), FactorGuesses.NONE, null);

    /** In which the mails with codes are counted. */
    public static final Duration SENDING_WINDOW = Duration.ofHours(1);

    /**
     * @param sealedSecret with the workspace's data key, for this user
     * @param usedUpTo     no code of this step or an earlier one is good
     */
    public record Authenticator(
            String id,
            String name,
            String sealedSecret,
            long usedUpTo,
            Instant addedAt,
            @Nullable Instant lastUsedAt) {
        @Override
        public String toString() {
            return "Authenticator[" + id + "]";
        }
    }

    public record EmailCodes(
            String id, Instant addedAt, @Nullable Instant lastUsedAt) {}

    public record Offer(String sealedSecret, String boundTo, Instant expiresAt) {
        @Override
        public String toString() {
            return "Offer[redacted]";
        }
    }

    public record SentCode(String sealedCode, Instant expiresAt) {
        @Override
        public String toString() {
            return "SentCode[redacted]";
        }
    }

    public Factors {
        recoveryDigests = List.copyOf(recoveryDigests);
        sendings = List.copyOf(sendings);
    }

    /** What may still be confirmed in this pending sign-in or session. */
    public Optional<Offer> offer(String boundTo, Instant now) {
        return Optional.ofNullable(offer)
                .filter(open -> open.boundTo().equals(boundTo) && now.isBefore(open.expiresAt()));
    }

    public Optional<SentCode> sentCode(String pendingId, Instant now) {
        return Optional.ofNullable(sentCodes.get(pendingId)).filter(code -> now.isBefore(code.expiresAt()));
    }

    Factors apply(Instant at, FactorEvent event) {
        return switch (event) {
            case FactorEvent.TotpOffered e -> withOffer(new Offer(e.sealedSecret(), e.boundTo(), e.expiresAt()));
            case FactorEvent.TotpAdded e ->
                withOffer(null)
                        .with(new Authenticator(e.factorId(), e.name(), e.sealedSecret(), e.usedStep(), at, at))
                        .used(FactorType.TOTP);
            case FactorEvent.EmailCodeAdded e -> with(new EmailCodes(e.factorId(), at, null));
            case FactorEvent.Renamed e ->
                Optional.ofNullable(authenticators.get(e.factorId()))
                        .map(one -> with(new Authenticator(
                                one.id(),
                                e.name(),
                                one.sealedSecret(),
                                one.usedUpTo(),
                                one.addedAt(),
                                one.lastUsedAt())))
                        .orElse(this);
            case FactorEvent.Removed e -> without(e.factorId());
            case FactorEvent.Used e -> used(at, e).used(e.kind()).withGuesses(guesses.afterRight());
            case FactorEvent.RecoveryCodesMade e -> withRecovery(e.digests());
            case FactorEvent.RecoveryCodeUsed e ->
                withRecovery(recoveryDigests.stream()
                                .filter(digest -> !digest.equals(e.digest()))
                                .toList())
                        .withGuesses(guesses.afterRight());
            case FactorEvent.EmailCodeSent e -> sent(at, e);
            case FactorEvent.CodeRefused e ->
                e.reason().equals("wrong_code") ? withGuesses(guesses.afterWrong(at, e.lockedUntil())) : this;
        };
    }

    private Factors sent(Instant at, FactorEvent.EmailCodeSent event) {
        List<Instant> lately = new ArrayList<>(sendings.stream()
                .filter(before -> before.plus(SENDING_WINDOW).isAfter(at))
                .toList());
        lately.add(at);
        Map<String, SentCode> live = Maps.with(
                Maps.keep(sentCodes, (id, code) -> at.isBefore(code.expiresAt())),
                event.pendingId(),
                new SentCode(event.sealedCode(), event.expiresAt()));
        return new Factors(authenticators, email, recoveryDigests, offer, live, lately, guesses, lastUsed);
    }

    /** A code that was sent is good once: all of them are gone with the one that was right. */
    private Factors used(Instant at, FactorEvent.Used event) {
        return switch (event.kind()) {
            case TOTP ->
                Optional.ofNullable(authenticators.get(event.factorId()))
                        .map(one -> with(new Authenticator(
                                one.id(),
                                one.name(),
                                one.sealedSecret(),
                                Math.max(one.usedUpTo(), event.step()),
                                one.addedAt(),
                                at)))
                        .orElse(this);
            case EMAIL_CODE ->
                new Factors(
                        authenticators,
                        email == null ? null : new EmailCodes(email.id(), email.addedAt(), at),
                        recoveryDigests,
                        offer,
                        Map.of(),
                        sendings,
                        guesses,
                        lastUsed);
            case PASSKEY, RECOVERY_CODE -> this;
        };
    }

    private Factors with(Authenticator one) {
        return new Factors(
                Maps.with(authenticators, one.id(), one),
                email,
                recoveryDigests,
                offer,
                sentCodes,
                sendings,
                guesses,
                lastUsed);
    }

    private Factors with(@Nullable EmailCodes codes) {
        return new Factors(authenticators, codes, recoveryDigests, offer, sentCodes, sendings, guesses, lastUsed);
    }

    private Factors without(String factorId) {
        Factors rest = email != null && email.id().equals(factorId) ? with((EmailCodes) null) : this;
        return new Factors(
                Maps.without(authenticators, factorId),
                rest.email,
                recoveryDigests,
                offer,
                sentCodes,
                sendings,
                guesses,
                lastUsed);
    }

    private Factors withOffer(@Nullable Offer changed) {
        return new Factors(authenticators, email, recoveryDigests, changed, sentCodes, sendings, guesses, lastUsed);
    }

    private Factors withRecovery(List<String> digests) {
        return new Factors(authenticators, email, digests, offer, sentCodes, sendings, guesses, lastUsed);
    }

    private Factors withGuesses(FactorGuesses changed) {
        return new Factors(authenticators, email, recoveryDigests, offer, sentCodes, sendings, changed, lastUsed);
    }

    private Factors used(FactorType kind) {
        return new Factors(authenticators, email, recoveryDigests, offer, sentCodes, sendings, guesses, kind);
    }
}
