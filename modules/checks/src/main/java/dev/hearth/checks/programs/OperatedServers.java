package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * {@code monitor.server}: a Prometheus or Alertmanager of the operator does what it is there for. The operator takes settings with
 * which it gathers nothing, forgets after a day, or whose pods are refused.
 *
 * @see <a href="https://prometheus-operator.dev/docs/api-reference/api/">API of the operator</a>
 */
final class OperatedServers implements ObjectRule {

    private static final String ID = "monitor.server";
    private static final String GROUP = "monitoring.coreos.com";
    private static final ImmutableList<String> TARGETS =
            ImmutableList.of("serviceMonitorSelector", "podMonitorSelector", "probeSelector", "scrapeConfigSelector");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!object.identity().group().equals(GROUP)) {
            return;
        }
        Field spec = Field.of(object).get("spec");
        if (object.kind().equals("Prometheus")) {
            prometheus(object, spec, context, findings);
            told(object, spec, context, findings);
        }
        if (object.kind().equals("Prometheus") || object.kind().equals("Alertmanager")) {
            admitted(object, spec.get("securityContext"), context, findings);
        }
    }

    private static void prometheus(Manifest object, Field spec, Context context, Consumer<Finding> findings) {
        if (TARGETS.stream().noneMatch(name -> spec.get(name).present())
                && spec.get("additionalScrapeConfigs").empty()
                && !receives(spec)) {
            say(
                    object,
                    spec,
                    "gathers nothing: without a selector no monitor is selected",
                    "write serviceMonitorSelector: {} and podMonitorSelector: {} for all of them",
                    findings);
        }
        if (!spec.get("ruleSelector").present() && rules(context)) {
            say(
                    object,
                    spec,
                    "evaluates no rules: without ruleSelector none is selected",
                    "write ruleSelector: {}",
                    findings);
        }
        if (!spec.get("retention").present() && !spec.get("retentionSize").present() && !keptElsewhere(spec)) {
            findings.accept(Finding.info(
                            ID,
                            object.identity(),
                            "forgets after 24 hours, because nobody says for how long it keeps samples")
                    .at(spec.path())
                    .hint("write retention"));
        }
        boolean exemplars = spec.get("exemplars").present()
                || spec.get("remoteWrite").items().stream()
                        .anyMatch(remote -> remote.get("sendExemplars").isTrue());
        if (exemplars && !spec.get("enableFeatures").texts().contains("exemplar-storage")) {
            say(
                    object,
                    spec,
                    "is to keep or send exemplars, but has none without the feature exemplar-storage",
                    "write enableFeatures: [exemplar-storage]",
                    findings);
        }
    }

    /** Whether somebody is told of its alerts, where an Alertmanager is there and no other Prometheus tells it. */
    private static void told(Manifest object, Field spec, Context context, Consumer<Finding> findings) {
        boolean telling = context.graph().known(GROUP, "Prometheus").stream()
                .map(server -> Field.of(server).get("spec"))
                .anyMatch(server -> server.get("alerting").present()
                        || server.get("additionalAlertManagerConfigs").present());
        ImmutableList<Manifest> alertmanagers = context.graph().all(GROUP, "Alertmanager");
        if (spec.get("ruleSelector").present() && !telling && !alertmanagers.isEmpty()) {
            say(
                    object,
                    spec,
                    "tells no Alertmanager of its alerts, though there is " + alertmanagers.get(0),
                    "write alerting.alertmanagers with the Service of that Alertmanager (in the platform: Prometheus.alertsTo(...))",
                    findings);
        }
    }

    /** Whether others send it samples. */
    private static boolean receives(Field spec) {
        return spec.get("enableRemoteWriteReceiver").isTrue()
                || spec.get("enableOTLPReceiver").isTrue()
                || spec.get("additionalArgs").present();
    }

    /** Whether there are rules, and nobody else to evaluate them. */
    private static boolean rules(Context context) {
        return !context.graph().known(GROUP, "PrometheusRule").isEmpty()
                && context.graph().known(GROUP, "ThanosRuler").isEmpty();
    }

    private static boolean keptElsewhere(Field spec) {
        return !spec.get("remoteWrite").empty()
                || !spec.get("thanos").get("objectStorageConfig").empty()
                || !spec.get("thanos").get("objectStorageConfigFile").empty();
    }

    private static void say(Manifest object, Field at, String message, String hint, Consumer<Finding> findings) {
        findings.accept(
                Finding.warning(ID, object.identity(), message).at(at.path()).hint(hint));
    }

    /** The operator sets neither by itself. */
    private static void admitted(Manifest object, Field security, Context context, Consumer<Finding> findings) {
        boolean restricted = context.graph()
                .find("", "Namespace", "", object.identity().namespace())
                .filter(namespace -> "restricted".equals(namespace.labels().get("pod-security.kubernetes.io/enforce")))
                .isPresent();
        if (restricted
                && !(security.get("runAsNonRoot").isTrue()
                        && security.get("seccompProfile").get("type").present())) {
            findings.accept(
                    Finding.error(
                                    ID,
                                    object.identity(),
                                    "makes pods that namespace "
                                            + object.identity().namespace()
                                            + " refuses, which is restricted: the operator says neither that they do not run as root nor a"
                                            + " seccomp profile")
                            .at(security.path())
                            .hint(
                                    "write securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}"));
        }
    }
}
