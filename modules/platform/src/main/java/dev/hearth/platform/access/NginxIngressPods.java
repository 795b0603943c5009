package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;

import dev.hearth.dsl.Port;
import dev.hearth.dsl.Units;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Container;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods of the NGINX Ingress Controller, and what they may do.
 *
 * @param ingress whose pods
 */
record NginxIngressPods(NginxIngress ingress) {

    private static final int USER = 101;
    private static final Port READINESS = Port.http(8081).named("readiness-port");
    private static final Port METRICS = Port.http(9113).named("prometheus");

    Workload workload() {
        Volume etc = Volume.scratch("nginx-etc");
        Workload controller = ingress.entrance()
                .workload(ingress.name(), ingress.autoscaler())
                .image(ingress.image())
                .args(
                        "-nginx-configmaps=$(POD_NAMESPACE)/" + ingress.name(),
                        "-ingress-class=" + ingress.ingressClass(),
                        "-report-ingress-status",
                        "-leader-election-lock-name=" + lock(),
                        "-enable-custom-resources=" + ingress.customResources(),
                        "-enable-snippets=" + ingress.snippets().isPresent(),
                        "-enable-prometheus-metrics",
                        "-enable-telemetry-reporting=false")
                .envField("POD_NAMESPACE", "metadata.namespace")
                .envField("POD_NAME", "metadata.name")
                .unservedPort(READINESS)
                .readiness(Probe.http(READINESS, "/nginx-ready").period(Units.seconds(1)))
                .requests(cpu("100m"), memory("128Mi"))
                .limits(memory("512Mi"))
                .runAs(USER, USER)
                .capability("NET_BIND_SERVICE")
                // The image's /etc/nginx is written to, so it is copied to where that is possible.
                .initContainer(Container.named("copy-configuration")
                        .image(ingress.image())
                        .command("cp", "-dR", "/etc/nginx/.", "/mnt/etc")
                        .requests(cpu("10m"), memory("16Mi"))
                        .limits(memory("64Mi"))
                        .mount(etc, "/mnt/etc"))
                .mount(etc, "/etc/nginx")
                .mount(Volume.scratch("nginx-cache"), "/var/cache/nginx")
                .mount(Volume.scratch("nginx-lib"), "/var/lib/nginx")
                .mount(Volume.scratch("nginx-state"), "/var/lib/nginx/state")
                .mount(Volume.scratch("nginx-log"), "/var/log/nginx")
                .metrics(METRICS, "/metrics")
                .expose(ingress.name() + "-metrics", METRICS)
                .access(access());
        return ingress.entrance() == Entrance.LOAD_BALANCER
                ? controller.arg("-external-service=" + ingress.name())
                : controller;
    }

    private String lock() {
        return ingress.name() + "-leader";
    }

    private Access[] access() {
        List<Access> access = new ArrayList<>(List.of(
                Access.to("services", "secrets", "pods", "namespaces")
                        .verbs("get", "list", "watch")
                        .clusterWide(),
                Access.to("events").verbs("create", "patch").clusterWide(),
                Access.to("endpointslices")
                        .group("discovery.k8s.io")
                        .verbs("get", "list", "watch")
                        .clusterWide(),
                Access.to("ingresses")
                        .group("networking.k8s.io")
                        .verbs("get", "list", "watch")
                        .clusterWide(),
                Access.to("ingresses/status")
                        .group("networking.k8s.io")
                        .verbs("update")
                        .clusterWide(),
                Access.to("ingressclasses")
                        .group("networking.k8s.io")
                        .only(ingress.ingressClass())
                        .verbs("get")
                        .clusterWide(),
                Access.to("configmaps").verbs("get", "list", "watch"),
                Access.to("pods").verbs("update"),
                Access.to("replicasets", "daemonsets").group("apps").verbs("get"),
                Access.to("leases").group("coordination.k8s.io").verbs("create"),
                Access.to("leases").group("coordination.k8s.io").only(lock()).verbs("get", "update")));
        if (ingress.customResources()) {
            access.add(Access.to("events").verbs("list").clusterWide());
            access.add(Access.to(
                            "virtualservers",
                            "virtualserverroutes",
                            "globalconfigurations",
                            "transportservers",
                            "policies")
                    .group("k8s.nginx.org")
                    .verbs("get", "list", "watch")
                    .clusterWide());
            access.add(Access.to(
                            "virtualservers/status",
                            "virtualserverroutes/status",
                            "policies/status",
                            "transportservers/status")
                    .group("k8s.nginx.org")
                    .verbs("update")
                    .clusterWide());
        }
        return access.toArray(new Access[0]);
    }
}
