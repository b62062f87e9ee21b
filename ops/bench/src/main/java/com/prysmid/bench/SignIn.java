package com.prysmid.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole sign-in as a browser and an app do it: authorize → page → password → code → tokens. */
final class SignIn {
    private static final Pattern HIDDEN =
            Pattern.compile("<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    private final Connection connection;
    private final Workspace workspace;
    private final String username;
    private final SecureRandom random = new SecureRandom();

    SignIn(Connection connection, Workspace workspace, String username) {
        this.connection = connection;
        this.workspace = workspace;
        this.username = username;
    }

    /** The token endpoint's answer. */
    JsonNode run() throws IOException {
        String verifier = token();
        String state = token();
        String path = "/oauth/v2/authorize?response_type=code&client_id=" + workspace.publicClientId()
                + "&redirect_uri=" + Workspace.encode(Workspace.REDIRECT_URI)
                + "&scope=openid+profile+email+offline_access&state=" + state + "&nonce=" + state
                + "&code_challenge_method=S256&code_challenge=" + challenge(verifier);
        Map<String, String> jar = new LinkedHashMap<>();
        Connection.Response page = follow(connection.get(path), jar);
        Connection.Response answer = follow(submit(page, jar), jar);
        String location = answer.header("location");
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location);
        if (!code.find()) {
            throw new IOException("no code: " + answer.status() + " " + location);
        }
        return Workspace.expect(
                200,
                connection.postForm(
                        "/oauth/v2/token",
                        "grant_type=authorization_code&client_id=" + workspace.publicClientId() + "&code="
                                + code.group(1) + "&code_verifier=" + verifier + "&redirect_uri="
                                + Workspace.encode(Workspace.REDIRECT_URI)));
    }

    private Connection.Response submit(Connection.Response page, Map<String, String> jar) throws IOException {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new IOException("no sign-in form: " + page.status() + " " + page.body());
        }
        StringBuilder form = new StringBuilder();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.append(hidden.group(1))
                    .append('=')
                    .append(Workspace.encode(text(hidden.group(2))))
                    .append('&');
        }
        form.append("username=").append(username).append("&password=").append(Workspace.encode(Workspace.PASSWORD));
        return connection.postForm(
                text(action.group(1)), form.toString(), cookies(jar), "Origin: " + workspace.issuer());
    }

    /** Goes on while the answer leads to another page of the same host. */
    private Connection.Response follow(Connection.Response first, Map<String, String> jar) throws IOException {
        Connection.Response response = first;
        keep(response, jar);
        while (response.status() == 303) {
            String location = response.header("location");
            if (!location.startsWith("/") && !location.startsWith(workspace.issuer() + "/")) {
                return response;
            }
            URI next = URI.create(location);
            String path = next.getRawPath() + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery());
            response = connection.get(path, cookies(jar));
            keep(response, jar);
        }
        return response;
    }

    private static void keep(Connection.Response response, Map<String, String> jar) {
        for (String pair : Connection.cookies(response).split("; ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                jar.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }

    private static String cookies(Map<String, String> jar) {
        StringBuilder header = new StringBuilder("Cookie: ");
        jar.forEach(
                (name, value) -> header.append(name).append('=').append(value).append("; "));
        return header.append("bench=1").toString();
    }

    /** Our own pages escape only these in attribute values. */
    private static String text(String attribute) {
        return attribute
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private String token() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
