package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.container.Command;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration that a container reads: the file its {@code -config.file} names.
 *
 * @param container the container
 * @param file where the configuration stands
 * @param root what stands there
 */
record ProgramConfig(Container container, HeldFile file, Mapping root) {

    /** What the images read that are started without a word. */
    private static final ImmutableMap<String, String> USUAL =
            ImmutableMap.of("loki", "/etc/loki/local-config.yaml", "pyroscope", "/etc/pyroscope/config.yaml");

    /** No version of these programs is as high; a tag that begins so is a date. */
    private static final int YEAR = 100;

    private static final Pattern SECRET = Pattern.compile("(?i)secret|passw|token|key|credential|authorization");

    /** The configurations that the containers of one object read; none where it makes no pods. */
    static List<ProgramConfig> of(Manifest object, Context context) {
        List<ProgramConfig> found = new ArrayList<>();
        for (Container container : Container.of(object)) {
            argument(container.command())
                    .flatMap(path -> container.files(context).at(path))
                    .ifPresent(
                            file -> file.yaml().ifPresent(root -> found.add(new ProgramConfig(container, file, root))));
        }
        return found;
    }

    /** Where its configuration stands: an image that is told nothing has a place of its own for it. */
    private static Optional<String> argument(Command command) {
        return command.arguments().isEmpty()
                ? Optional.ofNullable(USUAL.get(command.program()))
                : command.option("config.file");
    }

    /** What makes the container. */
    Manifest workload() {
        return container.workload();
    }

    /** The last part of its image's name: {@code loki}. */
    String program() {
        return container.command().program();
    }

    /** Whether it is that program, which reads its configuration so. */
    boolean is(String name) {
        return program().equals(name);
    }

    /** The field that those names lead to, one below the other, by dots. */
    Field field(String path) {
        Field field = Field.of(root);
        for (String name : Splitter.on('.').split(path)) {
            field = field.get(name);
        }
        return field;
    }

    /** How many pods there are; nothing where nobody says, or where it is stopped. */
    Optional<Long> replicas() {
        return Field.of(workload()).get("spec").get("replicas").number().filter(count -> count > 0);
    }

    /** Whether no other object of its namespace runs that program: several may share one ring. */
    boolean alone(Context context) {
        return context.graph().objects().stream()
                .filter(other -> !other.identity().equals(workload().identity())
                        && other.identity()
                                .namespace()
                                .equals(workload().identity().namespace()))
                .flatMap(other -> Container.of(other).stream())
                .noneMatch(other -> other.command().program().equals(program()));
    }

    /** What is written there, or what is usual where nothing is; nothing where only the environment tells. */
    Optional<Long> number(String path, long usual) {
        Field field = field(path);
        return field.present() ? field.number() : Optional.of(usual);
    }

    /** The text or number that is written there, as a text. */
    Optional<String> scalar(String path) {
        Field field = field(path);
        return field.text().or(() -> field.number().map(String::valueOf));
    }

    /** Whether an argument, which has the last word, sets an option whose name ends so. */
    boolean argued(String option) {
        return container.command().arguments().stream()
                .anyMatch(argument -> argument.matches("-.*" + Pattern.quote(option) + "(=.*)?"));
    }

    /** Whether what stands there comes from the environment. */
    boolean varies(String path) {
        return expands() && field(path).textOrEmpty().contains("$");
    }

    /** Whether the container starts in a folder that its pod names, so that relative paths may lead to a volume. */
    boolean elsewhere() {
        return container.field().get("workingDir").present();
    }

    /** Whether the image says that it is of that version or a newer one. */
    boolean since(int major, int minor) {
        return container.since(major, minor) && container.before(YEAR, 0);
    }

    /** Whether all parts of the program run in each pod. */
    boolean monolithic() {
        return target().equals("all");
    }

    /** Whether that part of the program runs in each pod. */
    boolean runs(String part) {
        return Splitter.on(',')
                .trimResults()
                .splitToStream(target())
                .anyMatch(name -> name.equals("all") || name.equals(part));
    }

    /** Which parts of the program run in each pod, separated by commas. */
    String target() {
        return container
                .command()
                .option("target")
                .orElseGet(() -> field("target").text().orElse("all"));
    }

    /** Whether variables in it are replaced. */
    boolean expands() {
        return container.command().arguments().stream()
                .anyMatch(argument -> argument.matches("--?config\\.expand-env(=true)?"));
    }

    boolean readOnlyRoot() {
        return container
                .field()
                .get("securityContext")
                .get("readOnlyRootFilesystem")
                .isTrue();
    }

    /** Whether that path of the container is kept when its pod goes. */
    boolean kept(String path) {
        return container.mounts().kept(absolute(path));
    }

    /** Whether that path of the container lies on a volume. */
    boolean mounted(String path) {
        return container.mounts().of(absolute(path)).isPresent();
    }

    /** Programs in these images start at the root. */
    private static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path.replaceFirst("^(\\./)+", "");
    }

    /** What is written there, for people to read; not where it may be secret. */
    String shown(String text) {
        return file.secret() ? "a value that is not shown" : text;
    }

    /** What is written in that field, for people to read; not where it may be secret, by its name or where it stands. */
    String shown(Field field, String text) {
        return SECRET.matcher(field.name()).find() ? "a value that is not shown" : shown(text);
    }

    /** A finding about the configuration, where it stands. */
    Finding error(String rule, String message, String hint) {
        return file.error(rule, message, hint);
    }

    /** A finding about the configuration, where it stands. */
    Finding warning(String rule, String message, String hint) {
        return file.warning(rule, message, hint);
    }

    /** The keys of that name, wherever they are in it. */
    Stream<Field> keys(String name) {
        return Field.of(root).below().stream().filter(key -> key.name().equals(name));
    }

    /** The fields of it that are texts. */
    Stream<Field> texts() {
        return Field.of(root).below().stream().filter(field -> field.text().isPresent());
    }
}
