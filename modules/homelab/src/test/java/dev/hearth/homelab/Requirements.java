package dev.hearth.homelab;

import dev.hearth.dsl.Component;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.Site;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import dev.hearth.pipeline.Rendering;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the home cluster is asked for, and what of its rendering answers it. */
final class Requirements {

    /** What stands where nothing answers. */
    static final String MISSING = "**missing**";

    private final Rendering rendering;

    Requirements(Rendering rendering) {
        this.rendering = rendering;
    }

    /** The rows of a table: section, what is asked, and by what it is answered. */
    List<String> rows(String requirements) {
        List<String> rows = new ArrayList<>();
        for (Mapping row : rootOf(requirements)) {
            rows.add("| " + row.text("section").orElseThrow() + " | "
                    + row.text("asks").orElseThrow() + " | " + answer(row) + " |");
        }
        return rows;
    }

    private static List<Mapping> rootOf(String requirements) {
        return Yaml.documents("rows:\n" + requirements, "requirements.yaml")
                .get(0)
                .mapping()
                .sequence("rows")
                .mappings();
    }

    private String answer(Mapping row) {
        return Stream.of(
                        texts(row, "classes").isEmpty() ? Optional.<String>empty() : components(row),
                        kinds(row),
                        all(row, "hosts", this::host),
                        all(row, "services", this::service),
                        all(row, "pools", this::pool),
                        row.text("distribution")
                                .filter(site().distribution()::equals)
                                .map(name -> name + ", Kubernetes "
                                        + rendering.expansion().cluster().kubernetes()),
                        row.text("labels").flatMap(this::labelled),
                        row.text("pages").flatMap(this::pages),
                        row.text("document").flatMap(Requirements::document))
                .flatMap(Optional::stream)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("; "),
                        answers -> answers.isEmpty()
                                ? row.text("elsewhere")
                                        .flatMap(Requirements::elsewhere)
                                        .orElse(MISSING)
                                : answers));
    }

    /** A page that people wrote. */
    private static Optional<String> document(String path) {
        return Files.exists(Home.TOP.resolve(path)) ? Optional.of("[" + path + "](../" + path + ")") : Optional.empty();
    }

    /** A component that is there for other clusters. */
    private static Optional<String> elsewhere(String type) {
        try {
            String name = Class.forName(type).getSimpleName();
            return Optional.of("`" + name + "`, for clusters that choose it; the home cluster does not");
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        }
    }

    private static List<String> texts(Mapping row, String field) {
        return row.sequence(field).items().stream()
                .map(Text.class::cast)
                .map(Text::value)
                .toList();
    }

    private Optional<String> components(Mapping row) {
        List<String> classes = texts(row, "classes");
        List<Component> found = rendering
                .expansion()
                .cluster()
                .members()
                .map(Layer.Member::component)
                .filter(component -> classes.contains(component.getClass().getSimpleName()))
                .toList();
        long distinct = found.stream().map(Object::getClass).distinct().count();
        return found.isEmpty() || (row.isTrue("all") && distinct < classes.size())
                ? Optional.empty()
                : Optional.of(found.stream().map(Requirements::link).collect(Collectors.joining(", ")));
    }

    static String link(Component component) {
        return "[" + component.name() + "](#" + component.name() + ")";
    }

    private Optional<String> kinds(Mapping row) {
        List<String> counts = texts(row, "kinds").stream()
                .map(kind -> {
                    long count = objects(kind).count();
                    return count == 0 ? "" : count + " " + kind;
                })
                .filter(count -> !count.isEmpty())
                .toList();
        return counts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", counts));
    }

    private Stream<Manifest> objects(String kind) {
        return rendering.manifests().stream().filter(object -> object.kind().equals(kind));
    }

    private interface Search {
        Optional<String> of(String wanted);
    }

    private static Optional<String> all(Mapping row, String field, Search search) {
        List<String> wanted = texts(row, field);
        List<String> found = wanted.stream()
                .map(search::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean complete = wanted.stream().allMatch(one -> search.of(one).isPresent());
        return wanted.isEmpty() || !complete ? Optional.empty() : Optional.of(String.join(", ", found));
    }

    private Optional<String> host(String host) {
        return Stream.of("Ingress", "HTTPRoute")
                .flatMap(this::objects)
                .filter(route -> mentions(route.spec(), host))
                .findFirst()
                .map(route -> route + " of " + route.owner().orElse(""));
    }

    private static boolean mentions(Node node, String text) {
        if (node instanceof Text found) {
            return found.value().equals(text);
        } else if (node instanceof Mapping mapping) {
            return mapping.fields().values().stream().anyMatch(field -> mentions(field, text));
        } else if (node instanceof Sequence sequence) {
            return sequence.items().stream().anyMatch(item -> mentions(item, text));
        }
        return false;
    }

    private Optional<String> service(String wanted) {
        String name = wanted.substring(0, wanted.indexOf(':'));
        long port = Long.parseLong(wanted.substring(wanted.indexOf(':') + 1));
        return objects("Service")
                .filter(service -> (service.identity().namespace() + "/" + service.name()).equals(name))
                .filter(service -> service.spec().sequence("ports").mappings().stream()
                        .anyMatch(one -> one.number("port").equals(Optional.of(port))))
                .findFirst()
                .map(service -> service + " of " + service.owner().orElse(""));
    }

    private Optional<String> pool(String name) {
        return Optional.ofNullable(site().pools().get(name)).map(nodes -> name + ": " + String.join(", ", nodes));
    }

    private Site site() {
        return rendering.expansion().cluster().site();
    }

    private Optional<String> labelled(String label) {
        String counts = objects("Namespace")
                .flatMap(namespace -> Stream.ofNullable(namespace.labels().get(label)))
                .collect(Collectors.groupingBy(level -> level, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(level -> level.getValue() + " " + level.getKey())
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? Optional.empty() : Optional.of("namespaces: " + counts);
    }

    private Optional<String> pages(String folder) {
        return rendering.files().stream()
                .map(file -> file.path().value())
                .filter(path -> path.startsWith(folder + "/"))
                .findFirst()
                .map(path -> "[" + path + "](../" + path + ")");
    }
}
