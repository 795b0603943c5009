package dev.hearth.argocd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the bootstrap page against a kubectl that keeps Secrets as files. */
abstract class ShellTest {

    @TempDir
    Path folder;

    static void assumeBash() {
        assumeThat(Files.isExecutable(Path.of("/bin/bash"))).as("bash").isTrue();
    }

    /** What a run of bash said: exit code, standard output, standard error. */
    record Said(int code, String out, String err) {}

    Said bash(String script, String stdin, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), script);
        Path in = Files.writeString(folder.resolve("stdin"), stdin);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", file.toString())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A kubectl that keeps Secrets as files, and writes down the arguments of every call. */
    Map<String, String> fakeKubectl() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Path kubectl = Files.writeString(bin.resolve("kubectl"), """
                #!/bin/bash
                printf '%s\\n' "$*" >> "$FAKE/calls"
                case "$1" in
                  get)
                    file="$FAKE/secrets/$5.$3"
                    [ -e "$file" ] || { case "$*" in *--ignore-not-found*) exit 0;; *) exit 1;; esac; }
                    key="$(printf '%s' "$*" | sed -n 's/.*index \\. "\\([^"]*\\)".*/\\1/p')"
                    [ -z "$key" ] || sed -n "s/^  \\"$key\\": \\"\\(.*\\)\\"$/\\1/p" "$file" | tr -d '\\n'
                    ;;
                  create)
                    cat > "$FAKE/new"
                    name="$(sed -n 's/^  name: "\\(.*\\)"/\\1/p' "$FAKE/new")"
                    namespace="$(sed -n 's/^  namespace: "\\(.*\\)"/\\1/p' "$FAKE/new")"
                    mv "$FAKE/new" "$FAKE/secrets/$namespace.$name"
                    ;;
                esac
                """);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        assertThat(secrets).isDirectory();
        return Map.of("PATH", bin + ":" + System.getenv("PATH"), "FAKE", folder.toString());
    }

    /** The Secrets that were made, by namespace and name, each with its type and its values decoded. */
    Map<String, Map<String, String>> made() throws IOException {
        Map<String, Map<String, String>> made = new TreeMap<>();
        try (var files = Files.list(folder.resolve("secrets"))) {
            for (Path file : files.toList()) {
                Manifest secret =
                        Yaml.read(Files.readString(file), file.toString()).get(0);
                assertThat(file.getFileName()).hasToString(secret.namespace().orElseThrow() + "." + secret.name());
                made.put(
                        secret.namespace().orElseThrow() + "/" + secret.name(),
                        decoded(secret.root().mapping("data")));
            }
        }
        return made;
    }

    static Map<String, String> decoded(Mapping data) {
        Map<String, String> values = new TreeMap<>();
        Manifest.strings(data)
                .forEach((key, value) ->
                        values.put(key, new String(Base64.getDecoder().decode(value), UTF_8)));
        return values;
    }
}
