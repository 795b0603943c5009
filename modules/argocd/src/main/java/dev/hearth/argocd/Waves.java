package dev.hearth.argocd;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.TreeMultimap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sync wave of every component: its band, and in it one wave more than the last of those it comes after. So a
 * component moves only with those it has said to come after.
 */
final class Waves {

    private static final int WAVES_OF_A_BAND = 10;
    private static final String RULE = "argo.order";

    private final Expansion expansion;
    private final Map<String, Component> components = new LinkedHashMap<>();
    private final TreeMultimap<String, String> after = TreeMultimap.create();
    private final List<Finding> findings;

    private final Set<String> finished = new HashSet<>();
    private final List<String> path = new ArrayList<>();
    private final Set<ImmutableList<String>> cycles = new LinkedHashSet<>();
    private final Map<String, ImmutableList<String>> chains = new HashMap<>();

    private Waves(Expansion expansion, List<Finding> findings) {
        this.expansion = expansion;
        this.findings = findings;
        expansion.cluster().members().map(Layer.Member::component).forEach(component -> {
            components.putIfAbsent(component.name(), component);
        });
        for (Stated<Order> order : expansion.facts(Order.class)) {
            // What is preinstalled has no wave: it is there already.
            if (components.containsKey(order.component())
                    && components.containsKey(order.fact().after())) {
                after.put(order.component(), order.fact().after());
            }
        }
    }

    /** The wave of each component by its name; problems go to the findings. */
    static ImmutableMap<String, Integer> of(Expansion expansion, List<Finding> findings) {
        return new Waves(expansion, findings).all();
    }

    private ImmutableMap<String, Integer> all() {
        components.keySet().forEach(this::visit);
        cycles.forEach(this::report);
        ImmutableMap.Builder<String, Integer> waves = ImmutableMap.builder();
        components.forEach((name, component) -> {
            if (cycles.isEmpty()) {
                after.get(name).forEach(other -> checkBands(component, component(other)));
            }
            waves.put(name, component.band().wave() + depth(name));
        });
        return waves.buildOrThrow();
    }

    private int depth(String name) {
        ImmutableList<String> chain = cycles.isEmpty() ? chain(name) : ImmutableList.of(name);
        if (chain.size() == WAVES_OF_A_BAND + 1) {
            findings.add(Finding.error(
                            RULE,
                            "component " + name,
                            "band " + band(name) + " has " + WAVES_OF_A_BAND + " waves, but this is the " + chain.size()
                                    + "th that waits for the one before: " + String.join(" -> ", chain))
                    .from(expansion.placeOf(name))
                    .hint(
                            "give the first of them an earlier band(), the last a later one, or leave out an order that is"
                                    + " not needed"));
        }
        return Math.min(chain.size(), WAVES_OF_A_BAND) - 1;
    }

    /** The longest chain within the band, from this component to the first; each waits for the next. */
    private ImmutableList<String> chain(String name) {
        ImmutableList<String> known = chains.get(name);
        if (known != null) {
            return known;
        }
        ImmutableList<String> longest = ImmutableList.of();
        for (String other : after.get(name)) {
            if (band(other) == band(name) && chain(other).size() > longest.size()) {
                longest = chain(other);
            }
        }
        ImmutableList<String> chain =
                ImmutableList.<String>builder().add(name).addAll(longest).build();
        chains.put(name, chain);
        return chain;
    }

    private Band band(String name) {
        return component(name).band();
    }

    private Component component(String name) {
        return requireNonNull(components.get(name), name);
    }

    private void visit(String name) {
        int seen = path.indexOf(name);
        if (seen >= 0) {
            cycles.add(turned(path.subList(seen, path.size())));
            return;
        }
        if (!finished.contains(name)) {
            path.add(name);
            after.get(name).forEach(this::visit);
            path.remove(path.size() - 1);
            finished.add(name);
        }
    }

    /** The cycle from its first name in the alphabet, so that it reads the same wherever it was entered. */
    private static ImmutableList<String> turned(List<String> cycle) {
        int first = cycle.indexOf(cycle.stream().sorted().findFirst().orElseThrow());
        return ImmutableList.<String>builder()
                .addAll(cycle.subList(first, cycle.size()))
                .addAll(cycle.subList(0, first))
                .build();
    }

    private void report(ImmutableList<String> cycle) {
        String first = cycle.get(0);
        findings.add(Finding.error(
                        RULE, "component " + first, "waits for itself: " + String.join(" -> ", cycle) + " -> " + first)
                .from(expansion.placeOf(first))
                .hint("leave out one of these orders; a reference to a service needs none"));
    }

    private void checkBands(Component component, Component other) {
        if (other.band().wave() > component.band().wave()) {
            findings.add(Finding.error(
                            RULE,
                            "component " + component.name(),
                            "is of band " + component.band() + " and comes after " + other.name()
                                    + ", which is of the later band " + other.band())
                    .from(expansion.placeOf(component.name()))
                    .hint("let band() of " + component.name() + " be " + other.band() + " or later, or that of "
                            + other.name() + " " + component.band() + " or earlier"));
        }
    }
}
