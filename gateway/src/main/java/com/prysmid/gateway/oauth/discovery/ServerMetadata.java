package com.prysmid.gateway.oauth.discovery;

import com.prysmid.gateway.oauth.vocabulary.AuthorizationCapabilities;
import com.prysmid.gateway.oauth.vocabulary.ClientAuthMethod;
import com.prysmid.gateway.oauth.vocabulary.GrantType;
import com.prysmid.gateway.oauth.vocabulary.OAuthPaths;
import com.prysmid.gateway.oauth.vocabulary.Prompt;
import com.prysmid.gateway.oauth.vocabulary.ResponseMode;
import com.prysmid.gateway.oauth.vocabulary.ResponseType;
import com.prysmid.gateway.oauth.vocabulary.Scope;
import com.prysmid.gateway.oauth.vocabulary.TokenCapabilities;
import com.prysmid.tenant.protocol.AcrValues;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.ProtocolPolicy;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of OpenID Connect Discovery §3, RFC 8414 §2, RFC 8705 §3.3 and §5, RFC 9207 §3, RFC 9701 §7 and RP-Initiated Logout
 * §2.1.
 */
final class ServerMetadata {
    /** Of id tokens, besides what userinfo tells. */
    private static final List<String> ID_TOKEN_CLAIMS = List.of(
            "iss",
            "aud",
            "azp",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "sid",
            "acr",
            "amr",
            "at_hash",
            "c_hash",
            "s_hash");

    private ServerMetadata() {}

    static Map<String, Object> of(WorkspaceDescription workspace, String mtlsOrigin) {
        String issuer = workspace.issuer();
        ProtocolPolicy policy = workspace.settings().protocol();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("authorization_endpoint", issuer + OAuthPaths.AUTHORIZE);
        metadata.put("token_endpoint", issuer + OAuthPaths.TOKEN);
        metadata.put("userinfo_endpoint", issuer + OAuthPaths.USERINFO);
        metadata.put("jwks_uri", issuer + OAuthPaths.KEYS);
        metadata.put("introspection_endpoint", issuer + OAuthPaths.INTROSPECT);
        metadata.put("revocation_endpoint", issuer + OAuthPaths.REVOKE);
        metadata.put("backchannel_authentication_endpoint", issuer + OAuthPaths.BACKCHANNEL_AUTHENTICATION);
        metadata.put("backchannel_token_delivery_modes_supported", List.of("poll", "ping"));
        metadata.put("backchannel_user_code_parameter_supported", false);
        metadata.put("device_authorization_endpoint", issuer + OAuthPaths.DEVICE_AUTHORIZATION);
        metadata.put("end_session_endpoint", issuer + OAuthPaths.END_SESSION);
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        metadata.put("frontchannel_logout_supported", true);
        metadata.put("frontchannel_logout_session_supported", true);
        if (policy.registration() != ProtocolPolicy.Registration.CLOSED) {
            metadata.put("registration_endpoint", issuer + OAuthPaths.REGISTER);
        }
        metadata.put("scopes_supported", Scope.wireNames());
        metadata.put("response_types_supported", ResponseType.wireNames());
        metadata.put("response_modes_supported", ResponseMode.wireNames());
        metadata.put("grant_types_supported", grantTypes());
        metadata.put("subject_types_supported", TokenCapabilities.SUBJECT_TYPES);
        metadata.put("id_token_signing_alg_values_supported", AuthorizationCapabilities.ID_TOKEN_ALGORITHMS);
        metadata.put("userinfo_signing_alg_values_supported", TokenCapabilities.SIGNING_ALGORITHMS);
        metadata.put("authorization_signing_alg_values_supported", TokenCapabilities.SIGNING_ALGORITHMS);
        metadata.put("introspection_signing_alg_values_supported", TokenCapabilities.SIGNING_ALGORITHMS);
        for (String answer : TokenCapabilities.ENCRYPTED_ANSWERS) {
            metadata.put(answer + "_encryption_alg_values_supported", TokenCapabilities.KEY_ENCRYPTIONS);
            metadata.put(answer + "_encryption_enc_values_supported", TokenCapabilities.CONTENT_ENCRYPTIONS);
        }
        metadata.put("code_challenge_methods_supported", AuthorizationCapabilities.CODE_CHALLENGE_METHODS);
        metadata.put("prompt_values_supported", Prompt.wireNames());
        metadata.put("acr_values_supported", AcrValues.supported(workspace.settings()));
        metadata.put("display_values_supported", List.of("page"));
        metadata.put("claim_types_supported", List.of("normal"));
        metadata.put("ui_locales_supported", Branding.LANGUAGES);
        metadata.put("token_endpoint_auth_methods_supported", ClientAuthMethod.wireNames());
        metadata.put("token_endpoint_auth_signing_alg_values_supported", ClientAuthMethod.ASSERTION_ALGORITHMS);
        metadata.put("revocation_endpoint_auth_methods_supported", ClientAuthMethod.wireNames());
        metadata.put("revocation_endpoint_auth_signing_alg_values_supported", ClientAuthMethod.ASSERTION_ALGORITHMS);
        metadata.put("introspection_endpoint_auth_methods_supported", ClientAuthMethod.confidentialWireNames());
        metadata.put("introspection_endpoint_auth_signing_alg_values_supported", ClientAuthMethod.ASSERTION_ALGORITHMS);
        metadata.put("dpop_signing_alg_values_supported", ClientAuthMethod.DPOP_ALGORITHMS);
        metadata.put("claims_supported", claims());
        metadata.put("claims_parameter_supported", true);
        metadata.put("pushed_authorization_request_endpoint", issuer + OAuthPaths.PAR);
        metadata.put("require_pushed_authorization_requests", policy.requirePushedAuthorizationRequests());
        metadata.put("request_parameter_supported", true);
        metadata.put("request_uri_parameter_supported", true);
        metadata.put("require_request_uri_registration", true);
        metadata.put(
                "request_object_signing_alg_values_supported", AuthorizationCapabilities.REQUEST_OBJECT_ALGORITHMS);
        metadata.put("request_object_encryption_alg_values_supported", TokenCapabilities.KEY_ENCRYPTIONS);
        metadata.put("request_object_encryption_enc_values_supported", TokenCapabilities.CONTENT_ENCRYPTIONS);
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("tls_client_certificate_bound_access_tokens", true);
        metadata.put("mtls_endpoint_aliases", MtlsAliases.of(metadata, issuer, mtlsOrigin));
        return metadata;
    }

    private static List<String> grantTypes() {
        List<String> types = new ArrayList<>(GrantType.wireNames());
        types.add(AuthorizationCapabilities.IMPLICIT_GRANT);
        return types;
    }

    private static List<String> claims() {
        Set<String> claims = new LinkedHashSet<>();
        Arrays.stream(Scope.values()).map(Scope::claims).forEach(claims::addAll);
        claims.addAll(ID_TOKEN_CLAIMS);
        return new ArrayList<>(claims);
    }
}
