package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Segments;
import dev.hearth.findings.Finding;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Tells of flows from one segment to another that nobody said may cross, and lists what may. */
final class Crossings {

    private static final String RULE = "net.segment";

    private final Segments segments;
    private final Map<String, String> byNamespace = new TreeMap<>();
    private final Function<String, Scope> scopes;

    private Crossings(Segments segments, Function<String, Scope> scopes) {
        this.segments = segments;
        this.scopes = scopes;
    }

    static void report(Expansion soFar, ImmutableSortedSet<String> owned, Function<String, Scope> scopes) {
        Segments segments = soFar.cluster().segments();
        if (!segments.layers().isEmpty()) {
            Crossings crossings = new Crossings(segments, scopes);
            crossings.layers(soFar);
            crossings.namespaces(soFar, owned);
            crossings.flows(soFar);
            crossings.exemptions();
        }
    }

    private void layers(Expansion soFar) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : soFar.cluster().layers()) {
            names.add(layer.name());
            if (segments.ofLayer(layer.name()).isEmpty()) {
                finding(
                        Expansion.NAMESPACES,
                        "layer " + layer.name(),
                        "is in no segment, so nothing holds it apart",
                        "name it in one of the segments: Segments.segment(name, \"" + layer.name() + "\")");
            }
        }
        segments.layers().keySet().stream()
                .filter(layer -> !names.contains(layer))
                .forEach(layer -> finding(
                        Expansion.NAMESPACES,
                        "segment " + segments.ofLayer(layer).orElse(""),
                        "has a layer '" + layer + "', but the cluster has " + names,
                        "name a layer of the cluster"));
    }

    private void namespaces(Expansion soFar, ImmutableSortedSet<String> owned) {
        for (String namespace : owned) {
            List<String> all = segments.of(soFar, namespace);
            if (all.size() > 1) {
                finding(
                        Expansion.NAMESPACES,
                        "Namespace " + namespace,
                        "is shared by components of the segments " + all,
                        "give them namespaces of their own, or put them into one segment");
            }
            all.stream().findFirst().ifPresent(segment -> byNamespace.put(namespace, segment));
        }
    }

    private void flows(Expansion soFar) {
        soFar.flows().stream()
                .sorted(Comparator.comparing(Flow::toString))
                .forEach(flow -> across(flow)
                        .ifPresent(words -> finding(
                                flow.owner(),
                                "component " + flow.owner(),
                                words,
                                "declare it with Segments.crossing(from, to, reason), or do without the flow")));
    }

    private Optional<String> across(Flow flow) {
        if (!(flow.from() instanceof Pods from) || !(flow.to() instanceof Pods to)) {
            return Optional.empty();
        }
        String mine = byNamespace.getOrDefault(from.namespace(), "");
        String theirs = byNamespace.getOrDefault(to.namespace(), "");
        return mine.isEmpty() || theirs.isEmpty() || segments.allow(mine, theirs)
                ? Optional.empty()
                : Optional.of("pods " + from + " of segment " + mine + " open " + to + ":" + flow.port()
                        + " of segment " + theirs + ", and no crossing says that they may");
    }

    private void exemptions() {
        for (Segments.Crossing crossing : segments.crossings()) {
            scopes.apply(Expansion.NAMESPACES)
                    .exempt(new Exemption(
                            "segments held apart",
                            "Segment " + crossing.from() + " to " + crossing.to(),
                            crossing.reason()));
        }
    }

    private void finding(String component, String subject, String fault, String hint) {
        scopes.apply(component).finding(Finding.error(RULE, subject, fault).hint(hint));
    }
}
