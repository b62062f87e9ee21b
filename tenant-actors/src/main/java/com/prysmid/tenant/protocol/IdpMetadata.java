package com.prysmid.tenant.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upstream identity provider as an admin configures it, without its secret. What says <em>whose</em> subjects are meant
 * (type, issuer, tenant) never changes: a linked subject means something with that issuer only.
 *
 * @param type                    generic, or a preset that knows endpoints and peculiarities
 * @param name                    as the sign-in page shows it
 * @param enabled                 whether anybody may sign in through it now
 * @param issuer                  of {@link Kind#OIDC} (OpenID Connect Discovery §3) and of a GitLab of one's own; null otherwise
 * @param tokenEndpointAuthMethod how we authenticate there (RFC 7591 §2); presets that know but one have that
 * @param scopes                  asked for; empty: what the type needs
 * @param tenant                  of {@link Kind#MICROSOFT}: {@code common}, {@code organizations}, {@code consumers} or a tenant's id
 * @param teamId                  of {@link Kind#APPLE}
 * @param keyId                   of {@link Kind#APPLE}: which private key signs the client secret
 * @param claims                  member of a profile → name of the upstream claim that fills it, on top of the type's own mapping
 * @param domains                 e-mail domains whose people sign in there, in lower case
 * @param creation                whether a first sign-in makes a user
 * @param linkByEmail             whether a verified e-mail address may find the user, where the workspace's policy allows it too
 * @param trustsAmr               whether its {@code amr} (RFC 8176) counts here, such as a second factor that was used there
 */
public record IdpMetadata(
        Kind type,
        String name,
        boolean enabled,
        @Nullable String issuer,
        String clientId,
        AuthMethod tokenEndpointAuthMethod,
        List<String> scopes,
        @Nullable String tenant,
        @Nullable String teamId,
        @Nullable String keyId,
        Map<String, String> claims,
        List<String> domains,
        Creation creation,
        boolean linkByEmail,
        boolean trustsAmr) {

    /** What kind of provider. */
    public enum Kind {
        @JsonProperty("oidc")
        OIDC,
        @JsonProperty("google")
        GOOGLE,
        @JsonProperty("microsoft")
        MICROSOFT,
        @JsonProperty("github")
        GITHUB,
        @JsonProperty("gitlab")
        GITLAB,
        @JsonProperty("apple")
        APPLE
    }

    /** How we prove to be the client. */
    public enum AuthMethod {
        @JsonProperty("client_secret_basic")
        CLIENT_SECRET_BASIC,
        @JsonProperty("client_secret_post")
        CLIENT_SECRET_POST,
        /** With the workspace's own signing key; the provider reads its public half at our {@code jwks_uri}. */
        @JsonProperty("private_key_jwt")
        PRIVATE_KEY_JWT
    }

    /** Whether a first sign-in makes a user. */
    public enum Creation {
        @JsonProperty("off")
        OFF,
        @JsonProperty("any")
        ANY,
        /** Only with a verified e-mail address of one of {@link IdpMetadata#domains}. */
        @JsonProperty("verified_domain")
        VERIFIED_DOMAIN
    }

    public IdpMetadata {
        scopes = List.copyOf(scopes);
        claims = Map.copyOf(claims);
        domains = domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** The part behind the last {@code @} in lower case; empty where there is none. */
    public static String domainOf(String email) {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether that is an e-mail address of a domain whose people sign in here. */
    public boolean isHomeOf(String login) {
        return login.lastIndexOf('@') > 0 && domains.contains(domainOf(login));
    }
}
