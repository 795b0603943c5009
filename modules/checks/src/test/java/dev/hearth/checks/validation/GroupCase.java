package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Document;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One object of the tables in {@code groups/*.yaml}: a sound one with some fields changed, and what is wrong with it, as
 * reason and path.
 *
 * @param name what is changed of which object
 * @param object the object
 * @param faults what Hearth says
 * @param server what the API server says, which differs where its names for fields are not those of the object
 */
record GroupCase(String name, Mapping object, Set<String> faults, Set<String> server) {

    static final KubernetesVersion VERSION = KubernetesVersion.parse("1.35");
    private static final Path FOLDER = Path.of("src/test/resources/dev/hearth/checks/validation/groups");
    private static final Checks CHECKS = Checks.of(VERSION)
            .only(Checks.ids().stream().filter(id -> id.startsWith("schema.")).toList());

    /** Those of all tables. */
    static Stream<GroupCase> all() {
        List<GroupCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                for (Document document : Yaml.documents(Files.readString(file, UTF_8), file.toString())) {
                    table(document.mapping(), cases);
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return cases.stream();
    }

    private static void table(Mapping table, List<GroupCase> cases) {
        Mapping sound = table.mapping("object");
        String kind = sound.text("kind").orElseThrow();
        cases.add(new GroupCase(kind, sound, Set.of(), Set.of()));
        for (String list : List.of("fine", "broken")) {
            for (Mapping change : table.sequence(list).mappings()) {
                cases.add(changed(kind, sound, change));
            }
        }
    }

    private static GroupCase changed(String kind, Mapping sound, Mapping change) {
        Mapping changes = change.without("faults").without("server");
        Node object = sound;
        for (Map.Entry<String, Node> field : changes.fields().entrySet()) {
            List<String> steps = Arrays.asList(field.getKey().substring(1).split("/", -1));
            object = with(object, steps, field.getValue());
        }
        Set<String> faults = new TreeSet<>(change.sequence("faults").strings());
        Set<String> server =
                change.has("server") ? new TreeSet<>(change.sequence("server").strings()) : faults;
        return new GroupCase(kind + " " + changes, (Mapping) object, faults, server);
    }

    private static Node with(Node node, List<String> steps, Node value) {
        if (steps.isEmpty()) {
            return value;
        }
        String step = steps.get(0).replace("~1", "/");
        List<String> rest = steps.subList(1, steps.size());
        if (node instanceof Sequence list) {
            List<Node> items = new ArrayList<>(list.items());
            int index = Integer.parseInt(step);
            items.set(index, with(items.get(index), rest, value));
            return Sequence.of(items);
        }
        Mapping mapping = (Mapping) node;
        if (rest.isEmpty() && value == Null.NULL) {
            return mapping.without(step);
        }
        return mapping.with(step, with(mapping.get(step).orElse(Mapping.empty()), rest, value));
    }

    /** What Hearth says of it. */
    Set<String> found() {
        Set<String> found = new TreeSet<>();
        for (Finding finding : CHECKS.check(List.of(Manifest.of(object))).findings()) {
            found.add(finding.rule().substring("schema.".length()) + " " + finding.path());
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
