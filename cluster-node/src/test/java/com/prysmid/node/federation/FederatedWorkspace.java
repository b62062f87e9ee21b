package com.prysmid.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A workspace, and an imitated OpenID Provider that it lets people in through.
 *
 * @param idp   the provider's id in the workspace
 * @param asked by state: which provider was asked
 */
record FederatedWorkspace(
        TestWorkspace workspace, Api admin, UpstreamImitation upstream, String idp, Map<String, String> asked)
        implements AutoCloseable {
    static final String SESSION = "__Host-prysm_session";

    static FederatedWorkspace create(RunningDev dev, String slug) {
        TestWorkspace workspace = TestWorkspace.create(dev, slug);
        Api admin = workspace.admin();
        UpstreamImitation upstream = UpstreamImitation.start(dev);
        String idp = add(
                admin,
                upstream,
                "Elsewhere",
                "\"creation\":\"any\",\"link_by_email\":true,\"domains\":[\"corp.example\"]");
        admin.patch("/admin/v1/workspace", "{\"link_by_email\":true}").expect(200);
        return new FederatedWorkspace(workspace, admin, upstream, idp, new ConcurrentHashMap<>());
    }

    @Override
    public void close() {
        upstream.close();
    }

    String add(UpstreamImitation provider, String name, String more) {
        return add(admin, provider, name, more);
    }

    private static String add(Api admin, UpstreamImitation provider, String name, String more) {
        return admin.post("/admin/v1/idps", """
                        {"type":"oidc","name":"%s","issuer":"%s","client_id":"%s","client_secret":"%s",%s}""".formatted(
                                name, provider.issuer(), UpstreamImitation.CLIENT, UpstreamImitation.SECRET, more))
                .expect(201)
                .get("id")
                .asText();
    }

    String otherwise(String name, String more) {
        return add(upstream, name, more);
    }

    URI start(Browser browser, String idpId) {
        Browser.Page page = browser.open(workspace.uri("/ui/idp/" + idpId + "/start"));
        URI request = page.leadsTo();
        asked.put(String.valueOf(UpstreamImitation.query(request).get("state")), idpId);
        return request;
    }

    Browser.Page signIn(Browser browser, String subject, UnaryOperator<Map<String, Object>> changes) {
        return back(browser, upstream.answer(start(browser, idp), subject, changes));
    }

    Browser.Page back(Browser browser, Map<String, String> answer) {
        return back(browser, asked.getOrDefault(String.valueOf(answer.get("state")), idp), answer);
    }

    Browser.Page back(Browser browser, String idpId, Map<String, String> answer) {
        return browser.open(workspace.uri(callback(idpId) + "?" + encode(answer)));
    }

    static String callback(String idpId) {
        return "/ui/idp/" + idpId + "/callback";
    }

    static String encode(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    JsonNode onlyUser(String q) {
        JsonNode items = admin.get("/admin/v1/users?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .expect(200)
                .get("items");
        assertThat(items).hasSize(1);
        return admin.get("/admin/v1/users/" + items.get(0).get("id").asText()).expect(200);
    }

    JsonNode sessions(JsonNode user) {
        return admin.get("/admin/v1/users/" + user.get("id").asText() + "/sessions")
                .expect(200)
                .get("items");
    }

    String audit(String target) {
        return admin.get("/admin/v1/audit?target=" + target).expect(200).toString();
    }

    static Map<String, Object> with(Map<String, Object> claims, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.putAll(more);
        return all;
    }

    static Map<String, Object> without(Map<String, Object> claims, String name) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.remove(name);
        return all;
    }
}
