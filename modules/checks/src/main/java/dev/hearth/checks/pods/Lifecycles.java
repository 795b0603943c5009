package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pod.grace}, {@code pod.restart}, {@code pod.cron-overlap} and {@code pod.job-ttl}: how pods end and start again.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod lifecycle</a>
 */
final class Lifecycles implements ObjectRule {

    private static final String GRACE = "pod.grace";
    private static final String RESTART = "pod.restart";
    private static final String OVERLAP = "pod.cron-overlap";
    private static final String TTL = "pod.job-ttl";
    private static final Pattern SLEEP = Pattern.compile("(?:^|[\\s;&|/])sleep\\s+(\\d+)s?(?=$|[\\s;&|])");
    private static final long DEFAULT_GRACE = 30;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(GRACE, RESTART, OVERLAP, TTL);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Said said = new Said(object, findings);
        PodFields.of(object).ifPresent(pod -> {
            grace(pod, said);
            switch (PodFields.kind(object)) {
                case "/Pod" -> bare(pod, said);
                case "batch/CronJob" -> overlap(Field.of(object).get("spec"), said);
                case "batch/Job" -> timeToLive(object, said);
                default -> {}
            }
        });
    }

    private static void grace(PodFields pod, Said said) {
        Field field = pod.spec().get("terminationGracePeriodSeconds");
        long grace = field.number().orElse(DEFAULT_GRACE);
        for (Field container : pod.containers()) {
            Field preStop = container.get("lifecycle").get("preStop");
            sleep(preStop)
                    .filter(seconds -> seconds >= grace && grace > 0)
                    .ifPresent(seconds -> said.warning(
                            GRACE,
                            preStop,
                            PodFields.called(container) + " sleeps " + seconds
                                    + " s before its end, but is killed after " + grace + " s and never told to stop",
                            "set terminationGracePeriodSeconds to the sleep and the time it takes to stop"));
        }
        if (pod.isA("apps/StatefulSet") && grace == 0) {
            said.warning(
                    GRACE,
                    field,
                    "pods of a StatefulSet are killed at once, so that two of one name may run",
                    "remove terminationGracePeriodSeconds");
        }
    }

    private static Optional<Long> sleep(Field preStop) {
        Optional<Long> seconds = preStop.get("sleep").get("seconds").number();
        if (seconds.isPresent()) {
            return seconds;
        }
        List<String> command = preStop.get("exec").get("command").texts();
        Matcher slept = SLEEP.matcher(String.join(" ", command));
        return slept.find() ? Optional.ofNullable(Longs.tryParse(slept.group(1))) : Optional.empty();
    }

    /** A pod that is meant to run once, or belongs to a node, or is a hook of a deployment, is none to keep alive. */
    private static void bare(PodFields pod, Said said) {
        if (!pod.ends()
                && !pod.object().root().mapping("metadata").has("ownerReferences")
                && !pod.spec().get("nodeName").present()
                && !hook(pod.object())) {
            said.info(
                    RESTART,
                    pod.spec(),
                    "a Pod of its own is not made again when its node fails or is drained",
                    "make it a Deployment, a StatefulSet or a Job");
        }
    }

    private static boolean hook(Manifest object) {
        return object.annotations().keySet().stream()
                .anyMatch(name -> name.equals("helm.sh/hook") || name.equals("argocd.argoproj.io/hook"));
    }

    private static void overlap(Field spec, Said said) {
        String policy = spec.get("concurrencyPolicy").text().orElse("Allow");
        Field job = spec.get("jobTemplate").get("spec");
        if (policy.equals("Allow")
                && !job.get("activeDeadlineSeconds").present()
                && !job.get("template").get("spec").get("activeDeadlineSeconds").present()) {
            said.info(
                    OVERLAP,
                    spec.get("concurrencyPolicy"),
                    "a run that hangs is joined by the next one, and the next: they may overlap and have no deadline",
                    "write concurrencyPolicy: Forbid, or set activeDeadlineSeconds");
        }
    }

    private static void timeToLive(Manifest job, Said said) {
        Field time = Field.of(job).get("spec").get("ttlSecondsAfterFinished");
        if (time.present() && !hook(job)) {
            said.info(
                    TTL,
                    time,
                    "is deleted after its end, and made and run again by whoever keeps the cluster like the tree",
                    "make it a hook (argocd.argoproj.io/hook: Sync), or remove ttlSecondsAfterFinished");
        }
    }
}
