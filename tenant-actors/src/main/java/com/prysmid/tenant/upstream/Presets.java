package com.prysmid.tenant.upstream;

import com.prysmid.tenant.protocol.IdpMetadata;
import com.typesafe.config.Config;

/**
 * Where the providers are that everybody knows: the operator's setting, never a tenant's.
 *
 * @param google    an issuer
 * @param microsoft what the issuers of all its tenants begin with
 * @param github    pages and tokens
 * @param githubApi REST
 * @param gitlab    the issuer of the one that GitLab runs
 * @param apple     an issuer
 */
public record Presets(String google, String microsoft, String github, String githubApi, String gitlab, String apple) {

    /** @param config the section {@code prysm.upstream} */
    public static Presets from(Config config) {
        return new Presets(
                config.getString("google"),
                config.getString("microsoft"),
                config.getString("github"),
                config.getString("github-api"),
                config.getString("gitlab"),
                config.getString("apple"));
    }

    /** What a provider is found by (OpenID Connect Discovery §4). GitHub, which speaks no OpenID Connect, has no such thing. */
    String issuer(IdpMetadata idp) {
        String own = idp.issuer();
        return switch (idp.type()) {
            case OIDC -> own == null ? "" : own;
            case GITLAB -> own == null ? gitlab : own;
            case GOOGLE -> google;
            case MICROSOFT -> microsoft + "/" + idp.tenant() + "/v2.0";
            case APPLE -> apple;
            case GITHUB -> github;
        };
    }
}
