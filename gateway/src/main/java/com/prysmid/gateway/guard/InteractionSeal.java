package com.prysmid.gateway.guard;

import com.google.crypto.tink.Aead;
import com.prysmid.gateway.http.Form;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.tenant.protocol.Slug;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Seals interactions (AEAD, base64url without padding), so that nothing is stored for a visitor who never signs in. A seal
 * holds for one purpose at one workspace, and for an hour. Thread-safe.
 */
public final class InteractionSeal {
    /** Long enough for a mail to arrive and be read. */
    static final Duration LIFE = Duration.ofHours(1);

    /** Beyond what fits a request line. */
    private static final int TEXT_LIMIT = 16_384;

    private final Aead aead;
    private final Clock clock;

    public InteractionSeal(Aead aead, Clock clock) {
        this.aead = aead;
        this.clock = clock;
    }

    /** Now begun. */
    public String seal(String purpose, Slug slug, Map<String, String> parameters) {
        return seal(purpose, slug, new Interaction(parameters, clock.instant()));
    }

    /** The life counts from {@link Interaction#startedAt}, also when it is sealed again. */
    public String seal(String purpose, Slug slug, Interaction interaction) {
        byte[] parameters = interaction.parameters().entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] plain = ByteBuffer.allocate(Long.BYTES + parameters.length)
                .putLong(interaction.startedAt().toEpochMilli())
                .put(parameters)
                .array();
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(aead.encrypt(plain, boundTo(purpose, slug)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing needs only its key", e);
        }
    }

    /** Empty where it is broken, too old, or was sealed for something else or somewhere else. */
    public Optional<Interaction> open(String purpose, Slug slug, String sealed) {
        if (sealed.length() > TEXT_LIMIT) {
            return Optional.empty();
        }
        try {
            byte[] plain = aead.decrypt(Base64.getUrlDecoder().decode(sealed), boundTo(purpose, slug));
            Instant startedAt = Instant.ofEpochMilli(ByteBuffer.wrap(plain).getLong());
            if (clock.instant().isAfter(startedAt.plus(LIFE))) {
                return Optional.empty();
            }
            String parameters = new String(plain, Long.BYTES, plain.length - Long.BYTES, StandardCharsets.US_ASCII);
            return Optional.of(new Interaction(Form.parse(parameters).asMap(), startedAt));
        } catch (GeneralSecurityException | IllegalArgumentException | HttpProblem e) {
            return Optional.empty();
        }
    }

    private static byte[] boundTo(String purpose, Slug slug) {
        return (purpose + "|" + slug.value()).getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
