package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.findings.Finding;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Protocol;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code grafana.config}: since version 13 the usual data sources are plugins that Grafana renews from the internet when it
 * starts. It stops the old one first, so where it cannot write or get out, the data source is gone.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/plugin-management/plugin-install/">Plugins</a>
 */
final class GrafanaPlugins implements GrafanaRules.Judge {

    private static final String BUNDLED = "/usr/share/grafana/data/plugins-bundled";
    private static final ImmutableSet<String> TRUE =
            ImmutableSet.of("1", "t", "T", "true", "TRUE", "True", "y", "yes", "YES", "Yes", "on", "ON", "On");

    @Override
    public void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings) {
        if (!grafana.since(13) || !updates(grafana)) {
            return;
        }
        boolean readOnly = grafana.container()
                        .field()
                        .get("securityContext")
                        .get("readOnlyRootFilesystem")
                        .isTrue()
                && grafana.mounts().of(BUNDLED).isEmpty();
        boolean shut = !readOnly && shut(grafana, context);
        if (readOnly || shut) {
            findings.accept(grafana.warning(
                    GrafanaRules.CONFIG,
                    grafana.container().field().get("env"),
                    "renews its bundled plugins when it starts, data sources among them, but "
                            + (readOnly ? "cannot write to " + BUNDLED : "no NetworkPolicy lets it out to the internet")
                            + ": a data source that has a newer version is stopped and not registered again",
                    "write GF_PLUGINS_PREINSTALL_DISABLED: \"true\"; a newer image brings newer plugins"));
        }
    }

    private static boolean updates(GrafanaServer grafana) {
        return grafana.setting("plugins", "preinstall_disabled", "false")
                        .filter(disabled -> !TRUE.contains(disabled))
                        .isPresent()
                && grafana.setting("plugins", "preinstall_auto_update", "true")
                        .filter(TRUE::contains)
                        .isPresent();
    }

    /** Whether no connection leaves the cluster for sure: there is no way out by a proxy, and no policy that is not read. */
    private static boolean shut(GrafanaServer grafana, Context context) {
        Optional<Pod> pod = Pod.from(grafana.workload());
        boolean proxied = grafana.environment().more()
                || grafana.environment().given().stream().anyMatch(name -> name.matches("(?i)https?_proxy|all_proxy"));
        if (pod.isEmpty()
                || proxied
                || !NetworkPolicies.check(context.objects()).isEmpty()) {
            return false;
        }
        NetworkPolicies policies = NetworkPolicies.of(ImmutableList.<Manifest>builder()
                .addAll(context.graph().known("networking.k8s.io", "NetworkPolicy"))
                .addAll(context.graph().known("", "Namespace"))
                .build());
        return policies.verdict(pod.get(), Host.outside("203.0.113.7"), Protocol.TCP, 443)
                .denied();
    }
}
