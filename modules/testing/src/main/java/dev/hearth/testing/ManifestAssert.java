package dev.hearth.testing;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about one object. */
public final class ManifestAssert extends AbstractAssert<ManifestAssert, Manifest> {

    private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z_$][A-Za-z0-9_$-]*)|\\[([^\\]]+)\\]");

    ManifestAssert(Manifest actual) {
        super(actual, ManifestAssert.class);
    }

    /** The object itself, for assertions that are not here. */
    public Manifest manifest() {
        return actual;
    }

    /** The object has the content of that YAML text; the order of fields does not matter. */
    public ManifestAssert isYaml(String yaml) {
        Manifest expected = Yaml.read(yaml, "expected").get(0);
        if (!actual.root().equals(expected.root())) {
            // As texts, so that a development environment shows the difference.
            Assertions.assertThat(Yaml.write(actual.root())).isEqualTo(Yaml.write(expected.root()));
        }
        return this;
    }

    /** The object is in that namespace. */
    public ManifestAssert isInNamespace(String namespace) {
        if (!actual.identity().namespace().equals(namespace)) {
            failWithMessage("Expected %s to be in namespace %s", actual, namespace);
        }
        return this;
    }

    /**
     * A field has that value.
     *
     * @param path as findings write it: {@code spec.replicas}, {@code spec.ports[0].name},
     *     {@code metadata.labels[app.kubernetes.io/name]}; an item of a list is also found by its name,
     *     {@code spec.template.spec.containers[web].image}
     * @param value a text, a whole number, a boolean or a node
     */
    public ManifestAssert hasField(String path, Object value) {
        Node expected = node(value);
        Optional<Node> found = find(path);
        if (found.isEmpty()) {
            failWithMessage(
                    "Expected %s to have %s = %s, but there is no such field in:%n%s",
                    actual, path, shown(expected), Yaml.write(actual.root()));
        }
        if (!found.filter(expected::equals).isPresent()) {
            failWithMessage(
                    "Expected %s to have %s = %s, but it is %s",
                    actual,
                    path,
                    shown(expected),
                    found.map(ManifestAssert::shown).orElse("absent"));
        }
        return this;
    }

    /** There is no field there, written as {@link #hasField} says. */
    public ManifestAssert hasNoField(String path) {
        find(path)
                .ifPresent(found ->
                        failWithMessage("Expected %s to have no %s, but it is %s", actual, path, shown(found)));
        return this;
    }

    private Optional<Node> find(String path) {
        Node node = actual.root();
        for (String step : steps(path)) {
            Optional<Node> next = child(node, step);
            if (next.isEmpty()) {
                return next;
            }
            node = next.get();
        }
        return Optional.of(node);
    }

    private static Optional<Node> child(Node node, String step) {
        if (node instanceof Mapping mapping) {
            return mapping.get(step);
        }
        if (node instanceof Sequence sequence) {
            if (step.matches("\\d{1,9}")) {
                int index = Integer.parseInt(step);
                return index < sequence.size() ? Optional.of(sequence.items().get(index)) : Optional.empty();
            }
            return sequence.mappings().stream()
                    .filter(item -> item.text("name").filter(step::equals).isPresent())
                    .map(Node.class::cast)
                    .findFirst();
        }
        return Optional.empty();
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length() && matcher.find(at) && matcher.start() == at) {
            steps.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            at = matcher.end();
        }
        if (at < path.length() || steps.isEmpty()) {
            throw new IllegalArgumentException("path '" + path
                    + "' must be written like spec.ports[0].name or metadata.labels[app.kubernetes.io/name]");
        }
        return steps;
    }

    private static Node node(Object value) {
        if (value instanceof Node node) {
            return node;
        }
        if (value instanceof String text) {
            return Node.text(text);
        }
        if (value instanceof Integer || value instanceof Long) {
            return Node.number(((Number) value).longValue());
        }
        if (value instanceof Boolean bool) {
            return Node.bool(bool);
        }
        throw new IllegalArgumentException(
                "a value must be a text, a whole number, a boolean or a Node, but was of " + value.getClass());
    }

    private static String shown(Node node) {
        if (node instanceof Text text) {
            return "\"" + text.value() + "\"";
        }
        if (node instanceof Numeral numeral) {
            return numeral.value().toPlainString();
        }
        if (node instanceof Bool bool) {
            return bool == Bool.TRUE ? "true" : "false";
        }
        return node instanceof Mapping mapping ? Json.write(mapping) : node.toString();
    }
}
