package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.guard.LanguageCookie;
import com.prysmid.gateway.http.HttpProblem;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Responses;
import com.prysmid.gateway.http.Visit;
import com.prysmid.gateway.pages.PageFrame.Brand;
import com.prysmid.gateway.pages.PageFrame.LanguageLink;
import com.prysmid.gateway.pages.PageFrame.SectionLink;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.ProvisioningCommand.WorkspaceDescription;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Turns a page's values into HTML, each escaped for where it stands. Thread-safe. */
public final class PageTemplates {
    static final String LOGO_FOLDER = Asset.FOLDER + "logo/";

    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "com.prysmid.gateway.pages.template");

    private final Clock clock;

    public PageTemplates(Clock clock) {
        this.clock = clock;
    }

    /** A page with all that surrounds it; a language that was just chosen is kept. */
    HttpResponse show(RequestContext context, Words words, int status, View view) {
        HttpResponse response = Responses.html(
                status, render(frame(words, view, context.workspace(), languageLinks(context, words)), words, view));
        if (view.script() != null) {
            response = Responses.withOwnScript(response);
        }
        return Languages.asked(context.request()).isEmpty()
                ? response
                : response.addHeader(LanguageCookie.set(
                        new LanguageCookie.Choice(words.locale().getLanguage(), clock.instant())));
    }

    /** The same without language links, for whoever answers at an address that cannot simply be asked for again. */
    static String page(Visit visit, Words words, View view) {
        return render(frame(words, view, visit.workspace(), List.of()), words, view);
    }

    /** Without a stylesheet and a name: a host that is no workspace serves nothing else, not even that. */
    static String plainPage(Words words, View view) {
        return render(new PageFrame(words, view.title(), null, null, null, null, List.of(), List.of()), words, view);
    }

    private static PageFrame frame(
            Words words, View view, @Nullable WorkspaceDescription workspace, List<LanguageLink> languages) {
        Brand brand = workspace == null ? null : brand(workspace);
        return new PageFrame(
                words,
                brand == null ? view.title() : view.title() + " – " + brand.name(),
                brand,
                Asset.STYLES.path(),
                brand == null || brand.logo() == null ? Asset.ICON.path() : brand.logo(),
                view.script() == null ? null : view.script().path(),
                languages,
                sections(words, view));
    }

    private static List<SectionLink> sections(Words words, View view) {
        return view.section() == null
                ? List.of()
                : Arrays.stream(AccountSection.values())
                        .map(section -> new SectionLink(
                                words.text(section.textKey()), section.path(), section == view.section()))
                        .toList();
    }

    private static Brand brand(WorkspaceDescription workspace) {
        Branding branding = workspace.branding();
        return new Brand(
                branding.nameOr(workspace.name()),
                branding.logo() == null ? null : LOGO_FOLDER + branding.logo().digest(),
                BrandStyles.of(branding).map(Asset::path).orElse(null),
                branding.termsUri(),
                branding.privacyUri(),
                branding.supportUri());
    }

    /** The page's own address with another {@code ui_locales}; of what was posted, only the interaction is kept. */
    private static List<LanguageLink> languageLinks(RequestContext context, Words words) {
        HttpRequest request = context.request();
        Map<String, String> parameters = new LinkedHashMap<>(context.query().asMap());
        parameters.remove(Languages.PARAMETER);
        if (request.method().value().equals("POST")) {
            interaction(context).ifPresent(text -> parameters.put(Interaction.PARAMETER, text));
        }
        String kept = parameters.entrySet().stream()
                .map(entry -> "&" + encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining());
        return Languages.spoken().stream()
                .map(language -> new LanguageLink(
                        language.toLanguageTag(),
                        Words.nameOf(language),
                        request.getUri().path() + "?" + Languages.PARAMETER + "=" + language.toLanguageTag() + kept,
                        language.equals(words.locale())))
                .toList();
    }

    private static Optional<String> interaction(RequestContext context) {
        try {
            return context.form().find(Interaction.PARAMETER);
        } catch (HttpProblem e) {
            return Optional.empty();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String render(PageFrame frame, Words words, View view) {
        TemplateOutput output = new StringOutput(4096);
        ENGINE.render(view.template(), Map.of("frame", frame, "words", words, "model", view.model()), output);
        return output.toString();
    }
}
