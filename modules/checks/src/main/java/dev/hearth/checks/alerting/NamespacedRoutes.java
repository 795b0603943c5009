package dev.hearth.checks.alerting;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.Standing;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code alertmanager.namespace}: an AlertmanagerConfig waits for alerts that it can be told of. Unless the Alertmanager says
 * otherwise, the operator lets only those through whose label {@code namespace} is the namespace of the AlertmanagerConfig.
 *
 * @see <a href="https://prometheus-operator.dev/docs/api-reference/api/">AlertmanagerConfigMatcherStrategy</a>
 */
final class NamespacedRoutes implements Rule {

    private static final String ID = "alertmanager.namespace";
    private static final String NAMESPACE = "namespace";
    private static final String NAME = "alertname";
    private static final String HINT =
            "let the Alertmanager say another alertmanagerConfigMatcherStrategy, or write the route into its own configuration";

    /** How many alerts are named. */
    private static final int MOST = 3;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> configs = context.graph().all(OperatedAlertmanager.GROUP, "AlertmanagerConfig");
        if (configs.isEmpty()) {
            return;
        }
        ImmutableListMultimap<String, Alert> alerts = Alert.relabelled(context)
                ? ImmutableListMultimap.of()
                : Multimaps.index(Alert.all(context), Alert::name);
        for (OperatedAlertmanager server : OperatedAlertmanager.all(context)) {
            unheard(server, configs, alerts, context, findings);
        }
        for (Manifest config : configs) {
            if (apart(config, context)) {
                route(config, Field.of(config).get("spec").get("route"), alerts, context, findings);
            }
        }
    }

    /** Alerts of no namespace, where nobody but AlertmanagerConfigs tells of anything. */
    private static void unheard(
            OperatedAlertmanager server,
            List<Manifest> configs,
            ImmutableListMultimap<String, Alert> alerts,
            Context context,
            Consumer<Finding> findings) {
        List<String> selected = configs.stream()
                .filter(config -> server.selects(config, context).orElse(true))
                .map(config -> config.identity().namespace())
                .toList();
        List<String> unheard = alerts.values().stream()
                .filter(alert -> !alert.meantForNobody() && alert.lacksNamespace())
                .map(Alert::name)
                .distinct()
                .sorted()
                .toList();
        if (!selected.isEmpty()
                && selected.stream().allMatch(server::keepsApart)
                && !unheard.isEmpty()
                && silent(server, context)) {
            String some = String.join(", ", unheard.subList(0, Math.min(MOST, unheard.size())));
            Field strategy = server.spec().get("alertmanagerConfigMatcherStrategy");
            findings.accept(Finding.warning(
                            ID,
                            server.object().identity(),
                            "tells nobody of " + some + (unheard.size() > MOST ? " and others" : "")
                                    + ": they have no label namespace, and each AlertmanagerConfig is told only of the alerts of its"
                                    + " own namespace")
                    .at(strategy.path())
                    .hint(HINT)
                    .from(context.placeOf(server.object(), strategy.path())));
        }
    }

    /** Whether its own configuration tells nobody of anything, for certain. */
    private static boolean silent(OperatedAlertmanager server, Context context) {
        if (server.replaced() || !context.objects().contains(server.object())) {
            return false;
        }
        Identity secret = server.secret();
        if (context.graph().standing(secret) == Standing.ABSENT) {
            return context.complete();
        }
        List<Mapping> read = server.configurations(context)
                .flatMap(file -> file.yaml().stream())
                .toList();
        return !read.isEmpty() && read.stream().allMatch(AlertmanagerFaults::silent);
    }

    /** Whether every Alertmanager that may read it, and one for certain, keeps it to its own namespace. */
    private static boolean apart(Manifest config, Context context) {
        String namespace = config.identity().namespace();
        List<OperatedAlertmanager> readers = new ArrayList<>();
        boolean certain = false;
        for (OperatedAlertmanager server : OperatedAlertmanager.all(context)) {
            Optional<Boolean> selects = server.selects(config, context);
            if (selects.orElse(true)) {
                readers.add(server);
                certain |= selects.isPresent();
            }
        }
        return certain && !namespace.isEmpty() && readers.stream().allMatch(server -> server.keepsApart(namespace));
    }

    private static void route(
            Manifest config,
            Field route,
            ImmutableListMultimap<String, Alert> alerts,
            Context context,
            Consumer<Finding> findings) {
        String namespace = config.identity().namespace();
        for (Field field : route.get("matchers").items()) {
            Optional<LabelMatcher> matcher = matcher(field);
            Optional<String> fault = matcher.flatMap(asked -> fault(asked, namespace, alerts));
            fault.ifPresent(message -> findings.accept(Finding.warning(ID, config.identity(), message)
                    .at(field.path())
                    .hint(HINT)
                    .from(context.placeOf(config, field.path()))));
        }
        route.get("routes").items().forEach(below -> route(config, below, alerts, context, findings));
    }

    private static Optional<LabelMatcher> matcher(Field field) {
        String type = field.get("matchType").textOrEmpty();
        String operator = !type.isEmpty() ? type : field.get("regex").isTrue() ? "=~" : "=";
        return LabelMatcher.of(
                field.get("name").textOrEmpty(), operator, field.get("value").textOrEmpty());
    }

    private static Optional<String> fault(
            LabelMatcher asked, String namespace, ImmutableListMultimap<String, Alert> alerts) {
        String only =
                "; the operator lets only those with namespace=\"" + namespace + "\" through, so it is told of none";
        if (asked.label().equals(NAMESPACE) && !asked.matches(namespace)) {
            return Optional.of(
                    "waits for alerts with namespace" + asked.operator() + "\"" + asked.value() + "\"" + only);
        }
        if (!asked.label().equals(NAME) || asked.matches("")) {
            return Optional.empty();
        }
        List<String> names = asked.value().matches("[A-Za-z0-9_|]+")
                ? Splitter.on('|').splitToList(asked.value())
                : List.of(asked.value());
        boolean none = names.stream()
                .allMatch(name -> alerts.containsKey(name)
                        && asked.matches(name)
                        && alerts.get(name).stream()
                                .allMatch(alert -> alert.lacksNamespace() || alert.elsewhere(namespace)));
        return none
                ? Optional.of(
                        "waits for " + String.join(", ", names) + ", without label namespace or with another" + only)
                : Optional.empty();
    }
}
