package dev.hearth.platform.mesh;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import java.util.stream.Collectors;

/** When somebody should look at the mesh. */
record MeshAlerts(Istio istio, ClusterView cluster) {

    private static final String PLACE = "namespace=\"" + Istio.NAMESPACE + "\"";

    Rules rules() {
        Rules rules = Rules.named(istio.name())
                .alert(Alert.named("IstiodDown")
                        .expr("kube_deployment_status_replicas_available{" + PLACE + ", deployment=\""
                                + Istio.CONTROL_PLANE + "\"} == 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("The control plane of the mesh is down")
                        .description(
                                "No pod of a member starts, and proxies get no new certificates; those they have are"
                                        + " valid for a day at most."))
                .alert(Alert.named("MeshServerErrors")
                        .expr(share("response_code=~\"5..\"") + " > 0.05")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary(
                                "{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} answers"
                                        + " with errors")
                        .description("{{ $value | humanizePercentage }} of the requests of the mesh to it fail."))
                .alert(Alert.named("MeshSettingsRejected")
                        .expr("sum by (namespace, type) (increase(pilot_total_xds_rejects{" + PLACE + "}[15m])) > 0")
                        .holding(minutes(5))
                        .severity(Severity.WARNING)
                        .summary("Proxies refuse settings of the mesh")
                        .description("Settings of type {{ $labels.type }} are refused, so proxies go on with old ones."
                                + " istioctl proxy-status says which."))
                .alert(Alert.named("MeshProxiesNotInjected")
                        .expr("sum by (namespace) (increase(sidecar_injection_failure_total{" + PLACE + "}[15m])) > 0")
                        .severity(Severity.CRITICAL)
                        .summary("Pods of members do not start")
                        .description("The control plane could not put a proxy beside them; its log says why."));
        String strict = istio.joined().stream()
                .filter(member -> member.open().isEmpty() && member.plain().isEmpty())
                .flatMap(member -> cluster.namespaceOf(member.component()).stream())
                .filter(namespace -> istio.joined().stream()
                        .filter(member ->
                                !member.open().isEmpty() || !member.plain().isEmpty())
                        .noneMatch(member -> cluster.namespaceOf(member.component())
                                .orElse("")
                                .equals(namespace)))
                .distinct()
                .sorted()
                .collect(Collectors.joining("|"));
        return strict.isEmpty() ? rules : rules.alert(plain(strict));
    }

    /** Where every port is strict, so that a plain request means that somebody has changed that in the cluster. */
    private static Alert plain(String namespaces) {
        return Alert.named("MeshPlainRequests")
                .expr("sum by (destination_workload_namespace, destination_workload) (rate("
                        + "istio_requests_total{reporter=\"destination\", connection_security_policy!=\"mutual_tls\","
                        + " destination_workload_namespace=~\"" + namespaces + "\"}[5m])) > 0")
                .holding(minutes(5))
                .severity(Severity.CRITICAL)
                .summary(
                        "{{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} takes requests"
                                + " without mutual TLS")
                .description(
                        "Every port of it is strict in the tree, so somebody has changed a PeerAuthentication in the"
                                + " cluster.");
    }

    private static String share(String which) {
        String by = "sum by (destination_workload_namespace, destination_workload) (rate(istio_requests_total{";
        String of = "reporter=\"destination\"";
        return by + of + ", " + which + "}[5m])) / " + by + of + "}[5m]))";
    }
}
