package com.prysmid.tenant.mail;

import com.prysmid.tenant.protocol.Branding;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All that mails say, in one language: {@code mail_<language>.properties}, UTF-8, with {@code {name}} where a parameter goes. */
final class MailWords {
    private static final Map<String, MailWords> LOADED = new ConcurrentHashMap<>();
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");

    private final Locale locale;
    private final Properties texts;

    private MailWords(Locale locale, Properties texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /** @param locale BCP 47, as the person prefers, of which the language counts; null or unknown: as the workspace prefers */
    static MailWords of(@Nullable String locale, Branding branding) {
        String preferred = locale == null ? "" : Locale.forLanguageTag(locale).getLanguage();
        return in(Branding.LANGUAGES.contains(preferred) ? preferred : branding.languageOrDefault());
    }

    static MailWords in(String language) {
        return LOADED.computeIfAbsent(language, MailWords::load);
    }

    Properties texts() {
        return texts;
    }

    String language() {
        return locale.toLanguageTag();
    }

    /** Empty where there is no such text, or it names a parameter that is not known: then nothing is said of it. */
    Optional<String> find(String key, Map<String, String> parameters) {
        String pattern = texts.getProperty(key);
        if (pattern == null) {
            return Optional.empty();
        }
        // One pass: what a parameter says is never looked at again.
        Matcher matcher = PARAMETER.matcher(pattern);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = parameters.get(matcher.group(1));
            if (value == null) {
                return Optional.empty();
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return Optional.of(matcher.appendTail(text).toString());
    }

    String text(String key, Map<String, String> parameters) {
        return find(key, parameters).orElseThrow(() -> new IllegalArgumentException("no mail says " + key));
    }

    /** With the zone: nobody told theirs. */
    String time(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(at.atZone(ZoneOffset.UTC))
                + " UTC";
    }

    private static MailWords load(String language) {
        Properties texts = new Properties();
        try (InputStream in = MailWords.class.getResourceAsStream("mail_" + language + ".properties")) {
            if (in == null) {
                throw new IllegalArgumentException("no mail is written in " + language);
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MailWords(Locale.forLanguageTag(language), texts);
    }
}
