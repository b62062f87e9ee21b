package com.prysmid.node.running;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Tests written in JavaScript with {@code node:test}: {@code src/test/js}, copied beside its installed dependencies into
 * {@code target/js}. A file at the top is a set of tests, what they share lies in {@code support}; scenarios in a real browser are in
 * {@code browser}.
 */
public final class NodeProject {
    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path COPY = Path.of("target", "js");
    private static final Path SUPPORT = Path.of("support");
    private static final Path BROWSER = Path.of("browser");
    /** Runs all scenarios of its folder. */
    public static final Path SCENARIOS = BROWSER.resolve("all.mjs");

    private static final int OLDEST = 20;
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(10);

    private NodeProject() {}

    /**
     * One test and how it ended.
     *
     * @param failure null: it passed
     */
    public record Outcome(String name, @Nullable String failure) {}

    /** What a process said, both streams in one, and how it ended. */
    private record Ended(int status, String output) {}

    /** Whether this machine has Node, new enough, and npm. */
    public static boolean isPossible() {
        try {
            Ended node = run(Duration.ofSeconds(20), Map.of(), List.of("node", "--version"));
            return node.status() == 0
                    && Integer.parseInt(node.output().strip().replaceFirst("v(\\d+).*", "$1")) >= OLDEST
                    && run(Duration.ofSeconds(20), Map.of(), List.of("npm", "--version"))
                                    .status()
                            == 0;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** Copies the sources, and installs what the lock file names unless that is done. One process at a time. */
    public static void install() throws IOException {
        Files.createDirectories(COPY);
        try (FileChannel channel = FileChannel.open(
                        COPY.resolve("installing"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            installAlone();
        }
    }

    private static void installAlone() throws IOException {
        for (Path folder : List.of(Path.of(""), SUPPORT, BROWSER, BROWSER.resolve(SUPPORT))) {
            Files.createDirectories(COPY.resolve(folder));
            for (Path file : scripts(SOURCES.resolve(folder))) {
                copy(SOURCES.relativize(file));
            }
        }
        for (Path file : List.of(Path.of("package.json"), Path.of("package-lock.json"))) {
            copy(file);
        }
        Path mark = COPY.resolve("installed");
        String wanted = digest(SOURCES.resolve("package-lock.json"));
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        Files.deleteIfExists(mark);
        Ended npm = run(INSTALL_LIMIT, Map.of(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        if (npm.status() != 0) {
            throw new IOException("npm ci failed:\n" + npm.output());
        }
        Files.writeString(mark, wanted);
    }

    /** The sets of tests, by name. */
    public static List<Path> files() {
        return scripts(SOURCES).stream().map(SOURCES::relativize).toList();
    }

    /**
     * Runs one set of tests to its end.
     *
     * @param file of {@link #files()}, or {@link #SCENARIOS}
     */
    public static List<Outcome> test(Path file, Map<String, String> environment) {
        try {
            Path report = Files.createTempFile(COPY.toAbsolutePath(), "report", ".xml");
            try {
                Ended node = run(
                        RUN_LIMIT,
                        environment,
                        List.of(
                                "node",
                                "--import",
                                "./support/localhost.mjs",
                                "--test-reporter=junit",
                                "--test-reporter-destination=" + report,
                                file.toString()));
                List<Outcome> outcomes = new ArrayList<>(outcomes(Files.readString(report)));
                if (node.status() != 0 && outcomes.stream().allMatch(outcome -> outcome.failure() == null)) {
                    outcomes.add(new Outcome("the file as a whole", node.output()));
                }
                return outcomes;
            } finally {
                Files.delete(report);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Outcome> outcomes(String report) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    // Playwright colours its complaints, with a character that XML does not know.
                    .parse(new ByteArrayInputStream(
                            report.replaceAll("\\x1B\\[[0-9;]*m", "").getBytes(StandardCharsets.UTF_8)));
            NodeList tests = document.getElementsByTagName("testcase");
            for (int i = 0; i < tests.getLength(); i++) {
                Element test = (Element) tests.item(i);
                NodeList failures = test.getElementsByTagName("failure");
                outcomes.add(new Outcome(
                        test.getAttribute("name"),
                        failures.getLength() == 0 ? null : failures.item(0).getTextContent()));
            }
        } catch (ParserConfigurationException | SAXException | IOException e) {
            outcomes.add(new Outcome("the file as a whole", "no report: " + e.getMessage() + "\n" + report));
        }
        return outcomes;
    }

    private static Ended run(Duration limit, Map<String, String> environment, List<String> command) throws IOException {
        Path directory = Files.exists(COPY) ? COPY : Path.of(".");
        Path output = Files.createTempFile("node", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String said = Files.readString(output);
            return ended ? new Ended(process.exitValue(), said) : new Ended(1, "not done after " + limit + "\n" + said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
        }
    }

    private static List<Path> scripts(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.mjs")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    private static void copy(Path file) throws IOException {
        Files.copy(SOURCES.resolve(file), COPY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
