package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration that a container reads: the file its {@code -config.file} names.
 *
 * @param workload what makes the container
 * @param pod the pod it is in
 * @param container the container
 * @param program the last part of its image's name: {@code loki}
 * @param file where it stands
 * @param root what stands there
 */
record ProgramConfig(
        Manifest workload, PodTemplate pod, Field container, String program, MountedFile file, Mapping root) {

    /** What the images read that are started without a word. */
    private static final ImmutableMap<String, String> USUAL =
            ImmutableMap.of("loki", "/etc/loki/local-config.yaml", "pyroscope", "/etc/pyroscope/config.yaml");

    private static final Pattern VERSION = Pattern.compile(":v?([0-9]{1,2})\\.([0-9]{1,4})[^/]*$");

    private static final Pattern SECRET = Pattern.compile("(?i)secret|passw|token|key|credential|authorization");

    /** Volumes that go with their pod, or hold what others wrote. */
    private static final ImmutableList<String> PASSING =
            ImmutableList.of("emptyDir", "ephemeral", "configMap", "secret", "projected", "downwardAPI", "image");

    /** The configurations that the containers of one object read; none where it makes no pods. */
    static List<ProgramConfig> of(Manifest object, Context context) {
        Optional<PodTemplate> pod = PodTemplate.of(object);
        if (pod.isEmpty()) {
            return List.of();
        }
        Field spec = Field.of(object).at(pod.get().specPath());
        List<ProgramConfig> found = new ArrayList<>();
        for (Field container : spec.get("containers").items()) {
            argument(container)
                    .flatMap(path -> MountedFiles.of(object, pod.get(), container, context)
                            .at(path))
                    .ifPresent(file -> file.yaml()
                            .ifPresent(root -> found.add(
                                    new ProgramConfig(object, pod.get(), container, program(container), file, root))));
        }
        return found;
    }

    /** Where its configuration stands: an image that is told nothing has a place of its own for it. */
    private static Optional<String> argument(Field container) {
        return arguments(container).findAny().isPresent()
                ? option(container, "config.file")
                : Optional.ofNullable(USUAL.get(program(container)));
    }

    /** What an option is told, behind a sign or as the argument that follows. */
    static Optional<String> option(Field container, String name) {
        List<String> arguments = arguments(container).toList();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).replaceFirst("^--?", "-");
            if (argument.startsWith("-" + name + "=")) {
                return Optional.of(argument.substring(argument.indexOf('=') + 1));
            }
            if (argument.equals("-" + name) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** What the container is started with. */
    static Stream<String> arguments(Field container) {
        return Stream.concat(container.get("command").texts().stream(), container.get("args").texts().stream());
    }

    /** The last part of the name of its image, without a tag. */
    static String program(Field container) {
        String image = container.get("image").textOrEmpty().replaceFirst("@.*", "");
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 ? last : last.substring(0, colon);
    }

    /** Whether it is that program, which reads its configuration so. */
    boolean is(String name) {
        return program.equals(name);
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
        return arguments(container).anyMatch(argument -> argument.matches("-.*" + Pattern.quote(option) + "(=.*)?"));
    }

    /** Whether what stands there comes from the environment. */
    boolean varies(String path) {
        return expands() && field(path).textOrEmpty().contains("$");
    }

    /** Whether the container starts in a folder that its pod names, so that relative paths may lead to a volume. */
    boolean elsewhere() {
        return container.get("workingDir").present();
    }

    private boolean before(int major, int minor) {
        Matcher version = VERSION.matcher(container.get("image").textOrEmpty().replaceFirst("@.*", ""));
        if (!version.find()) {
            return false;
        }
        int first = Integer.parseInt(version.group(1));
        return first < major || (first == major && Integer.parseInt(version.group(2)) < minor);
    }

    /** Whether the image says that it is of that version or a newer one. */
    boolean since(int major, int minor) {
        return VERSION.matcher(container.get("image").textOrEmpty().replaceFirst("@.*", ""))
                        .find()
                && !before(major, minor);
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
        return option(container, "target")
                .orElseGet(() -> field("target").text().orElse("all"));
    }

    /** Whether variables in it are replaced. */
    boolean expands() {
        return arguments(container).anyMatch(argument -> argument.matches("--?config\\.expand-env(=true)?"));
    }

    boolean readOnlyRoot() {
        return container.get("securityContext").get("readOnlyRootFilesystem").isTrue();
    }

    /** Whether the container has a volume that is kept when its pod goes. */
    boolean keeps() {
        return container.get("volumeMounts").items().stream()
                .anyMatch(mount -> claims().contains(mount.get("name").textOrEmpty()));
    }

    /** Whether that path of the container, which starts at the root, is kept when its pod goes. */
    boolean kept(String path) {
        return mount(path).filter(name -> claims().contains(name)).isPresent();
    }

    /** Whether that path of the container lies on a volume. */
    boolean mounted(String path) {
        return mount(path).isPresent();
    }

    private Optional<String> mount(String written) {
        String path = written.startsWith("/") ? written : "/" + written.replaceFirst("^(\\./)+", "");
        return container.get("volumeMounts").items().stream()
                .filter(mount -> (path + "/")
                        .startsWith(mount.get("mountPath").textOrEmpty().replaceFirst("/$", "") + "/"))
                .max(Comparator.comparingInt(
                        mount -> mount.get("mountPath").textOrEmpty().length()))
                .map(mount -> mount.get("name").textOrEmpty());
    }

    private ImmutableList<String> claims() {
        Field spec = Field.of(workload).at(pod.specPath());
        return Stream.concat(
                        spec.get("volumes").items().stream()
                                .filter(volume -> PASSING.stream()
                                        .noneMatch(sort -> volume.get(sort).present()))
                                .map(volume -> volume.get("name").textOrEmpty()),
                        Field.of(workload).get("spec").get("volumeClaimTemplates").items().stream()
                                .map(claim -> claim.get("metadata").get("name").textOrEmpty()))
                .collect(ImmutableList.toImmutableList());
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

    /** Goes through all keys, those of lists within it too. */
    void keys(Consumer<Field> each) {
        keys(Field.of(root), each);
    }

    /** Whether a key of that name is anywhere in it. */
    boolean has(String name) {
        boolean[] found = {false};
        keys(key -> found[0] |= key.name().equals(name));
        return found[0];
    }

    private static void keys(Field field, Consumer<Field> each) {
        field.fields().forEach(each);
        Stream.concat(field.fields().stream(), field.items().stream()).forEach(below -> keys(below, each));
    }

    /** Told each text of the configuration with its field. */
    interface Scalars {
        void accept(Field field, String text);
    }

    /** Goes through all texts. */
    void scalars(Scalars each) {
        scalars(Field.of(root), each);
    }

    private static void scalars(Field field, Scalars each) {
        Iterator<Field> below =
                Stream.concat(field.fields().stream(), field.items().stream()).iterator();
        while (below.hasNext()) {
            Field next = below.next();
            next.text().ifPresent(text -> each.accept(next, text));
            scalars(next, each);
        }
    }
}
