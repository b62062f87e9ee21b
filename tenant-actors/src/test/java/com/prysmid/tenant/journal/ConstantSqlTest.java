package com.prysmid.tenant.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A role that was set can be reset; so no statement may be built from what somebody sent. */
class ConstantSqlTest {
    private static final Path SOURCES = Path.of("src/main/java");
    /** What is handed to the driver as SQL. */
    private static final Pattern USE = Pattern.compile(
            "\\.(?:prepareStatement|prepareCall|execute|executeQuery|executeUpdate|addBatch|nativeSQL)\\(([^;]*?)\\)");

    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*|");
    /** Parameters of private methods that are called with constants only; {@code quoted} is what Postgres itself quoted. */
    private static final List<String> PASSED_ON = List.of("sql", "query", "format");

    @Test
    void everyStatementIsConstantText() throws IOException {
        List<String> offenders = new ArrayList<>();
        int uses = 0;
        for (Path file : sources()) {
            String source = Files.readString(file);
            if (!source.contains("java.sql.")) {
                continue;
            }
            Matcher use = USE.matcher(source);
            while (use.find()) {
                String argument = use.group(1).strip();
                if (argument.startsWith("(")) {
                    // An executor's lambda.
                    continue;
                }
                uses++;
                if (!CONSTANT.matcher(argument).matches() && !PASSED_ON.contains(argument)) {
                    offenders.add(file.getFileName() + ": " + argument);
                }
            }
        }
        assertThat(uses).as("statements found").isGreaterThan(20);
        assertThat(offenders).isEmpty();
    }

    @Test
    void whatIsPassedOnIsAConstantWhereItComesFrom() throws IOException {
        Pattern call = Pattern.compile("\\b(?:run|exists|role|database|runQuoted)\\(\\s*connection,\\s*([A-Za-z_]+)");
        for (Path file : sources()) {
            Matcher found = call.matcher(Files.readString(file));
            while (found.find()) {
                assertThat(found.group(1))
                        .as(file.getFileName().toString())
                        .matches("[A-Z][A-Z0-9_]*|quoted|script|name");
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
