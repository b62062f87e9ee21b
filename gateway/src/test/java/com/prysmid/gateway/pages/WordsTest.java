package com.prysmid.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages say, in every language: nothing left out, nothing said that nobody wrote. */
class WordsTest {
    private static final Path FILES = Path.of("src/main/resources/com/prysmid/gateway/pages/words");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    /** Of the texts that sources and templates ask for by a whole key. */
    private static final Pattern ASKED =
            Pattern.compile("(?:words|words\\(\\))\\s*\\.(?:text|parts)\\(\\s*\"([a-z_]+(?:\\.[a-z0-9_]+)+)\"\\s*[,)]");

    static List<String> families() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_en.properties"))
                    .map(name -> name.substring(0, name.indexOf("_en.")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void allLanguagesHaveTheSameTexts(String family) throws IOException {
        Map<String, String> english = texts(family, "en");
        assertThat(english.keySet()).allSatisfy(key -> assertThat(key).startsWith(family + "."));
        for (String language : List.of("es", "pt")) {
            Map<String, String> others = texts(family, language);
            assertThat(others.keySet()).as(language).isEqualTo(english.keySet());
            others.forEach((key, text) ->
                    assertThat(placeholders(text)).as(language + " " + key).isEqualTo(placeholders(english.get(key))));
        }
    }

    /** An apostrophe quotes in a MessageFormat: texts have typographic ones. Nothing may look like markup. */
    @ParameterizedTest
    @MethodSource("families")
    void everyTextIsGoodToBeShown(String family) throws IOException {
        for (String language : List.of("en", "es", "pt")) {
            texts(family, language).forEach((key, text) -> {
                assertThat(text).as(language + " " + key).isNotBlank().doesNotContain("'", "<", "&", "\uFFFD");
                assertThat(new MessageFormat(text, Locale.of(language)).toPattern())
                        .isNotBlank();
            });
        }
    }

    @Test
    void everyTextThatIsAskedForIsWritten() throws IOException {
        Set<String> written = new TreeSet<>();
        for (String family : families()) {
            written.addAll(texts(family, "en").keySet());
        }
        List<String> asked = new ArrayList<>();
        for (Path folder : List.of(Path.of("src/main/jte"), Path.of("src/main/java"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(path -> !path.endsWith("package-info.java"))
                        .toList()) {
                    Matcher matcher = ASKED.matcher(Files.readString(file));
                    while (matcher.find()) {
                        asked.add(matcher.group(1));
                    }
                }
            }
        }
        assertThat(asked)
                .hasSizeGreaterThan(30)
                .allSatisfy(key -> assertThat(written).contains(key));
    }

    /** What stands between tags is a value; letters there are a text that only one language has. */
    @Test
    void noTemplateHasATextOfItsOwn() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/jte"))) {
            for (Path file : files.toList()) {
                String html = Files.readString(file)
                        .replaceAll("(?m)^\\s*@.*$", "")
                        .replaceAll("@(else)?if\\([^\\n]*?\\)(?=[<$])|@for\\([^)]*\\)+|@else|@endif|@endfor", "")
                        .replaceAll("@template\\.[^\\n]*", "")
                        .replaceAll("\\$\\{[^\\n]*?}(?=[^)}]|$)", "")
                        .replaceAll("(?s)<script>.*?</script>", "")
                        .replaceAll("<[^>]*>", "");
                assertThat(html.replaceAll("[^\\p{L}]+", ""))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void argumentsStandApartFromWhatIsAroundThem() {
        Words words = Words.in(Locale.ENGLISH);
        assertThat(words.text("consent.lead", "Shop <1>", "Ann")).isEqualTo("Shop <1> asks to do this for Ann:");
        assertThat(words.parts("consent.lead", "Shop <1>", "Ann"))
                .containsExactly(
                        new Words.Part("Shop <1>", true),
                        new Words.Part(" asks to do this for ", false),
                        new Words.Part("Ann", true),
                        new Words.Part(":", false));
    }

    private static Map<String, String> texts(String family, String language) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FILES.resolve(family + "_" + language + ".properties"))) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> a, TreeMap::new));
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
