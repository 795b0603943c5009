package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.programs.AlloyToken.Sort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the targets of a component of Alloy come from, and whether each pod takes only a part of them. */
final class AlloyTargets {

    private static final ImmutableSet<String> CHOICES =
            ImmutableSet.of("keep", "drop", "keepequal", "dropequal", "hashmod");

    /** What tells the pods of one Alloy apart. */
    private static final Pattern OWN = Pattern.compile("(?i).*(node|host|hashmod|env|constants|shard).*");

    private AlloyTargets() {}

    /** Whether all pods of that Alloy find the same targets through the API of Kubernetes, and each takes all. */
    static boolean shared(AlloyServer server, AlloyBlock component) {
        Optional<Set<AlloyBlock>> origins = origins(server, component);
        return origins.isPresent()
                && origins.get().stream().anyMatch(block -> block.name().equals("discovery.kubernetes"))
                && origins.get().stream().noneMatch(AlloyTargets::divides);
    }

    /** Whether a component, or a rule in it, takes what depends on the pod it runs in. */
    static boolean divides(AlloyBlock component) {
        return component.deep().anyMatch(block -> switch (block.name()) {
            case "rule" ->
                block.text("action").filter(CHOICES::contains).isPresent()
                        && block.attributes().values().stream().anyMatch(AlloyTargets::own);
            case "selectors" ->
                block.attributes().getOrDefault("field", ImmutableList.of()).stream()
                        .anyMatch(token -> token.text().contains("nodeName"));
            case "node_filter" -> block.maybe("enabled");
            default -> false;
        });
    }

    private static boolean own(ImmutableList<AlloyToken> expression) {
        return expression.stream().anyMatch(token -> OWN.matcher(token.text()).matches());
    }

    /** All components that targets come through; nothing where one of them is not in the files. */
    private static Optional<Set<AlloyBlock>> origins(AlloyServer server, AlloyBlock component) {
        Map<String, AlloyBlock> found = new LinkedHashMap<>();
        Deque<AlloyBlock> next = new ArrayDeque<>(List.of(component));
        while (!next.isEmpty()) {
            for (String reference :
                    references(next.remove().attributes().getOrDefault("targets", ImmutableList.of()))) {
                Optional<AlloyBlock> origin = server.component(reference);
                if (origin.isEmpty()) {
                    return Optional.empty();
                }
                if (found.put(origin.get().id(), origin.get()) == null) {
                    next.add(origin.get());
                }
            }
        }
        return Optional.of(new LinkedHashSet<>(found.values()));
    }

    /** The names with dots in an expression that are not called: {@code discovery.kubernetes.pods.targets}. */
    private static List<String> references(ImmutableList<AlloyToken> expression) {
        Set<String> found = new LinkedHashSet<>();
        int at = 0;
        while (at < expression.size()) {
            StringBuilder name = new StringBuilder(expression.get(at).text());
            boolean named = expression.get(at).sort() == Sort.NAME;
            at++;
            while (named
                    && at + 1 < expression.size()
                    && expression.get(at).is(".")
                    && expression.get(at + 1).sort() == Sort.NAME) {
                name.append('.').append(expression.get(at + 1).text());
                at += 2;
            }
            boolean called = at < expression.size() && expression.get(at).is("(");
            if (named && !called && name.indexOf(".") > 0) {
                found.add(name.toString());
            }
        }
        return List.copyOf(found);
    }
}
