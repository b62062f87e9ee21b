package com.prysmid.tenant.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.prysmid.tenant.mail.MailView.Colours;
import com.prysmid.tenant.protocol.Branding;
import com.prysmid.tenant.protocol.Colour;
import com.prysmid.tenant.protocol.MailKind;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes mails. Takes a millisecond or so; thread-safe. */
public final class MailWriter {
    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "com.prysmid.tenant.mail.template");

    private static final Colour ACCENT = Colour.parse("#4a3fd1").orElseThrow();
    private static final Colour ACCENT_IN_THE_DARK = Colour.parse("#9d95ff").orElseThrow();

    private MailWriter() {}

    public static MailText write(Letter letter) {
        Branding branding = letter.home().branding();
        MailWords words = MailWords.of(letter.locale(), branding);
        String key = letter.kind().name().toLowerCase(Locale.ROOT);
        String workspace = PlainLine.of(branding.nameOr(letter.home().name()));
        Map<String, String> parameters = parameters(letter, words, workspace);
        String link = link(letter);
        String code = letter.kind().holds() == MailKind.Holds.CODE && letter.secret() != null
                ? letter.secret().reveal()
                : null;
        List<String> before = Stream.of(key + ".text", "detail.factor", "detail.at", "detail.ip", key + ".more")
                .filter(each -> !each.startsWith("detail.") || letter.kind().holds() == MailKind.Holds.NOTICE)
                .flatMap(each -> words.find(each, parameters).stream())
                .toList();
        List<String> after = Stream.of(valid(letter.kind()), key + ".ignore")
                .flatMap(each -> words.find(each, parameters).stream())
                .toList();
        MailView view = new MailView(
                words.language(),
                workspace,
                words.text(key + ".subject", parameters),
                before,
                link == null ? null : words.text(key + ".action", parameters),
                link,
                words.text("common.paste", parameters),
                code,
                after,
                words.text("common.footer", parameters),
                colours(branding.accentLight(), ACCENT),
                colours(branding.accentDark(), ACCENT_IN_THE_DARK));
        return new MailText(view.language(), workspace, view.subject(), text(view), html(view));
    }

    private static Map<String, String> parameters(Letter letter, MailWords words, String workspace) {
        Map<String, String> parameters = new HashMap<>();
        letter.parameters().forEach((name, value) -> parameters.put(name, PlainLine.of(value)));
        String factor = letter.parameters().get("factor");
        if (factor != null) {
            parameters.put("factor", words.find("factor." + factor, Map.of()).orElse(PlainLine.of(factor)));
        }
        parameters.put("workspace", workspace);
        parameters.put("at", words.time(letter.at()));
        parameters.put("valid_until", words.time(letter.validUntil()));
        return parameters;
    }

    private static String valid(MailKind kind) {
        return switch (kind.holds()) {
            case LINK -> "common.link_valid";
            case CODE -> "common.code_valid";
            case NOTICE -> "common.nothing";
        };
    }

    /** Below the issuer that the workspace tells, whoever asked for the mail. */
    private static @Nullable String link(Letter letter) {
        if (letter.kind().path().isEmpty()) {
            return null;
        }
        String page = letter.home().issuer() + letter.kind().path();
        return letter.kind().holds() == MailKind.Holds.LINK && letter.secret() != null
                ? page + "?token=" + URLEncoder.encode(letter.secret().reveal(), UTF_8)
                : page;
    }

    private static Colours colours(@Nullable String own, Colour standard) {
        Colour accent = own == null ? standard : Colour.parse(own).orElse(standard);
        return new Colours(accent.hex(), accent.textOn().hex());
    }

    private static String text(MailView view) {
        List<String> blocks = new ArrayList<>();
        blocks.add(view.workspace());
        blocks.addAll(view.before());
        if (view.link() != null) {
            blocks.add(view.action() + ":\r\n" + view.link());
        }
        if (view.code() != null) {
            blocks.add("    " + view.code());
        }
        blocks.addAll(view.after());
        blocks.add("-- \r\n" + view.footer());
        return String.join("\r\n\r\n", blocks) + "\r\n";
    }

    private static String html(MailView view) {
        StringOutput output = new StringOutput();
        ENGINE.render("letter.jte", view, output);
        return output.toString();
    }
}
