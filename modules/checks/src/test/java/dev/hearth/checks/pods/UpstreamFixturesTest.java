package dev.hearth.checks.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.hearth.checks.rule.PodSecurityStandard.Level;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fixtures of the admission plugin itself, read where the Go module cache of this machine has them. */
class UpstreamFixturesTest {

    private static final String MODULE = "pod-security-admission@";

    /** The folder of Go's module cache, as {@code go env GOMODCACHE} finds it. */
    private static Path cache() {
        String cache = System.getenv().getOrDefault("GOMODCACHE", "");
        String path = System.getenv().getOrDefault("GOPATH", "");
        if (!cache.isEmpty()) {
            return Path.of(cache);
        }
        return path.isEmpty()
                ? Path.of(System.getProperty("user.home", ""), "go", "pkg", "mod")
                : Path.of(path, "pkg", "mod");
    }

    private static List<Path> fixtures() throws IOException {
        Path modules = cache().resolve("k8s.io");
        if (!Files.isDirectory(modules)) {
            return List.of();
        }
        List<Path> fixtures = new ArrayList<>();
        try (Stream<Path> versions = Files.list(modules)) {
            for (Path module : versions.sorted().toList()) {
                Path data = module.resolve("test").resolve("testdata");
                if (module.getFileName().toString().startsWith(MODULE) && Files.isDirectory(data)) {
                    try (Stream<Path> files = Files.walk(data)) {
                        files.filter(file -> file.toString().endsWith(".yaml"))
                                .sorted()
                                .forEach(fixtures::add);
                    }
                }
            }
        }
        return fixtures;
    }

    /** A fixture lies in {@code <level>/v1.<minor>/<pass or fail>/}. */
    private static boolean agrees(Path fixture) throws IOException {
        int depth = fixture.getNameCount();
        String verdict = fixture.getName(depth - 2).toString();
        int minor =
                SecurityLabels.version(fixture.getName(depth - 3).toString()).orElseThrow();
        Level level =
                SecurityLabels.level(fixture.getName(depth - 4).toString()).orElseThrow();
        PodFields pod = PodFields.of(
                        Yaml.read(Files.readString(fixture), fixture.toString()).get(0))
                .orElseThrow();
        List<Control> broken = new ArrayList<>();
        PodSecurity.judge(pod, new SecurityPolicy(level, minor), (control, violation) -> broken.add(control));
        return broken.isEmpty() == verdict.equals("pass");
    }

    @Test
    void agrees_with_every_fixture_of_every_version() throws IOException {
        List<Path> fixtures = fixtures();
        assumeFalse(fixtures.isEmpty(), "no fixtures of k8s.io/pod-security-admission in the Go module cache");
        List<Path> otherwise = new ArrayList<>();
        for (Path fixture : fixtures) {
            if (!agrees(fixture)) {
                otherwise.add(fixture);
            }
        }

        assertThat(otherwise).as("of " + fixtures.size() + " fixtures").isEmpty();
    }
}
