package com.prysmid.tenant.protocol;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command was understood and turned down; nothing changed.
 *
 * @param reason     what kind of refusal; decides the status or OAuth error at the edge
 * @param code       a stable, machine-readable snake_case code for the client
 * @param detail     text fit for the client: never personal data, never a secret
 * @param fields     which input members are wrong, by their JSON path; empty unless {@link Reason#INVALID}
 * @param retryAfter when trying again makes sense
 * @param nonce      with {@link Reason#INVALID_DPOP_PROOF}: what a proof that is tried instead should contain (RFC 9449 §8)
 */
public record Refused(
        Reason reason,
        String code,
        String detail,
        List<FieldError> fields,
        @Nullable Duration retryAfter,
        @Nullable String nonce)
        implements Reply {

    /** The code of what was decided by a state that is no longer there: read again and decide anew. */
    public static final String CHANGED_MEANWHILE = "changed_meanwhile";

    /** What kind of refusal. */
    public enum Reason {
        /** No such workspace, or one deleted: indistinguishable on purpose. */
        NO_SUCH_WORKSPACE,
        /** The workspace exists and does not serve (provisioning or suspended). */
        WORKSPACE_NOT_ACTIVE,
        NOT_FOUND,
        INVALID,
        CONFLICT,
        FORBIDDEN,
        /** RFC 6749 §5.2 invalid_client. */
        INVALID_CLIENT,
        /** RFC 6749 §5.2 invalid_grant. */
        INVALID_GRANT,
        /** A poll that gives no tokens now; the code is the error of RFC 8628 §3.5 and CIBA §11. */
        NOT_GRANTED,
        /** RFC 6749 §5.2 invalid_scope. */
        INVALID_SCOPE,
        /** RFC 6749 §5.2 unauthorized_client. */
        UNAUTHORIZED_CLIENT,
        /** RFC 6750 §3.1 invalid_token: not ours, broken, expired or revoked. */
        INVALID_TOKEN,
        /** RFC 9449 §5 invalid_dpop_proof, or §8 use_dpop_nonce: the code tells which. */
        INVALID_DPOP_PROOF,
        /** Wrong login name or password: which of them is never told. */
        INVALID_CREDENTIALS,
        /** Too many wrong guesses; see {@link Refused#retryAfter}. */
        GUESSED_TOO_OFTEN,
        /** Shed under load; see {@link Refused#retryAfter}. */
        OVERLOADED
    }

    /** One wrong member of the input. */
    public record FieldError(String field, String code, String message) {}

    public Refused {
        fields = List.copyOf(fields);
    }

    public static Refused of(Reason reason, String code, String detail) {
        return new Refused(reason, code, detail, List.of(), null, null);
    }

    public static Refused invalid(List<FieldError> fields) {
        return new Refused(
                Reason.INVALID, "invalid_input", "Some members of the input are not valid.", fields, null, null);
    }

    public static Refused invalid(String field, String code, String message) {
        return invalid(List.of(new FieldError(field, code, message)));
    }

    public static Refused notFound(String what) {
        return of(Reason.NOT_FOUND, "not_found", "There is no such " + what + ".");
    }

    public static Refused conflict(String code, String detail) {
        return of(Reason.CONFLICT, code, detail);
    }

    public static Refused changedMeanwhile() {
        return conflict(CHANGED_MEANWHILE, "Somebody else changed this at the same time.");
    }

    public static Refused noSuchWorkspace() {
        return of(Reason.NO_SUCH_WORKSPACE, "not_found", "There is no such workspace.");
    }

    public static Refused notActive() {
        return of(Reason.WORKSPACE_NOT_ACTIVE, "workspace_not_active", "This workspace is not active.");
    }

    public static Refused guessedTooOften(Duration retryAfter) {
        return new Refused(
                Reason.GUESSED_TOO_OFTEN, "too_many_guesses", "Too many wrong guesses.", List.of(), retryAfter, null);
    }

    public static Refused overloaded(Duration retryAfter) {
        return new Refused(
                Reason.OVERLOADED, "overloaded", "Too busy; try again shortly.", List.of(), retryAfter, null);
    }
}
