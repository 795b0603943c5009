package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class InstallationTest {

    @TempDir
    private Path temporary;

    @Test
    void looks_in_the_named_cache_before_the_path() {
        Map<String, String> environment = Map.of(
                "HEARTH_JUDGES", "/cache/judges",
                "XDG_CACHE_HOME", "/other",
                "PATH", "/usr/bin" + File.pathSeparator + File.pathSeparator + "/bin");

        Installation installation = Installation.from(environment, "/home/me");

        assertThat(installation)
                .isEqualTo(new Installation(
                        List.of(Path.of("/cache/judges/bin"), Path.of("/usr/bin"), Path.of("/bin")), false));
    }

    @Test
    void the_default_cache_is_where_caches_are() {
        assertThat(Installation.from(Map.of("XDG_CACHE_HOME", "/caches"), "/home/me")
                        .folders())
                .containsExactly(Path.of("/caches/hearth/judges/bin"));
        assertThat(Installation.from(Map.of(), "/home/me").folders())
                .containsExactly(Path.of("/home/me/.cache/hearth/judges/bin"));
    }

    @Test
    void finds_the_first_file_that_can_be_run() throws IOException {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Path programs = Files.createDirectory(temporary.resolve("programs"));
        Files.writeString(data.resolve("judge"), "not a program");
        Path judge = program(programs.resolve("judge"), "exit 0");

        Installation installation = new Installation(List.of(data, programs), false);

        assertThat(installation.find("judge").map(Program::file)).contains(judge);
        assertThat(installation.find("jury")).isEmpty();
    }

    @Test
    void a_missing_program_skips_the_test_and_says_how_to_install_it() {
        Installation installation = new Installation(List.of(temporary), false);

        assertThatThrownBy(() -> installation.require("promtool"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageEndingWith("promtool is not installed: run .ci/judges promtool");
    }

    @Test
    void a_missing_program_fails_the_test_where_judges_are_required() {
        Installation installation = Installation.from(Map.of("HEARTH_JUDGES_REQUIRED", "true"), temporary.toString());

        assertThatThrownBy(() -> installation.require("promtool"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("promtool is not installed: run .ci/judges promtool (HEARTH_JUDGES_REQUIRED is true)");
    }

    static Path program(Path file, String script) throws IOException {
        Files.write(file, ("#!/bin/sh\n" + script + "\n").getBytes(UTF_8));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
