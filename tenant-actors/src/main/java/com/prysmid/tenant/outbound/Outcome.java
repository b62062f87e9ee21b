package com.prysmid.tenant.outbound;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What became of a call. */
public sealed interface Outcome {

    /**
     * The endpoint answered, with whatever status.
     *
     * @param contentType  as sent, parameters included; {@code application/octet-stream} where none was
     * @param cacheControl as sent (RFC 9111 §5.2); empty where none was
     * @param text         the body as UTF-8
     */
    record Answered(int status, String contentType, String cacheControl, String text) implements Outcome {

        public boolean isOk() {
            return status == 200;
        }

        /** Whether the body is of that media type, whatever its parameters. */
        public boolean isOfType(String mediaType) {
            String own = contentType.split(";", 2)[0].strip();
            return own.equalsIgnoreCase(mediaType);
        }

        /** How long it may be kept; empty where the endpoint does not say. */
        public Optional<Duration> maxAge() {
            Optional<Duration> age = Optional.empty();
            for (String directive : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
                String name = directive.strip();
                if (name.equals("no-store") || name.equals("no-cache")) {
                    return Optional.of(Duration.ZERO);
                }
                if (name.matches("max-age=\"?[0-9]{1,9}\"?")) {
                    age = Optional.of(Duration.ofSeconds(
                            Long.parseLong(name.substring("max-age=".length()).replace("\"", ""))));
                }
            }
            return age;
        }
    }

    /** There is no answer. */
    record Refused(Reason reason) implements Outcome {}

    /** Why there is none; fit for audit rows and metrics, not for telling a stranger which of our hosts exist. */
    enum Reason {
        /** Not https, or not plainly so: see {@link OutboundUrl}. */
        BAD_URL,
        UNKNOWN_HOST,
        /** At least one address of the host is private or special, and not on the allow-list. */
        FORBIDDEN_ADDRESS,
        /** Too many calls of this workspace wait already. */
        BUSY,
        TIMED_OUT,
        UNREACHABLE,
        /** The handshake failed: most often a certificate that is not trusted or has another name. */
        NOT_TRUSTED,
        /** What came is no HTTP. */
        MALFORMED,
        TOO_LARGE,
        /** This node stops. */
        CLOSED
    }
}
