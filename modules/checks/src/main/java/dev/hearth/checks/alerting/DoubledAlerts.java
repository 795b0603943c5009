package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code alert.twice}: one engine raises an alert. Where Grafana has a rule that a Prometheus or a Loki has too, both tell of it, by
 * routes and silences of their own.
 *
 * @see <a
 *     href="https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/">Alerting
 *     resources in files of Grafana</a>
 */
final class DoubledAlerts implements Rule {

    private static final String ID = "alert.twice";

    /**
     * A rule of Grafana.
     *
     * @param source the ConfigMap or Secret with its file
     * @param path where the file stands there
     * @param rule the rule in its file
     */
    private record GrafanaRule(Manifest source, FieldPath path, Field rule) {

        /** Whether it raises the same alert: by its name, or by what it asks. */
        boolean like(Alert alert) {
            return same(rule.get("title").textOrEmpty(), alert.name())
                    || rule.get("data").items().stream()
                            .map(query -> query.get("model").get("expr").textOrEmpty())
                            .anyMatch(expression -> same(expression.replace("$$", "$"), alert.expression()));
        }

        private static boolean same(String one, String other) {
            String bare = bare(one);
            return !bare.isEmpty() && bare.equals(bare(other));
        }

        private static String bare(String text) {
            return text.replaceAll("\\s+", "");
        }
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        List<GrafanaRule> rules = rules(context);
        if (rules.isEmpty()) {
            return;
        }
        ImmutableList<Alert> alerts = Alert.all(context);
        for (GrafanaRule rule : rules) {
            Optional<Alert> same = alerts.stream().filter(rule::like).findFirst();
            same.ifPresent(alert -> findings.accept(Finding.warning(
                            ID,
                            rule.source().identity(),
                            "has Grafana raise at " + rule.rule().path() + " what " + alert.source() + " raises as "
                                    + alert.name() + ": both tell of it, and a silence in one leaves the other")
                    .at(rule.path())
                    .hint(
                            "keep one of them; Grafana shows and silences the alerts of an Alertmanager by a data source of that kind")
                    .from(context.placeOf(rule.source(), rule.path()))));
        }
    }

    private static List<GrafanaRule> rules(Context context) {
        return Stream.of("ConfigMap", "Secret")
                .flatMap(kind -> context.graph().all("", kind).stream())
                .flatMap(source -> HeldFile.of(source).stream())
                .filter(file -> file.mentions("apiVersion", "groups", "title"))
                .flatMap(file -> file.yaml().map(Field::of).stream()
                        .filter(root -> root.get("apiVersion").number().equals(Optional.of(1L)))
                        .flatMap(root -> root.get("groups").items().stream())
                        .flatMap(group -> group.get("rules").items().stream())
                        .filter(rule -> rule.get("data").present()
                                && !rule.get("isPaused").isTrue()
                                && !rule.get("record").present())
                        .map(rule -> new GrafanaRule(file.source(), file.place(), rule)))
                .toList();
    }
}
