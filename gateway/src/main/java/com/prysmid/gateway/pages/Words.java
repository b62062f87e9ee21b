package com.prysmid.gateway.pages;

import com.prysmid.gateway.guard.Interaction;
import com.prysmid.gateway.http.RequestContext;
import com.prysmid.gateway.http.Visit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.AttributedCharacterIterator;
import java.text.CharacterIterator;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that pages say, in one language. A text is found by its key, {@code <family>.<name>}, in {@code words/<family>_<language>.properties}
 * (UTF-8, {@link MessageFormat} where there are arguments). Nothing is escaped here: templates do that. Immutable.
 */
public final class Words {
    private static final Map<String, Properties> LOADED = new ConcurrentHashMap<>();

    private final Locale locale;

    private Words(Locale locale) {
        this.locale = locale;
    }

    /** In the language of somebody who comes without an interaction. */
    public static Words of(RequestContext context) {
        return of(context.visit());
    }

    /** In the language of somebody who is in the middle of an interaction. */
    public static Words of(RequestContext context, Interaction interaction) {
        return new Words(Languages.of(context.visit(), interaction));
    }

    /** In the language of somebody who may be in the middle of an interaction. */
    static Words of(RequestContext context, Optional<SealedInteraction> interaction) {
        return interaction.map(open -> of(context, open.interaction())).orElseGet(() -> of(context));
    }

    static Words of(Visit visit) {
        return new Words(Languages.of(visit, null));
    }

    static Words in(Locale locale) {
        return new Words(locale);
    }

    public Locale locale() {
        return locale;
    }

    /** For {@code lang} attributes (RFC 5646). */
    public String language() {
        return locale.toLanguageTag();
    }

    public boolean has(String key) {
        return texts(family(key), Locale.ENGLISH).containsKey(key);
    }

    /**
     * @param arguments where the text has {@code {0}}, {@code {1}} …
     * @throws IllegalArgumentException where no such text was written
     */
    public String text(String key, Object... arguments) {
        String pattern = pattern(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
    }

    /** A piece of a text: one of its arguments, or what stands around them. */
    public record Part(String text, boolean isArgument) {}

    /** The same text in pieces, for templates that show its arguments in another way than the rest. */
    public List<Part> parts(String key, Object... arguments) {
        AttributedCharacterIterator text = new MessageFormat(pattern(key), locale).formatToCharacterIterator(arguments);
        List<Part> parts = new ArrayList<>();
        while (text.getIndex() < text.getEndIndex()) {
            int end = text.getRunLimit(MessageFormat.Field.ARGUMENT);
            boolean isArgument = text.getAttribute(MessageFormat.Field.ARGUMENT) != null;
            StringBuilder piece = new StringBuilder(end - text.getIndex());
            for (char c = text.current(); c != CharacterIterator.DONE && text.getIndex() < end; c = text.next()) {
                piece.append(c);
            }
            parts.add(new Part(piece.toString(), isArgument));
        }
        return List.copyOf(parts);
    }

    /** A day, as people write it. */
    public String date(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(at.atZone(ZoneOffset.UTC));
    }

    /** A day and a time, with the zone: nobody told theirs. */
    public String time(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(at.atZone(ZoneOffset.UTC))
                + " UTC";
    }

    /** A language's own name for itself. */
    static String nameOf(Locale language) {
        String name = language.getDisplayLanguage(language);
        return name.substring(0, 1).toUpperCase(language) + name.substring(1);
    }

    private String pattern(String key) {
        String pattern = texts(family(key), locale).getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no text is called " + key + " in " + locale);
        }
        return pattern;
    }

    private static String family(String key) {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    private static Properties texts(String family, Locale locale) {
        return LOADED.computeIfAbsent("words/" + family + "_" + locale.getLanguage() + ".properties", Words::load);
    }

    private static Properties load(String file) {
        Properties texts = new Properties();
        try (InputStream in = Words.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no file of texts is called " + file);
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
