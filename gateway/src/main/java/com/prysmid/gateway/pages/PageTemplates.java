package com.prysmid.gateway.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a page's values into HTML, each escaped for where it stands. Thread-safe. */
final class PageTemplates {
    private static final String PACKAGE = "com.prysmid.gateway.pages.template";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html, null, PACKAGE);
    private final String stylesheet;

    PageTemplates(Stylesheet stylesheet) {
        this.stylesheet = stylesheet.path();
    }

    String login(String workspaceName, LoginForm form) {
        return render("login.jte", frame("Sign in", workspaceName), "form", form);
    }

    String deviceCode(String workspaceName, DeviceCodeForm form) {
        return render("device-code.jte", frame("Connect a device", workspaceName), "form", form);
    }

    String approve(String workspaceName, ApprovalForm form) {
        return render("approve.jte", frame("Waiting for you", workspaceName), "form", form);
    }

    String approveDevice(String workspaceName, DeviceApprovalForm form) {
        return render("approve-device.jte", frame("Connect a device", workspaceName), "form", form);
    }

    String message(@Nullable String workspaceName, Message message) {
        return render("message.jte", frame(message.heading(), workspaceName), "message", message);
    }

    String plainMessage(Message message) {
        return render("message.jte", new PageFrame(message.heading(), null, null), "message", message);
    }

    String confirmLogout(String workspaceName, LogoutForm form) {
        return render("confirm-logout.jte", frame("Sign out", workspaceName), "form", form);
    }

    String signingOut(String workspaceName, SigningOut form) {
        return render("signing-out.jte", frame("Signed out", workspaceName), "form", form);
    }

    String postBack(String workspaceName, PostBackForm form) {
        return render("post-back.jte", frame("Back to the app", workspaceName), "form", form);
    }

    String consent(String workspaceName, ConsentForm form) {
        return render("consent.jte", frame("Allow access", workspaceName), "form", form);
    }

    String account(String workspaceName, AccountPage page) {
        return render("account.jte", frame("Your account", workspaceName), "page", page);
    }

    private PageFrame frame(String title, @Nullable String workspaceName) {
        return new PageFrame(workspaceName == null ? title : title + " – " + workspaceName, workspaceName, stylesheet);
    }

    private String render(String template, PageFrame frame, String name, Object value) {
        TemplateOutput output = new StringOutput(4096);
        engine.render(template, Map.of("frame", frame, name, value), output);
        return output.toString();
    }
}
