package com.prysmid.gateway;

import com.prysmid.gateway.http.Pages;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages without any looks, for as long as there are no others. */
final class PlainPages implements Pages {
    @Override
    public String error(@Nullable String workspaceName, String title, String detail, String requestId) {
        return page(title, "<p>" + escape(detail) + "</p><p>" + escape(requestId) + "</p>");
    }

    @Override
    public String confirmLogout(String workspaceName, String action, String csrf, Map<String, String> fields) {
        StringBuilder form = new StringBuilder("<form method=\"post\" action=\"" + escape(action) + "\">");
        form.append(hidden("csrf", csrf));
        fields.forEach((name, value) -> form.append(hidden(name, value)));
        return page(
                "Sign out?",
                form.append("<button type=\"submit\">Sign out</button></form>").toString());
    }

    @Override
    public String signedOut(String workspaceName) {
        return page("Signed out", "<p>You are signed out of " + escape(workspaceName) + ".</p>");
    }

    @Override
    public String notFound() {
        return page("Not found", "<p>There is no workspace at this address.</p>");
    }

    @Override
    public String suspended() {
        return page("Suspended", "<p>This workspace is suspended.</p>");
    }

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escape(title) + "</title><h1>"
                + escape(title) + "</h1>" + body;
    }

    private static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"" + escape(name) + "\" value=\"" + escape(value) + "\">";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
