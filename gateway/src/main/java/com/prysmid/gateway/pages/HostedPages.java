package com.prysmid.gateway.pages;

import com.prysmid.gateway.http.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that other packages show. Thread-safe. */
public final class HostedPages implements Pages {
    private final PageTemplates templates = new PageTemplates(Stylesheet.load());

    @Override
    public String error(@Nullable String workspaceName, String title, String detail, String requestId) {
        return templates.message(workspaceName, Message.error(title, detail, requestId));
    }

    @Override
    public String confirmLogout(String workspaceName, String action, String csrf, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf", csrf);
        return templates.confirmLogout(workspaceName, new LogoutForm(action, all));
    }

    @Override
    public SelfPosting postBack(String workspaceName, String action, Map<String, String> fields) {
        return new SelfPosting(
                templates.postBack(workspaceName, new PostBackForm(action, fields)), PostBackForm.SCRIPT_HASH);
    }

    @Override
    public String signedOut(String workspaceName) {
        return templates.message(
                workspaceName,
                Message.of("You are signed out", "You can close this window now.")
                        .withLink(LoginEndpoints.PATH, "Sign in again"));
    }

    @Override
    public String signingOut(
            String workspaceName,
            List<String> apps,
            @Nullable String continueTo,
            String action,
            String csrf,
            Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf", csrf);
        return templates.signingOut(workspaceName, new SigningOut(apps, continueTo, action, all));
    }

    /** Without a stylesheet: a host that is no workspace serves nothing else, not even that. */
    @Override
    public String notFound() {
        return templates.plainMessage(Message.of(
                "There is nothing here", "No workspace is served at this address. Check it for typing errors."));
    }

    @Override
    public String suspended() {
        return templates.message(
                null,
                Message.of(
                        "Sign-in is paused",
                        "This workspace is suspended. Please ask the organisation that runs it; nothing of yours is"
                                + " lost."));
    }
}
