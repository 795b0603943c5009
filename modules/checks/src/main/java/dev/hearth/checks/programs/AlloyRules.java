package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.Environment;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.programs.AlloyToken.Sort;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code alloy.config}, and {@code config.variable} of Alloy: what several pods would all do is shared, what was told is not told
 * again, and each variable is there.
 *
 * @see <a href="https://grafana.com/docs/alloy/latest/configure/clustering/distribute-workload/">Distribute workload</a>
 */
final class AlloyRules implements ObjectRule {

    private static final String CONFIG = "alloy.config";
    private static final String VARIABLE = "config.variable";
    private static final String EVENTS = "loki.source.kubernetes_events";

    /** What finds its work by itself. */
    private static final ImmutableSet<String> ALONE = ImmutableSet.of(
            EVENTS,
            "loki.source.podlogs",
            "prometheus.operator.podmonitors",
            "prometheus.operator.probes",
            "prometheus.operator.scrapeconfigs",
            "prometheus.operator.servicemonitors");

    /** What is given targets. */
    private static final ImmutableSet<String> GIVEN =
            ImmutableSet.of("loki.source.kubernetes", "prometheus.scrape", "pyroscope.scrape");

    /** By this label a store of metrics tells the writers of one pair apart, and keeps what one of them writes. */
    private static final String REPLICA = "__replica__";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(CONFIG, VARIABLE);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        for (AlloyServer server : AlloyServer.of(object, context)) {
            server.files().forEach((file, root) -> {
                shared(server, file, root, findings);
                events(server, file, root, findings);
                variables(server, file, root, findings);
            });
        }
    }

    private static void shared(AlloyServer server, HeldFile file, AlloyBlock root, Consumer<Finding> findings) {
        if (server.copies().isEmpty()) {
            return;
        }
        List<AlloyBlock> same = root.blocks().stream()
                .filter(component -> same(server, component))
                .toList();
        alone(server, file, same.stream().filter(component -> !asks(component)).toList(), false, findings);
        if (!server.clustered()) {
            alone(server, file, same.stream().filter(AlloyRules::asks).toList(), true, findings);
        }
    }

    private static boolean asks(AlloyBlock component) {
        return component.named("clustering").anyMatch(block -> block.maybe("enabled"));
    }

    private static void alone(
            AlloyServer server, HeldFile file, List<AlloyBlock> all, boolean asking, Consumer<Finding> findings) {
        if (all.isEmpty()) {
            return;
        }
        boolean old = server.container().before(1, 16)
                && all.stream().anyMatch(component -> component.name().equals(EVENTS));
        findings.accept(file.warning(
                CONFIG,
                "runs " + all.stream().map(AlloyBlock::id).collect(Collectors.joining(", ")) + " "
                        + server.copies().orElseThrow() + " of " + server.workload()
                        + ", and each does all of the work: "
                        + (asking
                                ? "without the argument --cluster.enabled a block clustering does nothing"
                                : "without a block clustering with enabled = true nothing is shared"),
                "write clustering { enabled = true } into each, and give Alloy --cluster.enabled=true and"
                        + " --cluster.join-addresses; or run one pod"
                        + (old ? "; " + EVENTS + " has clustering since 1.16" : "")));
    }

    /** Whether all pods of an Alloy would do the same. */
    private static boolean same(AlloyServer server, AlloyBlock component) {
        boolean paired = component.name().startsWith("prometheus.")
                && server.files().keySet().stream().anyMatch(file -> file.text().contains(REPLICA));
        boolean all = GIVEN.contains(component.name())
                ? AlloyTargets.shared(server, component)
                : ALONE.contains(component.name());
        return all && !paired && !AlloyTargets.divides(component);
    }

    private static void events(AlloyServer server, HeldFile file, AlloyBlock root, Consumer<Finding> findings) {
        String storage = server.argument("--storage.path").orElse("/data-alloy");
        if (root.named(EVENTS).findAny().isEmpty()
                || !storage.startsWith("/")
                || server.container().field().get("workingDir").present()
                || server.container().mounts().kept(storage)) {
            return;
        }
        findings.accept(file.warning(
                CONFIG,
                "runs " + EVENTS + ", which keeps in --storage.path how far it read, but that of " + server.workload()
                        + " goes with the pod: the next one tells all events of the last hour again",
                "give --storage.path a folder on a claim"));
    }

    private static void variables(AlloyServer server, HeldFile file, AlloyBlock root, Consumer<Finding> findings) {
        Set<String> missing = new TreeSet<>();
        root.deep()
                .flatMap(block -> block.attributes().values().stream())
                .forEach(expression -> missing(server.container().environment(), expression, missing));
        if (!missing.isEmpty()) {
            findings.accept(
                    file.error(
                            VARIABLE,
                            "reads " + String.join(", ", missing) + ", which "
                                    + server.container()
                                    + " has not in its environment: it gets an empty text",
                            "give the container that variable, correct the name, or write coalesce with what is meant otherwise"));
        }
    }

    /** What stands in coalesce may be missing, and what is compared is asked for. */
    private static void missing(Environment environment, ImmutableList<AlloyToken> words, Set<String> missing) {
        Deque<Boolean> open = new ArrayDeque<>();
        for (int i = 0; i < words.size(); i++) {
            AlloyToken word = words.get(i);
            if (word.is("(")) {
                open.push(i > 0 && words.get(i - 1).named("coalesce"));
            } else if (word.is(")") && !open.isEmpty()) {
                open.pop();
            }
            if (reads(words, i)
                    && !open.contains(true)
                    && words.stream().noneMatch(other -> other.is("==") || other.is("!="))
                    && environment.misses(words.get(i + 2).text())) {
                missing.add(words.get(i + 2).text());
            }
        }
    }

    /** Whether {@code env("NAME")} stands there: that of {@code sys}, or the older one alone. */
    private static boolean reads(ImmutableList<AlloyToken> words, int at) {
        boolean called = at + 3 < words.size()
                && words.get(at).named("env")
                && words.get(at + 1).is("(")
                && words.get(at + 2).sort() == Sort.STRING
                && words.get(at + 3).is(")");
        boolean below = at > 0 && words.get(at - 1).is(".");
        return called && (!below || (at > 1 && words.get(at - 2).named("sys")));
    }
}
