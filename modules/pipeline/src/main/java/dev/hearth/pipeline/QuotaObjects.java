package dev.hearth.pipeline;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.quota.Usage;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Quota;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Quantity;
import dev.hearth.manifest.Sequence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes the quotas and limit ranges of namespaces: what is said of them, or what follows from what is rendered. */
final class QuotaObjects {

    private static final String NAME = "hearth";
    private static final String UNKNOWN = "quota.namespace";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal PODS_FOR_PEOPLE = BigDecimal.valueOf(5);

    /** Resources whose objects operators turn into pods that are in no tree. */
    private static final ImmutableSet<String> MAKERS = ImmutableSet.of(
            "monitoring.coreos.com/Alertmanager",
            "monitoring.coreos.com/Prometheus",
            "monitoring.coreos.com/PrometheusAgent",
            "monitoring.coreos.com/ThanosRuler");

    /** In what steps an amount is derived, so that it does not follow every small change. */
    private enum Step {
        PODS("1"),
        CPU("0.1"),
        MEMORY(Long.toString(64L * 1024 * 1024)),
        STORAGE(Long.toString(1024L * 1024 * 1024));

        private final BigDecimal size;

        Step(String size) {
            this.size = new BigDecimal(size);
        }
    }

    private final Expansion expansion;
    private final Quotas quotas;
    private final ImmutableListMultimap<String, Manifest> byNamespace;

    private QuotaObjects(Expansion expansion) {
        this.expansion = expansion;
        this.quotas = expansion.cluster().quotas();
        this.byNamespace = Multimaps.index(
                expansion.manifests(), object -> object.identity().namespace());
    }

    /** The expansion with them. */
    static Rendering limit(Rendering rendering) {
        QuotaObjects objects = new QuotaObjects(rendering.expansion());
        return rendering.with(rendering.expansion().derive((soFar, scopes) -> objects.derive(scopes)));
    }

    private void derive(Function<String, Scope> scopes) {
        Map<String, Quota> said = new TreeMap<>();
        for (Stated<Quotas.InNamespace> stated : expansion.facts(Quotas.InNamespace.class)) {
            said.put(stated.fact().namespace(), stated.fact().quota());
        }
        said.putAll(quotas.said());
        if (said.isEmpty() && quotas.room().isEmpty()) {
            return;
        }
        Scope scope = scopes.apply(Expansion.NAMESPACES);
        said.forEach((namespace, quota) -> said(namespace, quota, scope));
        Set<String> left = left();
        quotas.room()
                .ifPresent(room -> byNamespace.keySet().stream()
                        .filter(namespace ->
                                !namespace.isEmpty() && !said.containsKey(namespace) && !left.contains(namespace))
                        .sorted()
                        .forEach(namespace -> derived(namespace, room, scope)));
        quotas.unlimited()
                .forEach((namespace, reason) ->
                        scope.exempt(new Exemption("resource quota", "Namespace " + namespace, reason)));
    }

    private void said(String namespace, Quota quota, Scope scope) {
        if (!byNamespace.containsKey(namespace)) {
            scope.finding(Finding.error(
                            UNKNOWN,
                            "cluster " + expansion.cluster().name(),
                            "has a quota for namespace " + namespace + ", in which it has nothing")
                    .hint("correct the name of the namespace, or leave out the quota"));
            return;
        }
        scope.manifest(quota(namespace, quota.hard()));
        Sequence limits = quota.limits();
        if (!limits.isEmpty()) {
            scope.manifest(object("LimitRange", namespace, Mapping.of("limits", limits)));
        }
    }

    /** The namespaces in which pods come to be that nobody can count here, and those that should have no quota. */
    private Set<String> left() {
        Stream<String> charts = expansion.facts(RemoteChart.Resolved.class).stream()
                .flatMap(chart ->
                        Stream.concat(Stream.of(chart.namespace()), chart.fact().chart().namespaces().stream()));
        Stream<String> uncounted =
                expansion.facts(Quotas.Uncounted.class).stream().map(Stated::namespace);
        Stream<String> made = expansion.manifests().stream()
                .filter(object -> MAKERS.contains(object.identity().group() + "/" + object.kind()))
                .map(object -> object.identity().namespace());
        Stream<String> limited = expansion.manifests().stream()
                .filter(object -> object.kind().equals("ResourceQuota"))
                .map(object -> object.identity().namespace());
        Stream<String> system =
                expansion.cluster().site().preinstalled().stream().map(installed -> installed.namespace());
        return Stream.of(charts, uncounted, made, limited, system, quotas.unlimited().keySet().stream())
                .flatMap(namespaces -> namespaces)
                .collect(toImmutableSet());
    }

    private void derived(String namespace, int room, Scope scope) {
        Usage usage = Usage.of(
                byNamespace.get(namespace),
                Math.max(1, expansion.cluster().site().nodes().size()));
        if (usage.isEmpty() || namespace.startsWith("kube-")) {
            return;
        }
        Mapping.Builder hard = Mapping.builder();
        usage.most().forEach((word, amount) -> {
            // A quota of what some container does not say would keep its pod from starting.
            if (amount.sign() > 0 && !usage.unsaid().containsKey(word)) {
                hard.put(word, text(word, roomFor(word, amount, room)));
            }
        });
        scope.manifest(quota(namespace, hard.build()));
    }

    private static BigDecimal roomFor(String word, Quantity amount, int room) {
        BigDecimal more =
                amount.value().multiply(HUNDRED.add(BigDecimal.valueOf(room))).divide(HUNDRED, 9, RoundingMode.UP);
        BigDecimal wanted = word.equals("pods") ? more.add(PODS_FOR_PEOPLE) : more;
        BigDecimal step = step(word).size;
        return wanted.divide(step, 0, RoundingMode.UP).multiply(step);
    }

    private static Step step(String word) {
        return switch (word) {
            case "requests.cpu", "limits.cpu" -> Step.CPU;
            case "requests.memory", "limits.memory" -> Step.MEMORY;
            case "requests.storage" -> Step.STORAGE;
            default -> Step.PODS;
        };
    }

    private static String text(String word, BigDecimal amount) {
        return switch (step(word)) {
            case PODS -> amount.stripTrailingZeros().toPlainString();
            case CPU -> amount.movePointRight(3).stripTrailingZeros().toPlainString() + "m";
            case MEMORY ->
                amount.divide(BigDecimal.valueOf(1024L * 1024), 0, RoundingMode.UP)
                                .toPlainString() + "Mi";
            case STORAGE ->
                amount.divide(BigDecimal.valueOf(1024L * 1024 * 1024), 0, RoundingMode.UP)
                                .toPlainString() + "Gi";
        };
    }

    private static Manifest quota(String namespace, Mapping hard) {
        return object("ResourceQuota", namespace, Mapping.of("hard", hard));
    }

    private static Manifest object(String kind, String namespace, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", NAME)
                                .put("namespace", namespace)
                                .build())
                .put("spec", spec)
                .build());
    }
}
