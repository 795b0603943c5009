package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.Resources;
import dev.hearth.checks.Checks;
import dev.hearth.findings.Finding;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Objects of the kinds of {@link CoreValidators}, each a change to a good one, and what the API server says of them. */
final class CoreCases {

    private static final String UNREADABLE = "unreadable";
    private static final Splitter BARS = Splitter.on('|').trimResults();
    private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();
    private static final ImmutableMap<String, String> REASONS = ImmutableMap.of(
            "FieldValueInvalid", "invalid",
            "FieldValueRequired", "required",
            "FieldValueNotSupported", "unsupported",
            "FieldValueForbidden", "forbidden",
            "FieldValueDuplicate", "duplicate",
            "FieldValueTooLong", "too-long",
            "FieldValueTooMany", "too-many",
            "FieldValueNotFound", "invalid");

    /**
     * One object.
     *
     * @param kind version and kind
     * @param fields what is changed, as written
     * @param refused reason and path of everything that is refused, sorted
     */
    record Case(String kind, String fields, Set<String> refused) {

        Case with(Set<String> others) {
            return new Case(kind, fields, others);
        }

        @Override
        public String toString() {
            return (kind + " | " + fields + " | " + String.join(", ", refused)).strip();
        }
    }

    private final ImmutableMap<String, Mapping> bases;
    private final Checks checks;

    private CoreCases(ImmutableMap<String, Mapping> bases) {
        this.bases = bases;
        this.checks = Checks.of(KubernetesVersion.parse("1.35"))
                .only(Checks.ids().stream()
                        .filter(id -> id.startsWith("schema."))
                        .toList());
    }

    static CoreCases read() {
        ImmutableMap.Builder<String, Mapping> bases = ImmutableMap.builder();
        Yaml.documents(text("core-bases.yaml"), "core-bases.yaml").forEach(document -> {
            Mapping object = document.mapping();
            bases.put(
                    object.text("apiVersion").orElseThrow() + " "
                            + object.text("kind").orElseThrow(),
                    object);
        });
        return new CoreCases(bases.buildOrThrow());
    }

    static List<Case> all() {
        return text("core-cases.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(CoreCases::parse)
                .toList();
    }

    private static Case parse(String line) {
        List<String> parts = BARS.splitToList(line);
        return new Case(
                parts.get(0),
                parts.get(1),
                parts.size() < 3 ? Set.of() : ImmutableSortedSet.copyOf(COMMAS.splitToList(parts.get(2))));
    }

    private static String text(String name) {
        try {
            return Resources.toString(Resources.getResource(CoreCases.class, name), UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The object that a case is about. */
    Mapping object(Case one) {
        Node object = Optional.ofNullable(bases.get(one.kind())).orElseThrow();
        Mapping fields = Yaml.documents(one.fields(), one.toString()).get(0).mapping();
        for (var field : fields.fields().entrySet()) {
            object = changed(object, steps(field.getKey()), field.getValue());
        }
        return (Mapping) object;
    }

    private static List<String> steps(String path) {
        return Splitter.on('.')
                .omitEmptyStrings()
                .splitToList(path.replace("[", ".").replace("]", ""));
    }

    private static Node changed(Node node, List<String> steps, Node value) {
        if (steps.isEmpty()) {
            return value;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (node instanceof Sequence list) {
            int index = Integer.parseInt(steps.get(0));
            List<Node> items = new ArrayList<>(list.items());
            if (index == items.size()) {
                items.add(Mapping.empty());
            }
            items.set(index, changed(items.get(index), rest, value));
            return Sequence.of(items);
        }
        Mapping mapping = node instanceof Mapping there ? there : Mapping.empty();
        Node changed = changed(mapping.get(steps.get(0)).orElse(Mapping.empty()), rest, value);
        return changed == Null.NULL ? mapping.without(steps.get(0)) : mapping.with(steps.get(0), changed);
    }

    /** What Hearth refuses. */
    Set<String> hearth(Case one) {
        return checks.check(List.of(Manifest.of(object(one)))).findings().stream()
                .map(CoreCases::told)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    private static String told(Finding finding) {
        return finding.rule().replace("schema.", "") + " " + flat(finding.path().toString());
    }

    /** What the API server refuses. */
    Function<Case, Set<String>> server(ApiServer server) {
        return one -> {
            Mapping object = object(one);
            Mapping metadata = object.mapping("metadata");
            Verdict verdict = server.dryRunApply(
                    object.text("apiVersion").orElseThrow(),
                    object.text("kind").orElseThrow(),
                    metadata.text("namespace").orElse(""),
                    metadata.text("name").orElseThrow(),
                    Json.write(object).getBytes(UTF_8));
            if (!verdict.accepted() && verdict.causes().isEmpty()) {
                return Set.of(UNREADABLE);
            }
            return verdict.causes().stream()
                    .map(CoreCases::told)
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
        };
    }

    private static String told(Verdict.Cause cause) {
        String reason = REASONS.getOrDefault(cause.reason(), Ascii.toLowerCase(cause.reason()));
        return reason + " " + flat(cause.field());
    }

    private static String flat(String path) {
        return path.replaceAll("\\[(\\d+)\\]", "#$1")
                .replace("[", ".")
                .replace("]", "")
                .replaceAll("#(\\d+)", "[$1]");
    }
}
