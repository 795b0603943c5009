package dev.hearth.checks.quota;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many pods a workload has.
 *
 * @param steady as many as it is meant to have
 * @param most as many as there are for a while when it changes
 */
record PodCount(long steady, long most) {

    /**
     * The pods of a workload.
     *
     * @param most how many an autoscaler may make of it; 0 where it has none
     * @param nodes how many nodes there are
     */
    static PodCount of(Manifest workload, long most, int nodes) {
        Field spec = Field.of(workload).get("spec");
        long replicas = most > 0 ? most : spec.get("replicas").number().orElse(1L);
        return switch (workload.identity().group() + "/" + workload.kind()) {
            case "apps/Deployment" -> new PodCount(replicas, replicas + surge(spec, "strategy", "25%", replicas));
            case "apps/DaemonSet" -> new PodCount(nodes, nodes + surge(spec, "updateStrategy", "0", nodes));
            case "apps/StatefulSet", "apps/ReplicaSet", "/ReplicationController" -> new PodCount(replicas, replicas);
            case "batch/Job" -> job(spec);
            case "batch/CronJob" -> {
                PodCount one = job(spec.get("jobTemplate").get("spec"));
                boolean several =
                        spec.get("concurrencyPolicy").text().orElse("Allow").equals("Allow");
                yield spec.get("suspend").isTrue()
                        ? new PodCount(0, 0)
                        : new PodCount(one.steady(), several ? 2 * one.most() : one.most());
            }
            case "/Pod" -> new PodCount(1, 1);
            default -> new PodCount(0, 0);
        };
    }

    private static PodCount job(Field spec) {
        long parallel = spec.get("parallelism").number().orElse(1L);
        long needed = spec.get("completions").number().orElse(parallel);
        long pods = Math.min(parallel, needed);
        return new PodCount(pods, pods);
    }

    private static long surge(Field spec, String strategy, String usual, long pods) {
        Field update = spec.get(strategy);
        if (!update.get("type").text().orElse("RollingUpdate").equals("RollingUpdate")) {
            return 0;
        }
        Node said = update.get("rollingUpdate").get("maxSurge").node().orElse(Node.text(usual));
        if (said instanceof Numeral number) {
            return number.value().longValue();
        }
        String text = said instanceof Text percent ? percent.value() : usual;
        String digits = text.replace("%", "");
        boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9') && digits.length() < 6;
        if (!number) {
            return 0;
        }
        return text.endsWith("%")
                ? BigDecimal.valueOf(Long.parseLong(digits) * pods)
                        .divide(BigDecimal.valueOf(100), 0, RoundingMode.UP)
                        .longValue()
                : Long.parseLong(digits);
    }
}
