package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

    @TempDir
    private Path temporary;

    @Test
    void gives_back_exit_code_and_both_outputs() throws IOException {
        Program judge = judge("read -r line; echo \"$1 $line\"; echo wrong >&2; exit 3");

        assertThat(judge.run(List.of("the word is"), "né\n".getBytes(UTF_8)))
                .isEqualTo(new Outcome(3, "the word is né\n", "wrong\n"));
    }

    @Test
    void runs_in_the_folder_it_is_told() throws IOException {
        Path folder = temporary.toRealPath();

        assertThat(judge("pwd").in(folder).run()).isEqualTo(new Outcome(0, folder + "\n", ""));
    }

    @Test
    void outputs_larger_than_a_pipe_do_not_block_it() throws IOException {
        byte[] input = "x".repeat(1_000_000).getBytes(UTF_8);

        assertThat(judge("tee /dev/stderr").run(List.of(), input))
                .isEqualTo(new Outcome(0, "x".repeat(1_000_000), "x".repeat(1_000_000)));
    }

    @Test
    void is_killed_at_its_limit() throws IOException {
        Program judge = judge("exec sleep 600").within(Duration.ofMillis(50));

        assertThatThrownBy(judge::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("judge is still running after PT0.05S");
    }

    private Program judge(String script) throws IOException {
        return Program.at("judge", InstallationTest.program(temporary.resolve("judge"), script));
    }
}
