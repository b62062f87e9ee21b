package com.prysmid.gateway.pages;

import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.Pages;
import com.prysmid.gateway.http.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages that other packages show. Thread-safe. */
public final class HostedPages implements Pages {
    private static final String MESSAGE = "message.jte";

    /** The text is found by the problem's code, or by its status; what it says to developers follows as it is. */
    @Override
    public String error(Visit visit, HttpProblem problem, String requestId) {
        Words words = Words.of(visit);
        String title = words.text(written(words, "error.title." + problem.status(), "error.title.other"));
        String byCode = "error.code." + problem.code();
        boolean known = words.has(byCode);
        String text =
                words.text(known ? byCode : written(words, "error.status." + problem.status(), "error.status.other"));
        Message message = Message.error(title, text, requestId);
        return PageTemplates.page(
                visit, words, new View(MESSAGE, title, known ? message : message.withDetail(problem.detail())));
    }

    private static String written(Words words, String key, String otherwise) {
        return words.has(key) ? key : otherwise;
    }

    @Override
    public String confirmLogout(Visit visit, String action, String csrf, Map<String, String> fields) {
        Words words = Words.of(visit);
        return PageTemplates.page(
                visit,
                words,
                new View(
                        "confirm-logout.jte",
                        words.text("logout.title"),
                        new LogoutForm(action, withCsrf(fields, csrf))));
    }

    @Override
    public SelfPosting postBack(Visit visit, String action, Map<String, String> fields) {
        Words words = Words.of(visit);
        return new SelfPosting(
                PageTemplates.page(
                        visit,
                        words,
                        new View("post-back.jte", words.text("login.back"), new PostBackForm(action, fields))),
                PostBackForm.SCRIPT_HASH);
    }

    @Override
    public String signedOut(Visit visit) {
        Words words = Words.of(visit);
        return message(
                visit,
                words,
                Message.of(words.text("logout.done"), words.text("logout.close"))
                        .withLink(LoginEndpoints.PATH, words.text("logout.again")));
    }

    @Override
    public String signingOut(
            Visit visit,
            List<String> apps,
            @Nullable String continueTo,
            String action,
            String csrf,
            Map<String, String> fields) {
        Words words = Words.of(visit);
        return PageTemplates.page(
                visit,
                words,
                new View(
                        "signing-out.jte",
                        words.text("logout.done"),
                        new SigningOut(apps, continueTo, action, withCsrf(fields, csrf))));
    }

    @Override
    public String notFound(Visit visit) {
        Words words = Words.of(visit);
        Message message = Message.of(words.text("error.nowhere.title"), words.text("error.nowhere.text"));
        return PageTemplates.plainPage(words, new View(MESSAGE, message.heading(), message));
    }

    @Override
    public String suspended(Visit visit) {
        Words words = Words.of(visit);
        return message(
                new Visit(visit.request(), null),
                words,
                Message.of(words.text("error.suspended.title"), words.text("error.suspended.text")));
    }

    private static String message(Visit visit, Words words, Message message) {
        return PageTemplates.page(visit, words, new View(MESSAGE, message.heading(), message));
    }

    private static Map<String, String> withCsrf(Map<String, String> fields, String csrf) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf", csrf);
        return all;
    }
}
