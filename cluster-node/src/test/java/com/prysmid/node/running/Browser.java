package com.prysmid.node.running;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A browser with JavaScript off: a cookie jar, links and forms. Follows redirects as long as they stay on one origin. */
public final class Browser {
    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*>");
    private static final Pattern PASSKEY_FORM = Pattern.compile("<form\\b[^>]*\\bdata-passkey=[^>]*>");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");

    private final CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;
    private final HttpClient crossSite;
    private final String origin;
    private final Map<String, String> claims = new LinkedHashMap<>();

    Browser(SSLContext tls, String origin) {
        this.http = HttpClient.newBuilder().sslContext(tls).cookieHandler(jar).build();
        this.crossSite = HttpClient.newBuilder().sslContext(tls).build();
        this.origin = origin;
    }

    /** Where it ended: a page of the origin, or a redirect that leads away from it. */
    public record Page(URI address, HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String html() {
            return response.body();
        }

        /** The address that a redirect away leads to. */
        public URI leadsTo() {
            return response.headers()
                    .firstValue("location")
                    .map(URI::create)
                    .orElseThrow(() -> new AssertionError("no redirect: " + status() + " " + html()));
        }
    }

    public Page open(URI address) {
        return follow(address, HttpRequest.newBuilder(address).GET());
    }

    /** Fills the page's only form and sends it; hidden inputs go with it. */
    public Page submit(Page page, Map<String, String> values) {
        Matcher form = FORM.matcher(page.html());
        if (!form.find()) {
            throw new AssertionError("no form: " + page.status() + " " + page.html());
        }
        Map<String, String> all = hiddenFields(page);
        all.putAll(values);
        String action = attribute(form.group(), "action");
        return send(page.address().resolve(action.isEmpty() ? page.address().getRawPath() : action), all);
    }

    private Page send(URI target, Map<String, String> all) {
        StringBuilder body = new StringBuilder();
        all.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return follow(
                target,
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Fills the first of the page's forms that is posted to this path, and sends it with its own hidden inputs. */
    public Page submit(Page page, String action, Map<String, String> values) {
        Matcher form = Pattern.compile(
                        "<form\\b[^>]*action=\"" + Pattern.quote(action) + "\".*?</form>", Pattern.DOTALL)
                .matcher(page.html());
        if (!form.find()) {
            throw new AssertionError("no form for " + action + ": " + page.status() + " " + page.html());
        }
        Map<String, String> all = hiddenFields(form.group());
        all.putAll(scriptedFields(form.group()));
        all.putAll(values);
        return send(page.address().resolve(action), all);
    }

    /** Sends a form that another site shows; a browser leaves its cookies out of such a request. */
    public Page post(URI target, Map<String, String> values) {
        StringBuilder body = new StringBuilder();
        values.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://client.example")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return follow(target, crossSite.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The hidden inputs of the page's only form, in order. */
    public static Map<String, String> hiddenFields(Page page) {
        return hiddenFields(page.html());
    }

    /** What the script of the page's passkey form sends along besides the authenticator's answer; empty where there is none. */
    public static Map<String, String> scriptedFields(Page page) {
        return scriptedFields(page.html());
    }

    private static Map<String, String> scriptedFields(String html) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher form = PASSKEY_FORM.matcher(html);
        if (form.find()) {
            for (String name : List.of("csrf", "interaction", "challenge")) {
                String value = attribute(form.group(), "data-" + name);
                if (!value.isEmpty()) {
                    fields.put(name, value);
                }
            }
        }
        return fields;
    }

    private static Map<String, String> hiddenFields(String html) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = INPUT.matcher(html);
        while (inputs.find()) {
            if (attribute(inputs.group(), "type").equals("hidden")) {
                fields.put(attribute(inputs.group(), "name"), attribute(inputs.group(), "value"));
            }
        }
        return fields;
    }

    /** The cookies kept, by name. */
    public Map<String, HttpCookie> cookies() {
        Map<String, HttpCookie> cookies = new LinkedHashMap<>();
        jar.getCookieStore().getCookies().forEach(cookie -> cookies.put(cookie.getName(), cookie));
        return cookies;
    }

    /** Sends this header with every request from now on. */
    public void claim(String header, String value) {
        claims.put(header, value);
    }

    /** Puts in a cookie that another site gave. */
    public void plant(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setSecure(true);
        cookie.setVersion(0);
        jar.getCookieStore().add(URI.create(origin), cookie);
    }

    private Page follow(URI first, HttpRequest.Builder request) {
        return follow(first, send(request));
    }

    private Page follow(URI first, HttpResponse<String> answer) {
        URI address = first;
        HttpResponse<String> response = answer;
        for (int hops = 0; response.statusCode() == 303 && hops < 10; hops++) {
            URI next = address.resolve(response.headers().firstValue("location").orElseThrow());
            if (!(next.getScheme() + "://" + next.getRawAuthority()).equals(origin)) {
                break;
            }
            address = next;
            response = send(HttpRequest.newBuilder(next).GET());
        }
        return new Page(address, response);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        claims.forEach(request::setHeader);
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String attribute(String tag, String name) {
        Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return value.find() ? unescape(value.group(1)) : "";
    }

    private static String unescape(String text) {
        String plain = text;
        for (List<String> entity : List.of(
                List.of("&#34;", "\""),
                List.of("&quot;", "\""),
                List.of("&#39;", "'"),
                List.of("&lt;", "<"),
                List.of("&gt;", ">"),
                List.of("&amp;", "&"))) {
            plain = plain.replace(entity.get(0), entity.get(1));
        }
        return plain;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
