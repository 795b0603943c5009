package dev.hearth.graph;

import static dev.hearth.graph.ReferenceShapes.anywhere;
import static dev.hearth.graph.ReferenceShapes.backend;
import static dev.hearth.graph.ReferenceShapes.certificate;
import static dev.hearth.graph.ReferenceShapes.certificateObject;
import static dev.hearth.graph.ReferenceShapes.deepSecrets;
import static dev.hearth.graph.ReferenceShapes.ingressBackend;
import static dev.hearth.graph.ReferenceShapes.named;
import static dev.hearth.graph.ReferenceShapes.object;
import static dev.hearth.graph.ReferenceShapes.typed;
import static dev.hearth.graph.ReferenceShapes.webhook;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.hearth.graph.ReferenceShapes.Shape;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;

/** Which fields of which kinds name other objects. */
final class ReferenceTable {

    private static final Splitter KINDS = Splitter.on(' ');
    private static final String GATEWAY = "gateway.networking.k8s.io";
    private static final String CERTS = "cert-manager.io";
    private static final String MONITORING = "monitoring.coreos.com";
    private static final String TRAEFIK = "traefik.io";
    private static final Shape CONFIG_MAP = object("", "ConfigMap");
    private static final Shape SECRET = object("", "Secret");
    private static final Shape SERVICE = named("", "Service");
    private static final Shape STORAGE_CLASS = anywhere("storage.k8s.io", "StorageClass");

    /** One field of a kind. */
    record Row(ImmutableList<String> pattern, Shape shape) {}

    private static final ImmutableListMultimap<String, Row> ROWS = new ReferenceTable().rows();
    private static final ImmutableList<Row> POD = podRows();

    private final ImmutableListMultimap.Builder<String, Row> rows = ImmutableListMultimap.builder();

    private ReferenceTable() {}

    /** The fields that kind names others in, apart from its pods. */
    static ImmutableList<Row> of(Manifest object) {
        return ROWS.get(object.identity().group() + "/" + object.kind());
    }

    /** The fields of a pod's spec that name other objects. */
    static ImmutableList<Row> pod() {
        return POD;
    }

    private static ImmutableList<Row> podRows() {
        ImmutableList.Builder<Row> pod = ImmutableList.builder();
        pod.add(row("serviceAccountName", named("", "ServiceAccount")));
        pod.add(row("priorityClassName", anywhere("scheduling.k8s.io", "PriorityClass")));
        pod.add(row("runtimeClassName", anywhere("node.k8s.io", "RuntimeClass")));
        pod.add(row("imagePullSecrets[]", SECRET));
        pod.add(row("volumes[].ephemeral.volumeClaimTemplate.spec.storageClassName", STORAGE_CLASS));
        pod.add(row("volumes[].csi.nodePublishSecretRef", SECRET));
        pod.add(row("volumes[].projected.sources[].configMap", CONFIG_MAP));
        pod.add(row("volumes[].projected.sources[].secret", SECRET));
        for (String sort : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            pod.add(row(sort + "[].envFrom[].configMapRef", CONFIG_MAP));
            pod.add(row(sort + "[].envFrom[].secretRef", SECRET));
            pod.add(row(sort + "[].env[].valueFrom.configMapKeyRef", CONFIG_MAP));
            pod.add(row(sort + "[].env[].valueFrom.secretKeyRef", SECRET));
        }
        return pod.build();
    }

    private static Row row(String pattern, Shape shape) {
        return new Row(Spot.pattern(pattern), shape);
    }

    private void at(String kinds, String pattern, Shape shape) {
        KINDS.split(kinds).forEach(kind -> rows.put(kind, row(pattern, shape)));
    }

    private ImmutableListMultimap<String, Row> rows() {
        workloads();
        storage();
        access();
        extensions();
        ingress();
        gateway();
        certificates();
        monitoring();
        traefik();
        istio();
        secrets();
        delivery();
        others();
        return rows.build();
    }

    private void workloads() {
        at("apps/StatefulSet", "spec.serviceName", SERVICE);
        at("apps/StatefulSet", "spec.volumeClaimTemplates[].spec.storageClassName", STORAGE_CLASS);
        at(
                "autoscaling/HorizontalPodAutoscaler keda.sh/ScaledObject",
                "spec.scaleTargetRef",
                typed("apps", "Deployment"));
        at("autoscaling.k8s.io/VerticalPodAutoscaler", "spec.targetRef", typed("apps", "Deployment"));
        at("keda.sh/TriggerAuthentication", "spec.secretTargetRef[]", SECRET);
        at(
                "keda.sh/ScaledObject keda.sh/ScaledJob",
                "spec.triggers[].authenticationRef",
                typed("keda.sh", "TriggerAuthentication"));
        at("argoproj.io/Rollout", "spec.workloadRef", typed("apps", "Deployment"));
        for (String field : new String[] {
            "canary.stableService", "canary.canaryService", "blueGreen.activeService", "blueGreen.previewService"
        }) {
            at("argoproj.io/Rollout", "spec.strategy." + field, SERVICE);
        }
        at(
                "argoproj.io/Rollout",
                "spec.strategy.canary.trafficRouting.nginx.stableIngress",
                named("networking.k8s.io", "Ingress"));
    }

    private void storage() {
        at("/PersistentVolumeClaim", "spec.storageClassName", STORAGE_CLASS);
        at("/PersistentVolumeClaim", "spec.volumeName", anywhere("", "PersistentVolume"));
        at("/PersistentVolume", "spec.claimRef", object("", "PersistentVolumeClaim"));
    }

    private void access() {
        at(
                "rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding",
                "roleRef",
                typed("rbac.authorization.k8s.io", "Role"));
        at(
                "rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding",
                "subjects[]",
                (subject, sink) -> {
                    if (subject.get("kind").text().equals("ServiceAccount")) {
                        object("", "ServiceAccount").read(subject, sink);
                    }
                });
        at("/ServiceAccount", "imagePullSecrets[]", SECRET);
        at("/ServiceAccount", "secrets[]", SECRET);
    }

    private void extensions() {
        at(
                "admissionregistration.k8s.io/MutatingWebhookConfiguration"
                        + " admissionregistration.k8s.io/ValidatingWebhookConfiguration",
                "webhooks[].clientConfig.service",
                webhook());
        at("apiextensions.k8s.io/CustomResourceDefinition", "spec.conversion.webhook.clientConfig.service", webhook());
        at("apiregistration.k8s.io/APIService", "spec.service", webhook());
    }

    private void ingress() {
        String ingress = "networking.k8s.io/Ingress";
        at(ingress, "spec.ingressClassName", anywhere("networking.k8s.io", "IngressClass"));
        at(ingress, "spec.tls[].secretName", certificate());
        at(ingress, "spec.defaultBackend.service", ingressBackend());
        at(ingress, "spec.rules[].http.paths[].backend.service", ingressBackend());
        at(ingress, "spec.rules[].http.paths[].backend.resource", typed("", ""));
    }

    private void gateway() {
        at(GATEWAY + "/Gateway", "spec.gatewayClassName", anywhere(GATEWAY, "GatewayClass"));
        at(
                GATEWAY + "/Gateway " + GATEWAY + "/ListenerSet",
                "spec.listeners[].tls.certificateRefs[]",
                certificateObject());
        at(GATEWAY + "/ListenerSet", "spec.parentRef", typed(GATEWAY, "Gateway"));
        for (String route : new String[] {"HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"}) {
            String kind = GATEWAY + "/" + route;
            at(kind, "spec.parentRefs[]", typed(GATEWAY, "Gateway"));
            at(kind, "spec.rules[].backendRefs[]", backend());
            at(kind, "spec.rules[].filters[].requestMirror.backendRef", backend());
            at(kind, "spec.rules[].filters[].extensionRef", typed("", ""));
        }
        at(GATEWAY + "/BackendTLSPolicy", "spec.targetRefs[]", typed("", "Service"));
        at(GATEWAY + "/BackendTLSPolicy", "spec.validation.caCertificateRefs[]", typed("", "ConfigMap"));
    }

    private void certificates() {
        at(CERTS + "/Certificate " + CERTS + "/CertificateRequest", "spec.issuerRef", typed(CERTS, "Issuer"));
        at(CERTS + "/Certificate", "spec.keystores.jks.passwordSecretRef", SECRET);
        at(CERTS + "/Certificate", "spec.keystores.pkcs12.passwordSecretRef", SECRET);
        at(CERTS + "/Issuer", "spec.ca.secretName", certificate());
        at(CERTS + "/ClusterIssuer", "spec.ca.secretName", certificate());
        at(CERTS + "/Issuer " + CERTS + "/ClusterIssuer", "spec", deepSecrets());
        at(
                CERTS + "/Issuer " + CERTS + "/ClusterIssuer",
                "spec.acme.solvers[].http01.ingress.ingressClassName",
                anywhere("networking.k8s.io", "IngressClass"));
        at("trust.cert-manager.io/Bundle", "spec.sources[].secret", anywhereNamed("Secret"));
        at("trust.cert-manager.io/Bundle", "spec.sources[].configMap", anywhereNamed("ConfigMap"));
    }

    private static Shape anywhereNamed(String kind) {
        return (spot, sink) ->
                ReferenceShapes.to(spot.get("name"), "", kind, "", ReferenceShapes.keys(spot), false, sink);
    }

    private void monitoring() {
        String servers = MONITORING + "/Prometheus " + MONITORING + "/PrometheusAgent " + MONITORING + "/Alertmanager "
                + MONITORING + "/ThanosRuler";
        at(servers, "spec.serviceAccountName", named("", "ServiceAccount"));
        at(servers, "spec.secrets[]", named("", "Secret"));
        at(servers, "spec.configMaps[]", named("", "ConfigMap"));
        at(servers, "spec.imagePullSecrets[]", SECRET);
        at(servers, "spec.priorityClassName", anywhere("scheduling.k8s.io", "PriorityClass"));
        at(servers, "spec.storage.volumeClaimTemplate.spec.storageClassName", STORAGE_CLASS);
        at(servers, "spec.alerting.alertmanagers[]", backend());
        at(servers, "spec.configSecret", named("", "Secret"));
        at(servers, "spec.additionalScrapeConfigs", SECRET);
        at(servers, "spec.additionalAlertManagerConfigs", SECRET);
        at(servers, "spec.additionalAlertRelabelConfigs", SECRET);
        at(servers, "spec.alertmanagerConfiguration", object(MONITORING, "AlertmanagerConfig"));
        authorized(servers, "spec.remoteWrite[]");
        authorized(servers, "spec.remoteRead[]");
        authorized(MONITORING + "/ServiceMonitor", "spec.endpoints[]");
        authorized(MONITORING + "/PodMonitor", "spec.podMetricsEndpoints[]");
        authorized(MONITORING + "/Probe", "spec");
        authorized(MONITORING + "/ScrapeConfig", "spec");
    }

    private void authorized(String kinds, String at) {
        at(kinds, at + ".basicAuth.username", SECRET);
        at(kinds, at + ".basicAuth.password", SECRET);
        at(kinds, at + ".authorization.credentials", SECRET);
        at(kinds, at + ".bearerTokenSecret", SECRET);
        at(kinds, at + ".tlsConfig.keySecret", SECRET);
        for (String sort : new String[] {"ca", "cert"}) {
            at(kinds, at + ".tlsConfig." + sort + ".secret", SECRET);
            at(kinds, at + ".tlsConfig." + sort + ".configMap", CONFIG_MAP);
        }
    }

    private void traefik() {
        String routes = TRAEFIK + "/IngressRoute " + TRAEFIK + "/IngressRouteTCP " + TRAEFIK + "/IngressRouteUDP";
        at(routes, "spec.routes[].services[]", ReferenceTable::traefikService);
        at(routes, "spec.routes[].middlewares[]", ReferenceTable::middleware);
        at(TRAEFIK + "/IngressRoute", "spec.tls.secretName", certificate());
        at(TRAEFIK + "/IngressRouteTCP", "spec.tls.secretName", certificate());
        at(routes, "spec.tls.options", ReferenceTable::tlsOption);
        at(TRAEFIK + "/TraefikService", "spec.weighted.services[]", ReferenceTable::traefikService);
        at(TRAEFIK + "/TraefikService", "spec.mirroring.mirrors[]", ReferenceTable::traefikService);
        at(TRAEFIK + "/Middleware", "spec.basicAuth.secret", named("", "Secret"));
        at(TRAEFIK + "/Middleware", "spec.digestAuth.secret", named("", "Secret"));
        at(TRAEFIK + "/Middleware", "spec.errors.service", ReferenceTable::traefikService);
        at(TRAEFIK + "/Middleware", "spec.chain.middlewares[]", ReferenceTable::middleware);
        at(TRAEFIK + "/TLSOption", "spec.clientAuth.secretNames[]", named("", "Secret"));
        at(TRAEFIK + "/TLSStore", "spec.defaultCertificate.secretName", certificate());
    }

    /** What has an at sign comes from another provider of Traefik's. */
    private static void traefikService(Spot at, ReferenceShapes.Sink sink) {
        if (!at.get("name").text().contains("@")) {
            (at.get("kind").text().equals("TraefikService") ? object(TRAEFIK, "TraefikService") : backend())
                    .read(at, sink);
        }
    }

    private static void middleware(Spot at, ReferenceShapes.Sink sink) {
        if (!at.get("name").text().contains("@")) {
            object(TRAEFIK, sink.kind().endsWith("TCP") ? "MiddlewareTCP" : "Middleware")
                    .read(at, sink);
        }
    }

    private static void tlsOption(Spot at, ReferenceShapes.Sink sink) {
        if (!at.get("name").text().contains("@") && !at.get("name").text().equals("default")) {
            object(TRAEFIK, "TLSOption").read(at, sink);
        }
    }

    private void istio() {
        at("networking.istio.io/VirtualService", "spec.http[].route[].destination", ReferenceTable::destination);
        at("networking.istio.io/VirtualService", "spec.tcp[].route[].destination", ReferenceTable::destination);
        at("networking.istio.io/VirtualService", "spec.tls[].route[].destination", ReferenceTable::destination);
        at("networking.istio.io/DestinationRule", "spec", ReferenceTable::destination);
        at("networking.istio.io/Gateway", "spec.servers[].tls.credentialName", anywhere("", "Secret"));
    }

    /** A short name, or {@code name.namespace.svc}; what else is a host may be a ServiceEntry, or outside. */
    private static void destination(Spot at, ReferenceShapes.Sink sink) {
        String host = at.get("host").text();
        ImmutableList<String> labels = ImmutableList.copyOf(Splitter.on('.').split(host));
        boolean qualified = labels.size() > 2 && labels.get(2).equals("svc");
        if (!host.isEmpty() && !host.contains("*") && (labels.size() == 1 || qualified)) {
            sink.to(
                    at.get("host"),
                    new Identity("", "Service", qualified ? labels.get(1) : sink.namespace(), labels.get(0)),
                    ReferenceShapes.port(at.get("port", "number")),
                    false);
        }
    }

    private void secrets() {
        String external = "external-secrets.io";
        at(
                external + "/ExternalSecret " + external + "/PushSecret",
                "spec.secretStoreRef",
                typed(external, "SecretStore"));
        at(external + "/ExternalSecret", "spec.data[].sourceRef.storeRef", typed(external, "SecretStore"));
        at(external + "/ExternalSecret", "spec.dataFrom[].sourceRef.storeRef", typed(external, "SecretStore"));
        at(external + "/PushSecret", "spec.secretStoreRefs[]", typed(external, "SecretStore"));
        at(
                external + "/ClusterExternalSecret",
                "spec.externalSecretSpec.secretStoreRef",
                typed(external, "SecretStore"));
        at(external + "/SecretStore " + external + "/ClusterSecretStore", "spec.provider", deepSecrets());
    }

    private void delivery() {
        at("argoproj.io/Application", "spec.project", named("argoproj.io", "AppProject"));
        String helm = "helm.toolkit.fluxcd.io/HelmRelease";
        String kustomize = "kustomize.toolkit.fluxcd.io/Kustomization";
        String sources = "source.toolkit.fluxcd.io";
        at(helm, "spec.chart.spec.sourceRef", typed(sources, "HelmRepository"));
        at(helm, "spec.chartRef", typed(sources, "OCIRepository"));
        at(helm, "spec.dependsOn[]", object("helm.toolkit.fluxcd.io", "HelmRelease"));
        at(helm, "spec.valuesFrom[]", ReferenceTable::values);
        at(kustomize, "spec.sourceRef", typed(sources, "GitRepository"));
        at(kustomize, "spec.dependsOn[]", object("kustomize.toolkit.fluxcd.io", "Kustomization"));
        at(kustomize, "spec.postBuild.substituteFrom[]", typed("", "ConfigMap"));
        at(kustomize, "spec.decryption.secretRef", SECRET);
        for (String kind : new String[] {"GitRepository", "HelmRepository", "OCIRepository", "Bucket"}) {
            at(sources + "/" + kind, "spec.secretRef", SECRET);
        }
    }

    private static void values(Spot at, ReferenceShapes.Sink sink) {
        ReferenceShapes.to(
                at.get("name"),
                "",
                at.get("kind").text("ConfigMap"),
                sink.namespace(),
                at.get("valuesKey").text().isEmpty()
                        ? ImmutableList.of()
                        : ImmutableList.of(new Reference.Part(
                                Reference.Sort.KEY,
                                at.get("valuesKey").text(),
                                at.get("valuesKey").path())),
                at.get("optional").isTrue(),
                sink);
    }

    private void others() {
        at("velero.io/BackupStorageLocation velero.io/VolumeSnapshotLocation", "spec.credential", SECRET);
        at("velero.io/Schedule", "spec.template.storageLocation", named("velero.io", "BackupStorageLocation"));
        at("velero.io/Backup", "spec.storageLocation", named("velero.io", "BackupStorageLocation"));
        at(
                "metallb.io/L2Advertisement metallb.io/BGPAdvertisement",
                "spec.ipAddressPools[]",
                named("metallb.io", "IPAddressPool"));
    }
}
