package dev.hearth.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

    @TempDir
    private Path folder;

    @Test
    void the_program_is_gone_once_it_is_closed() throws IOException {
        Daemon daemon = daemon("echo $$ > pid.new; mv pid.new pid; exec sleep 600");
        assertThat(daemon.await(30, () -> Files.exists(folder.resolve("pid")))).isTrue();
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());

        daemon.close();

        assertThat(daemon.running()).isFalse();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void one_that_dies_is_not_waited_for_and_leaves_its_last_words() throws IOException {
        try (Daemon daemon = daemon("echo no such flag >&2; exit 1")) {
            assertThat(daemon.await(30, () -> false)).isFalse();
            assertThat(daemon.running()).isFalse();
            assertThat(daemon.lastWords()).isEqualTo("judge said:\n  no such flag");
        }
    }

    private Daemon daemon(String script) throws IOException {
        return Daemon.start(
                Program.at("judge", InstallationTest.program(folder.resolve("judge"), script)), List.of(), folder);
    }
}
