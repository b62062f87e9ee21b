package com.prysmid.gateway.oauth.vocabulary;

/** Below the issuer. */
public final class OAuthPaths {
    public static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    public static final String OAUTH_METADATA = "/.well-known/oauth-authorization-server";
    public static final String KEYS = "/oauth/v2/keys";
    public static final String AUTHORIZE = "/oauth/v2/authorize";
    public static final String PAR = "/oauth/v2/par";
    public static final String TOKEN = "/oauth/v2/token";
    public static final String BACKCHANNEL_AUTHENTICATION = "/oauth/v2/backchannel_authentication";
    public static final String DEVICE_AUTHORIZATION = "/oauth/v2/device_authorization";
    /** A page for people, told to them by devices. */
    public static final String DEVICE_VERIFICATION = "/ui/device";

    public static final String INTROSPECT = "/oauth/v2/introspect";
    public static final String REVOKE = "/oauth/v2/revoke";
    public static final String REGISTER = "/oauth/v2/register";
    public static final String USERINFO = "/oidc/v1/userinfo";
    public static final String END_SESSION = "/oidc/v1/end_session";

    private OAuthPaths() {}
}
