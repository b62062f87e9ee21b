package com.prysmid.tenant.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are to be made from.
 *
 * @param subject  the user's or service account's id, or the app's own for {@code client_credentials}
 * @param scopes   granted, in the order asked
 * @param grantId  the token family at the user; null for {@code client_credentials}
 * @param details  what the authorization was given for besides scopes
 * @param confirmation the key that the token is to be bound to; null: a bearer token
 * @param roles    granted role keys by project id, not yet narrowed to the app's project
 * @param person   of whom the id token tells; null for {@code client_credentials}
 * @param exchange how it comes of another token, and so with no id token; null where it does not
 */
public record TokenGrant(
        String subject,
        String clientId,
        Set<String> scopes,
        @Nullable String nonce,
        @Nullable Instant authTime,
        @Nullable String sid,
        @Nullable String grantId,
        List<String> amr,
        GrantDetails details,
        @Nullable Confirmation confirmation,
        Map<String, List<String>> roles,
        @Nullable Person person,
        @Nullable Exchange exchange) {

    public TokenGrant(
            String subject,
            String clientId,
            Set<String> scopes,
            @Nullable String nonce,
            @Nullable Instant authTime,
            @Nullable String sid,
            @Nullable String grantId,
            List<String> amr,
            GrantDetails details,
            @Nullable Confirmation confirmation,
            Map<String, List<String>> roles,
            @Nullable Person person) {
        this(subject, clientId, scopes, nonce, authTime, sid, grantId, amr, details, confirmation, roles, person, null);
    }
}
