package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.container.Command;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.container.MountedFiles;
import dev.hearth.checks.container.Mounts;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration that a container reads: the file its {@code -config.file} names.
 *
 * @param workload what makes the container
 * @param mounts its volumes
 * @param command what it runs
 * @param file where the configuration stands
 * @param root what stands there
 */
record ProgramConfig(Manifest workload, Mounts mounts, Command command, HeldFile file, Mapping root) {

    /** What the images read that are started without a word. */
    private static final ImmutableMap<String, String> USUAL =
            ImmutableMap.of("loki", "/etc/loki/local-config.yaml", "pyroscope", "/etc/pyroscope/config.yaml");

    private static final Pattern VERSION = Pattern.compile(":v?([0-9]{1,2})\\.([0-9]{1,4})[^/]*$");

    private static final Pattern SECRET = Pattern.compile("(?i)secret|passw|token|key|credential|authorization");

    /** The configurations that the containers of one object read; none where it makes no pods. */
    static List<ProgramConfig> of(Manifest object, Context context) {
        Optional<PodTemplate> pod = PodTemplate.of(object);
        if (pod.isEmpty()) {
            return List.of();
        }
        Field spec = Field.of(object).at(pod.get().specPath());
        List<ProgramConfig> found = new ArrayList<>();
        for (Field container : spec.get("containers").items()) {
            Command command = Command.of(container);
            argument(command)
                    .flatMap(path -> MountedFiles.of(object, pod.get(), container, context)
                            .at(path))
                    .ifPresent(file -> file.yaml()
                            .ifPresent(root -> found.add(new ProgramConfig(
                                    object, new Mounts(object, pod.get(), container), command, file, root))));
        }
        return found;
    }

    /** Where its configuration stands: an image that is told nothing has a place of its own for it. */
    private static Optional<String> argument(Command command) {
        return command.arguments().isEmpty()
                ? Optional.ofNullable(USUAL.get(command.program()))
                : command.option("config.file");
    }

    /** The container. */
    Field container() {
        return mounts.container();
    }

    /** The last part of its image's name: {@code loki}. */
    String program() {
        return command.program();
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
        return Field.of(workload).get("spec").get("replicas").number().filter(count -> count > 0);
    }

    /** Whether no other object of its namespace runs that program: several may share one ring. */
    boolean alone(Context context) {
        return context.graph().objects().stream()
                .filter(other -> !other.identity().equals(workload.identity())
                        && other.identity()
                                .namespace()
                                .equals(workload.identity().namespace()))
                .noneMatch(other -> PodTemplate.of(other).stream()
                        .flatMap(pod -> Field.of(other).at(pod.specPath()).get("containers").items().stream())
                        .anyMatch(container -> Command.of(container).program().equals(program())));
    }

    /** Whether another container of its pod may reach what listens on localhost. */
    boolean accompanied() {
        Field spec = Field.of(workload).at(mounts.pod().specPath());
        return spec.get("containers").items().size() > 1
                || spec.get("initContainers").items().stream()
                        .anyMatch(container -> container.get("restartPolicy").present());
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
        return command.arguments().stream()
                .anyMatch(argument -> argument.matches("-.*" + Pattern.quote(option) + "(=.*)?"));
    }

    /** Whether what stands there comes from the environment. */
    boolean varies(String path) {
        return expands() && field(path).textOrEmpty().contains("$");
    }

    /** Whether the container starts in a folder that its pod names, so that relative paths may lead to a volume. */
    boolean elsewhere() {
        return container().get("workingDir").present();
    }

    /** Whether the image says that it is of that version or a newer one. */
    boolean since(int major, int minor) {
        Matcher version = VERSION.matcher(container().get("image").textOrEmpty().replaceFirst("@.*", ""));
        if (!version.find()) {
            return false;
        }
        int first = Integer.parseInt(version.group(1));
        return first > major || (first == major && Integer.parseInt(version.group(2)) >= minor);
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
        return command.option("target").orElseGet(() -> field("target").text().orElse("all"));
    }

    /** Whether variables in it are replaced. */
    boolean expands() {
        return command.arguments().stream().anyMatch(argument -> argument.matches("--?config\\.expand-env(=true)?"));
    }

    boolean readOnlyRoot() {
        return container().get("securityContext").get("readOnlyRootFilesystem").isTrue();
    }

    /** Whether that path of the container is kept when its pod goes. */
    boolean kept(String path) {
        return mounts.kept(absolute(path));
    }

    /** Whether that path of the container lies on a volume. */
    boolean mounted(String path) {
        return mounts.of(absolute(path)).isPresent();
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

    /** Told each text of the configuration with its field. */
    interface Scalars {
        void accept(Field field, String text);
    }

    /** Goes through all texts. */
    void scalars(Scalars each) {
        Field.of(root).below().forEach(field -> field.text().ifPresent(text -> each.accept(field, text)));
    }
}
