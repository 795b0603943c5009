package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Alertmanager that the Prometheus operator runs, and where its configuration comes from.
 *
 * @param object the object
 * @see <a href="https://prometheus-operator.dev/docs/developer/alerting/">Alerting with the operator</a>
 */
record OperatedAlertmanager(Manifest object) {

    static final String GROUP = "monitoring.coreos.com";

    /** The key that the operator reads; it compresses what it makes of it, but reads nothing compressed. */
    static final String KEY = "alertmanager.yaml";

    /** That object as one; nothing where it is none. */
    static Optional<OperatedAlertmanager> of(Manifest object) {
        return object.kind().equals("Alertmanager") && object.identity().group().equals(GROUP)
                ? Optional.of(new OperatedAlertmanager(object))
                : Optional.empty();
    }

    /** All that are known. */
    static ImmutableList<OperatedAlertmanager> all(Context context) {
        return context.graph().known(GROUP, "Alertmanager").stream()
                .map(OperatedAlertmanager::new)
                .collect(ImmutableList.toImmutableList());
    }

    Field spec() {
        return Field.of(object).get("spec");
    }

    /** The Secret that the operator reads. */
    Identity secret() {
        Field named = spec().get("configSecret");
        return new Identity(
                "",
                "Secret",
                object.identity().namespace(),
                named.empty() ? "alertmanager-" + object.name() : named.textOrEmpty());
    }

    /** What the operator reads, by each that brings the Secret. */
    Stream<HeldFile> configurations(Context context) {
        return HeldFile.of(secret(), context).filter(file -> file.path().equals(KEY));
    }

    /** Whether an ExternalSecret adds keys to that Secret that somebody else brings. */
    static boolean extended(Identity secret, Context context) {
        return context.graph().known("external-secrets.io", "ExternalSecret").stream()
                .filter(external -> external.identity().namespace().equals(secret.namespace()))
                .map(external -> Field.of(external).get("spec").get("target"))
                .anyMatch(target -> target.get("creationPolicy").textOrEmpty().equals("Merge")
                        && target.get("name").textOrEmpty().equals(secret.name()));
    }

    /** Whether an AlertmanagerConfig stands in for the Secret. */
    boolean replaced() {
        return spec().get("alertmanagerConfiguration").present();
    }

    /** Whether AlertmanagerConfigs are added to the Secret's configuration. */
    boolean gathers() {
        return spec().get("alertmanagerConfigSelector").present();
    }

    /** Whether that AlertmanagerConfig is added; nothing where nobody tells the labels of its namespace. */
    Optional<Boolean> selects(Manifest config, Context context) {
        if (!gathers()
                || !Selector.of(spec().get("alertmanagerConfigSelector").mapping())
                        .matches(config.labels())) {
            return Optional.of(false);
        }
        String namespace = config.identity().namespace();
        Field namespaces = spec().get("alertmanagerConfigNamespaceSelector");
        if (!namespaces.present()) {
            return Optional.of(namespace.equals(object.identity().namespace()));
        }
        Selector selector = Selector.of(namespaces.mapping());
        if (selector.isEmpty()) {
            return Optional.of(true);
        }
        return context.graph().find("", "Namespace", "", namespace).map(found -> {
            Map<String, String> labels = new HashMap<>(found.labels());
            labels.put("kubernetes.io/metadata.name", namespace);
            return selector.matches(labels);
        });
    }

    /** Whether its AlertmanagerConfigs of that namespace are told of alerts with that very label {@code namespace} alone. */
    boolean keepsApart(String namespace) {
        return switch (spec().get("alertmanagerConfigMatcherStrategy")
                .get("type")
                .textOrEmpty()) {
            case "None" -> false;
            case "OnNamespaceExceptForAlertmanagerNamespace" ->
                !namespace.equals(object.identity().namespace());
            default -> true;
        };
    }
}
