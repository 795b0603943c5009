package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code grafana.config}: SQLite is a file for one Grafana. What {@code pod.rollout} and {@code storage.access-mode} say of a
 * claim for one node is not said again.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/setup-grafana/set-up-for-high-availability/">Several Grafanas</a>
 */
final class GrafanaDatabase implements GrafanaRules.Judge {

    @Override
    public void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings) {
        Manifest workload = grafana.workload();
        boolean deployment = workload.kind().equals("Deployment");
        if ((!deployment && !workload.kind().equals("StatefulSet")) || !sqlite(grafana)) {
            return;
        }
        Field spec = Field.of(workload).get("spec");
        Optional<Field> claim = grafana.path("data", "/var/lib/grafana")
                .flatMap(grafana.mounts()::of)
                .map(mount -> grafana.mounts()
                        .volume(mount)
                        .get("persistentVolumeClaim")
                        .get("claimName"))
                .filter(Field::present);
        if (deployment && claim.filter(name -> oneNode(workload, name, context)).isPresent()) {
            return;
        }
        long replicas =
                spec.get("replicas").present() ? spec.get("replicas").number().orElse(0L) : 1;
        if (replicas > 1) {
            several(grafana, spec.get("replicas"), replicas, claim.isPresent(), findings);
        } else if (replicas == 1 && deployment && claim.isPresent() && surges(spec.get("strategy"))) {
            findings.accept(grafana.warning(
                    GrafanaRules.CONFIG,
                    spec.get("strategy"),
                    "starts the new Grafana before the old one ends: both write to the SQLite file on claim "
                            + claim.get().textOrEmpty(),
                    "write strategy: {type: Recreate}, or give Grafana a database of its own"));
        }
    }

    private static void several(
            GrafanaServer grafana, Field replicas, long count, boolean shared, Consumer<Finding> findings) {
        findings.accept(grafana.warning(
                GrafanaRules.CONFIG,
                replicas,
                shared
                        ? "is there " + count + " times, and all write to one SQLite file"
                        : "is there " + count
                                + " times, each with an SQLite file of its own: who logs in to one is unknown to the next, and what is changed in one is not in the others",
                "write replicas: 1, or give Grafana a PostgreSQL or MySQL: GF_DATABASE_TYPE"));
    }

    private static boolean sqlite(GrafanaServer grafana) {
        return grafana.setting("database", "type", "sqlite3").equals(Optional.of("sqlite3"))
                && grafana.setting("database", "url", "").equals(Optional.of(""));
    }

    private static boolean oneNode(Manifest workload, Field name, Context context) {
        return context.graph()
                .find("", "PersistentVolumeClaim", workload.identity().namespace(), name.textOrEmpty())
                .map(claim -> Field.of(claim).get("spec").get("accessModes").texts())
                .filter(modes -> modes.equals(List.of("ReadWriteOnce")) || modes.equals(List.of("ReadWriteOncePod")))
                .isPresent();
    }

    private static boolean surges(Field strategy) {
        Field surge = strategy.get("rollingUpdate").get("maxSurge");
        boolean none = surge.number().filter(number -> number == 0).isPresent()
                || surge.textOrEmpty().matches("0%?");
        return !strategy.get("type").textOrEmpty().equals("Recreate") && !none;
    }
}
