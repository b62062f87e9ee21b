package com.prysmid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./prysm}, as far as it goes without building anything. */
final class LauncherIT {

    private static final Path SCRIPT = Path.of("..", "prysm").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private record Ended(int exitCode, String output) {}

    @Test
    void anUnknownCommandGetsTheUsage() throws Exception {
        Ended ended = run(SCRIPT, Map.of(), "serve");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).startsWith("Usage: ./prysm COMMAND");
    }

    @Test
    void findsAJdkOf21OrNewer() throws Exception {
        Ended ended = run(SCRIPT, Map.of("JAVA_HOME", System.getProperty("java.home")), "jdk");
        assertThat(ended.exitCode()).isZero();
        assertThat(Path.of(ended.output().strip()).resolve("bin/javac")).isExecutable();
    }

    @Test
    void anOldJavaHomeIsNotTaken() throws Exception {
        Path old = jdk("old", "17.0.9");
        Path young = jdk("young", "21.0.1");
        Path script = scriptThatLooksIn(young);
        assertThat(run(script, Map.of("JAVA_HOME", old.toString()), "jdk")
                        .output()
                        .strip())
                .isEqualTo(young.toString());
    }

    @Test
    void withoutAJdkOneLineSaysWhatToInstall() throws Exception {
        Path script = scriptThatLooksIn(jdk("old", "17.0.9"));
        Ended ended = run(script, Map.of("JAVA_HOME", "", "HOME", directory.toString(), "PATH", tools()), "dev");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().strip().lines())
                .singleElement()
                .asString()
                .startsWith("prysm: no JDK 21 or newer found: install one")
                .contains("openjdk-21-jdk-headless");
    }

    /** A copy of the script for which that directory is all that this machine has. */
    private Path scriptThatLooksIn(Path jdk) throws IOException {
        String text = Files.readString(SCRIPT)
                .replace("/usr/lib/jvm/*", jdk.toString())
                .replace("/Library/Java/JavaVirtualMachines/*/Contents/Home", "/nowhere")
                .replace("/opt/", "/nowhere/");
        return Files.writeString(directory.resolve("prysm"), text);
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.writeString(compiler, "#!/bin/sh\n");
        assertThat(compiler.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A PATH with what the script itself needs, and no javac. */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("dirname", "sed", "readlink", "cat")) {
            for (String place : List.of("/bin", "/usr/bin")) {
                Path found = Path.of(place, tool);
                if (Files.exists(found) && !Files.exists(tools.resolve(tool))) {
                    Files.copy(found, tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return tools.toString();
    }

    private static Ended run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
