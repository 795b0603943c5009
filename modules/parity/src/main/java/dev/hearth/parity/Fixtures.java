package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.checks.Checks;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Other people's examples of right and wrong manifests, read where they are: in Go's module cache, if that is there. Pod
 * Security admission's own are the measure of its rules; those of validators are judged as an apply to the server is.
 */
final class Fixtures {

    private static final String POD_SECURITY = "k8s.io/pod-security-admission@v0.35.4/test/testdata";
    private static final String KUBECTL_VALIDATE = "sigs.k8s.io/kubectl-validate@v0.0.4/testcases";
    private static final String KUBECONFORM = "github.com/yannh/kubeconform@v0.8.0/fixtures";
    private static final int OLDEST = 28;

    private static final List<String> KUBECONFORM_RIGHT = List.of(
            "valid.yaml",
            "valid.json",
            "folder/valid.yaml",
            "int_or_string.yaml",
            "quantity.yaml",
            "null_string.yaml",
            "null_array.yaml",
            "multi_valid.yaml",
            "multi_valid_source.yaml",
            "list_valid.yaml",
            "list_empty_valid.yaml",
            "blank.yaml",
            "comment.yaml");

    private static final List<String> KUBECONFORM_WRONG = List.of(
            "invalid.yaml",
            "multi_invalid.yaml",
            "multi_invalid_resources.yaml",
            "list_invalid.yaml",
            "missing_kind.yaml",
            "missing_apiversion.yaml",
            "missing_kind_value.yaml",
            "extra_property.yaml",
            "duplicate_property.yaml");

    private static final Set<String> SECURITY = Set.copyOf(Checks.ids().stream()
            .filter(id -> id.startsWith("pod.security-") && !id.equals("pod.security-labels"))
            .toList());

    /**
     * How one collection fared.
     *
     * @param name whose it is
     * @param files how many
     * @param differing those in which Hearth does not say what they are meant to show
     */
    record Result(String name, int files, List<String> differing) {

        int agreed() {
            return files - differing.size();
        }
    }

    private final Path modules;

    private Fixtures(Path modules) {
        this.modules = modules;
    }

    /** In Go's module cache, wherever it is. */
    static Fixtures installed() {
        String cache = System.getenv("GOMODCACHE");
        String path = System.getenv("GOPATH");
        return new Fixtures(
                cache != null
                        ? Path.of(cache)
                        : (path != null ? Path.of(path) : Path.of(System.getProperty("user.home"), "go"))
                                .resolve("pkg/mod"));
    }

    /** Of the collections that are there. */
    List<Result> results() {
        return Stream.of(podSecurity(), kubectlValidate(), kubeconform())
                .filter(result -> result.files() > 0)
                .toList();
    }

    /** Every pod of every version that Hearth knows, at the level and version it was made for. */
    Result podSecurity() {
        List<String> differing = new ArrayList<>();
        int files = 0;
        for (PodSecurityStandard.Level level :
                List.of(PodSecurityStandard.Level.BASELINE, PodSecurityStandard.Level.RESTRICTED)) {
            for (int minor = OLDEST;
                    minor <= KubernetesVersion.parse(Server.VERSION).minor();
                    minor++) {
                KubernetesVersion version = new KubernetesVersion(minor);
                Checks checks = Checks.of(KubernetesVersion.parse(Server.VERSION))
                        .podSecurity(new PodSecurityStandard(level, version))
                        .only(SECURITY);
                for (String verdict : List.of("pass", "fail")) {
                    Path folder = modules.resolve(POD_SECURITY)
                            .resolve(level.name().toLowerCase(Locale.ROOT))
                            .resolve("v" + version)
                            .resolve(verdict);
                    for (Path file : files(folder)) {
                        files++;
                        if (refuses(checks, file) != verdict.equals("fail")) {
                            differing.add(modules.resolve(POD_SECURITY)
                                    .relativize(file)
                                    .toString());
                        }
                    }
                }
            }
        }
        return new Result("Pod Security admission, 1." + OLDEST + " and later", files, differing);
    }

    private static boolean refuses(Checks checks, Path file) {
        return !checks.check(Yaml.read(text(file), file.toString())).findings().isEmpty();
    }

    private Result kubectlValidate() {
        Path root = modules.resolve(KUBECTL_VALIDATE);
        List<Manifest> definitions =
                Files.isDirectory(root.resolve("crds")) ? Definitions.in(root.resolve("crds")) : List.of();
        return judged(
                "kubectl-validate",
                root.resolve("manifests"),
                files(root.resolve("manifests")),
                file -> !file.getFileName().toString().startsWith("error_"),
                new Hearth(definitions));
    }

    private Result kubeconform() {
        Path root = modules.resolve(KUBECONFORM);
        List<Path> files = Stream.concat(KUBECONFORM_RIGHT.stream(), KUBECONFORM_WRONG.stream())
                .map(root::resolve)
                .filter(Files::exists)
                .toList();
        return judged(
                "kubeconform -strict",
                root,
                files,
                file -> KUBECONFORM_RIGHT.contains(root.relativize(file).toString()),
                new Hearth(List.of()));
    }

    private static Result judged(String name, Path root, List<Path> files, Predicate<Path> right, Hearth hearth) {
        List<String> differing = files.stream()
                .filter(file -> accepts(hearth, file) != right.test(file))
                .map(file -> root.relativize(file).toString())
                .toList();
        return new Result(name, files.size(), differing);
    }

    private static boolean accepts(Hearth hearth, Path file) {
        try {
            return Yaml.readFlat(text(file), file.toString()).stream()
                    .allMatch(object -> hearth.of(object.root()).accepted());
        } catch (YamlException unread) {
            return false;
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
