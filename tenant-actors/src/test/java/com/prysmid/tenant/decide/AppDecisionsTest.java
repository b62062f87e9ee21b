package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.ACT;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AppCommand;
import com.prysmid.tenant.protocol.AppMetadata;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppDecisionsTest {
    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void theSameRegistrationTwiceIsAnsweredTheSameAndRecordedOnce() {
        Reply first = acme.register("app-1", AppDraft.web());
        assertThat(acme.events).hasSize(1);
        acme.pass(Duration.ofMinutes(1));
        assertThat(acme.register("app-1", AppDraft.web(), secretOf(first))).isEqualTo(first);
        assertThat(acme.events).isEmpty();
    }

    @Test
    void aSecretIsToldAgainOnlyWhileItIsTheSecret() {
        Secret first = secretOf(acme.register("app-1", AppDraft.web()));
        Reply rotated = acme.commit(AppDecisions.rotateSecret(
                acme.state, new AppCommand.RotateSecret(SLUG, "p1", "app-1", ACT, Nobody.replies()), acme.secrets));
        assertThat(((AppCommand.App) acme.register("app-1", AppDraft.web(), first)).clientSecret())
                .as("void since the rotation")
                .isNull();
        assertThat(((AppCommand.App) acme.register("app-1", AppDraft.web(), secretOf(rotated))).clientSecret())
                .isEqualTo(secretOf(rotated));
        acme.deleteApp("app-1");
        acme.register("app-1", AppDraft.withMethod("none", null));
        assertThat(((AppCommand.App) acme.register("app-1", AppDraft.withMethod("none", null), secretOf(rotated)))
                        .clientSecret())
                .as("of a namesake that is gone")
                .isNull();
    }

    @Test
    void anotherRegistrationUnderTheSameIdIsAConflict() {
        acme.register("app-1", AppDraft.web());
        assertRefused(acme.register("app-1", AppDraft.withMethod("none", null)), Refused.Reason.CONFLICT);
        assertRefused(acme.register("bootstrap-admin", AppDraft.web()), Refused.Reason.CONFLICT);
        acme.createProject("p2", "Other");
        assertRefused(
                acme.commit(AppDecisions.register(
                        acme.state,
                        new AppCommand.Register(SLUG, "p2", "app-1", AppDraft.web(), ACT, Nobody.replies()),
                        null,
                        acme.secrets,
                        acme.now)),
                Refused.Reason.CONFLICT);
    }

    @Test
    void anAppOfAnotherProjectIsNotFound() {
        acme.register("app-1", AppDraft.web());
        acme.createProject("p2", "Other");
        assertRefused(AppDecisions.get(acme.state, "p2", "app-1"), Refused.Reason.NOT_FOUND);
        assertRefused(
                acme.commit(AppDecisions.delete(
                        acme.state, new AppCommand.Delete(SLUG, "p2", "app-1", ACT, Nobody.replies()))),
                Refused.Reason.NOT_FOUND);
        assertRefused(AppDecisions.list(acme.state, "p3"), Refused.Reason.NOT_FOUND);
        assertThat(AppDecisions.list(acme.state, "p2")).isEqualTo(new AppCommand.Apps(List.of()));
    }

    @Test
    void aSecretIsToldOnceAndKeptAsADigest() {
        Secret secret = secretOf(acme.register("app-1", AppDraft.web()));
        assertThat(acme.events.toString()).doesNotContain(secret.reveal());
        assertThat(((AppCommand.App) AppDecisions.get(acme.state, "p1", "app-1")).clientSecret())
                .isNull();
    }

    @Test
    void anAppThatBeginsToNeedASecretGetsOneAndOneThatStopsLosesIt() {
        acme.register("app-1", AppDraft.withMethod("none", null));
        assertThat(secretOf(acme.updateApp("app-1", AppDraft.web()))).isNotNull();
        Reply kept = acme.updateApp("app-1", AppDraft.withMethod("client_secret_post", null));
        assertThat(((AppCommand.App) kept).clientSecret()).as("the same one").isNull();
        acme.updateApp("app-1", AppDraft.withMethod("none", null));
        assertThat(acme.state.apps().find("app-1").orElseThrow().secretDigest()).isNull();
        assertRefused(
                acme.commit(AppDecisions.rotateSecret(
                        acme.state,
                        new AppCommand.RotateSecret(SLUG, "p1", "app-1", ACT, Nobody.replies()),
                        acme.secrets)),
                Refused.Reason.CONFLICT);
    }

    @Test
    void anUpdateThatChangesNothingIsNotRecorded() {
        acme.register("app-1", AppDraft.web());
        acme.updateApp("app-1", AppDraft.web());
        assertThat(acme.events).isEmpty();
        assertRefused(acme.updateApp("app-2", AppDraft.web()), Refused.Reason.NOT_FOUND);
        assertThat(acme.deleteApp("app-1")).isEqualTo(new Done());
        assertRefused(acme.deleteApp("app-1"), Refused.Reason.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rp.example",
                "https://rp.example/cb?tenant=1&x=%20",
                "https://rp.example:8443/a.b/..c/c..d",
                "https://rp.example/.well-known/cb",
                "http://127.0.0.1/cb",
                "http://127.0.0.1:1234/cb",
                "http://[::1]:1234/cb",
                "http://localhost:3000/cb",
            })
    void goodWebRedirects(String uri) {
        assertThat(AppRules.check(AppDraft.withRedirect("web", uri))).isEmpty();
        assertThat(AppRules.check(AppDraft.withRedirect("native", uri))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/cb",
                "rp.example/cb",
                "//rp.example/cb",
                "https:rp.example/cb",
                "https:///cb",
                "https://",
                "https://user@rp.example/cb",
                "https://user:pw@rp.example/cb",
                "https://@rp.example/cb",
                "https://rp.example@evil.example/cb",
                "https://rp.example\\@evil.example/cb",
                "https://rp.example/cb#",
                "https://rp.example/cb#fragment",
                "https://*.rp.example/cb",
                "https://rp.example/*",
                "https://rp.example/../cb",
                "https://rp.example/a/..",
                "https://rp.example/a/./b",
                "https://rp.example/a/%2e%2e/b",
                "https://rp.example/a/%2E%2E/b",
                "https://rp.example/a/.%2e/b",
                "https://rp.example/a/%2e./b",
                "https://rp.example/a%2f..%2fb",
                "https://rp.example/a%5c..%5cb",
                "https://rp.example/a/..;x=1/b",
                "https://rp.example/a/..%3bx/b",
                "https://rp.example/a b",
                "https://rp.example/a\nb",
                "https://rp.example/\u00fc",
                "https://ex\u00e4mple.example/cb",
                "https://rp.example/\u2025/b",
                "http://rp.example/cb",
                "http://127.0.0.1.rp.example/cb",
                "http://127.0.0.2/cb",
                "http://localhost.rp.example/cb",
                "http://127.0.0.1@evil.example/cb",
                "javascript:alert(1)",
                "JavaScript://rp.example/%0aalert(1)",
                "data:text/html,x",
                "DATA:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "blob:https://rp.example/1",
                "about:blank",
                "view-source:https://rp.example/",
                "ftp://rp.example/cb",
                "urn:ietf:wg:oauth:2.0:oob",
            })
    void redirectsBadForEveryApp(String uri) {
        assertFields(refusal(AppDraft.withRedirect("web", uri)), "redirect_uris[0]");
        assertFields(refusal(AppDraft.withRedirect("native", uri)), "redirect_uris[0]");
        assertFields(refusal(d -> d.postLogoutUris = List.of(uri)), "post_logout_redirect_uris[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.example.app:/cb", "com.example.app:cb", "com.example.app://cb"})
    void privateUseSchemesAreForNativeApps(String uri) {
        assertThat(AppRules.check(AppDraft.withRedirect("native", uri))).isEmpty();
        assertFields(refusal(AppDraft.withRedirect("web", uri)), "redirect_uris[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"myapp:/cb", "com.example.app:/cb#x", "com.example.app:/*", "com.example.app"})
    void privateUseSchemesHaveTheirForm(String uri) {
        assertFields(refusal(AppDraft.withRedirect("native", uri)), "redirect_uris[0]");
    }

    @Test
    void listsOfRedirectsAreShortAndWithoutDoubles() {
        assertFields(
                refusal(d ->
                        d.redirectUris = List.of("https://a.example/", "https://b.example/", "https://a.example/")),
                "redirect_uris[2]");
        assertFields(
                refusal(d -> d.redirectUris = IntStream.range(0, 51)
                        .mapToObj(i -> "https://rp.example/" + i)
                        .toList()),
                "redirect_uris");
        assertFields(
                refusal(d -> d.redirectUris = List.of("https://rp.example/" + "x".repeat(2_000))), "redirect_uris[0]");
        assertFields(refusal(d -> d.redirectUris = List.of()), "redirect_uris");
    }

    @Test
    void everyMemberIsNamedWhereItIsWrong() {
        assertFields(refusal(d -> d.name = " "), "client_name");
        assertFields(refusal(d -> d.name = "a\u0007"), "client_name");
        assertFields(refusal(d -> d.type = "desktop"), "application_type");
        assertFields(refusal(d -> d.method = "client_secret_telepathy"), "token_endpoint_auth_method");
        assertFields(refusal(d -> d.grantTypes = List.of("authorization_code", "password")), "grant_types[1]");
        assertFields(refusal(d -> d.responseTypes = List.of("token")), "response_types");
        assertFields(refusal(d -> d.responseTypes = List.of("code", "token")), "response_types");
        assertFields(refusal(d -> d.idTokenAlg = "none"), "id_token_signed_response_alg");
        assertFields(refusal(d -> d.tokenFormat = "paseto"), "access_token_format");
        assertFields(refusal(d -> d.logoUri = "http://rp.example/logo"), "logo_uri");
        assertFields(refusal(d -> d.logoUri = "javascript:alert(1)"), "logo_uri");
    }

    @Test
    void keysByReferenceAreHttpsAndAloneAndLeadNowhereByTricks() {
        AppDraft draft = new AppDraft();
        draft.method = "private_key_jwt";
        draft.jwksUri = "https://rp.example/jwks";
        assertThat(AppRules.check(draft.done())).isEmpty();
        for (String bad : List.of(
                "http://rp.example/jwks",
                "https://user@rp.example/jwks",
                "https://rp.example/jwks#keys",
                "https://2130706433/jwks",
                "https://0x7f.1/jwks",
                "https://rp.example./jwks",
                "file:///etc/passwd",
                "")) {
            assertFields(refusal(d -> d.jwksUri = bad), "jwks_uri");
        }
        assertFields(
                refusal(d -> {
                    d.jwks = "{\"keys\":[]}";
                    d.jwksUri = "https://rp.example/jwks";
                }),
                "jwks_uri",
                "jwks");
    }

    @Test
    void grantTypesFitTogether() {
        assertFields(
                refusal(d -> {
                    d.grantTypes = List.of("refresh_token");
                    d.responseTypes = List.of();
                }),
                "grant_types");
        assertFields(
                refusal(d -> {
                    d.grantTypes = List.of("authorization_code", "client_credentials");
                    d.method = "none";
                }),
                "grant_types");
        assertFields(
                refusal(d -> {
                    d.grantTypes = List.of();
                    d.responseTypes = List.of();
                }),
                "grant_types");
        AppDraft machine = new AppDraft();
        machine.grantTypes = List.of("client_credentials");
        machine.responseTypes = List.of();
        machine.redirectUris = List.of();
        assertThat(AppRules.check(machine.done())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "openid  email",
                " openid",
                "a\"b",
                "a\\b",
                "\u00fc",
                "urn:prysmid:admin",
                "openid urn:prysmid:anything"
            })
    void scopesAreScopeTokensAndNoneOfOurs(String scope) {
        assertFields(refusal(d -> d.scope = scope), "scope");
    }

    @Test
    void keysAreGoodPublicKeysAndThereWhereTheMethodNeedsThem() {
        assertThat(AppRules.check(AppDraft.withMethod("private_key_jwt", WorkspaceStory.JWKS)))
                .isEmpty();
        assertFields(refusal(AppDraft.withMethod("private_key_jwt", null)), "jwks");
        assertFields(
                refusal(AppDraft.withMethod(
                        "private_key_jwt", "{\"keys\":[" + WorkspaceStory.KEY.toJSONString() + "]}")),
                "jwks");
        assertFields(
                refusal(AppDraft.withMethod(
                        "private_key_jwt",
                        "{\"keys\":[" + String.join(",", Collections.nCopies(11, WorkspaceStory.JWK)) + "]}")),
                "jwks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{}",
                "{",
                "{\"keys\":null}",
                "{\"keys\":1}",
                "{\"keys\":[]}",
                "{\"keys\":[null]}",
                "{\"keys\":[1]}",
                "{\"keys\":[[]]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[{\"kty\":1}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":[],\"e\":{}}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":null,\"x\":null,\"y\":null}]}",
            })
    void brokenKeySetsAreRefusedAndNeverThrow(String jwks) {
        assertFields(refusal(AppDraft.withMethod("private_key_jwt", jwks)), "jwks");
    }

    @Test
    void aKeySetNestedWithoutEndIsRefused() {
        assertFields(
                refusal(AppDraft.withMethod(
                        "private_key_jwt", "{\"keys\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")),
                "jwks");
    }

    private static Secret secretOf(Reply reply) {
        return Objects.requireNonNull(((AppCommand.App) reply).clientSecret());
    }

    private static Refused refusal(AppMetadata metadata) {
        return AppRules.check(metadata).orElseThrow(() -> new AssertionError("was taken"));
    }

    private static Refused refusal(Consumer<AppDraft> change) {
        AppDraft draft = new AppDraft();
        change.accept(draft);
        return refusal(draft.done());
    }
}
