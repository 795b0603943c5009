package dev.hearth.platform.scaling;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.route.IssuerOffer;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * The part of the API server's API that the metrics server serves, and the certificate that it shows the API server.
 *
 * @param name the name of the Service
 * @param issuer who signs the certificate; where there is none, the API server takes any
 */
record ServedMetrics(String name, Optional<Offered<IssuerOffer>> issuer) implements Part {

    static final String API = "v1beta1.metrics.k8s.io";

    private static final String FOLDER = "/run/tls";

    /** Of the Certificate and of the Secret that it becomes. */
    private static String certificate(String name) {
        return name + "-tls";
    }

    /** The server, told where its certificate is. */
    static Workload withCertificate(Workload server) {
        return server.arg("--tls-cert-file=" + FOLDER + "/tls.crt")
                .arg("--tls-private-key-file=" + FOLDER + "/tls.key");
    }

    /** cert-manager makes the Secret, so it is no Credential that somebody must see to. */
    static Patch mount(String name) {
        return Patch.of(Deployment.class, name, deployment -> {
            var pod = deployment.getSpec().getTemplate().getSpec();
            pod.getVolumes()
                    .add(new VolumeBuilder()
                            .withName("tls")
                            .withNewSecret()
                            .withSecretName(certificate(name))
                            .withDefaultMode(0440)
                            .endSecret()
                            .build());
            pod.getContainers()
                    .get(0)
                    .getVolumeMounts()
                    .add(new VolumeMountBuilder()
                            .withName("tls")
                            .withMountPath(FOLDER)
                            .withReadOnly(true)
                            .build());
        });
    }

    @Override
    public void expand(Scope scope) {
        scope.manifest(api(scope));
        scope.manifest(readers());
        issuer.ifPresent(offered -> {
            if (!offered.preinstalled()) {
                scope.after(offered.component());
            }
            scope.manifest(certificate(scope, offered.offer().name()));
        });
    }

    private Manifest api(Scope scope) {
        Mapping.Builder metadata = Mapping.builder().put("name", API);
        Mapping.Builder spec = Mapping.builder()
                .put("group", "metrics.k8s.io")
                .put("version", "v1beta1")
                .put("groupPriorityMinimum", 100)
                .put("versionPriority", 100)
                .put(
                        "service",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", scope.namespace())
                                .put("port", 443)
                                .build());
        if (issuer.isPresent()) {
            metadata.put(
                    "annotations",
                    Mapping.texts(ImmutableMap.of(
                            "cert-manager.io/inject-ca-from", scope.namespace() + "/" + certificate(name))));
        } else {
            spec.put("insecureSkipTLSVerify", true);
        }
        return object("apiregistration.k8s.io/v1", "APIService", metadata.build(), "spec", spec.build());
    }

    /** For people who may look at what runs: {@code kubectl top}. */
    private static Manifest readers() {
        return object(
                "rbac.authorization.k8s.io/v1",
                "ClusterRole",
                Mapping.builder()
                        .put("name", "system:aggregated-metrics-reader")
                        .put(
                                "labels",
                                Mapping.texts(ImmutableMap.of(
                                        "rbac.authorization.k8s.io/aggregate-to-view", "true",
                                        "rbac.authorization.k8s.io/aggregate-to-edit", "true",
                                        "rbac.authorization.k8s.io/aggregate-to-admin", "true")))
                        .build(),
                "rules",
                Sequence.of(List.of(Mapping.builder()
                        .put("apiGroups", Node.texts("metrics.k8s.io"))
                        .put("resources", Node.texts("pods", "nodes"))
                        .put("verbs", Node.texts("get", "list", "watch"))
                        .build())));
    }

    private Manifest certificate(Scope scope, String clusterIssuer) {
        String host = name + "." + scope.namespace() + ".svc";
        return object(
                "cert-manager.io/v1",
                "Certificate",
                Mapping.builder().put("name", certificate(name)).build(),
                "spec",
                Mapping.builder()
                        .put("secretName", certificate(name))
                        .put("dnsNames", Node.texts(host))
                        .put("usages", Node.texts("server auth"))
                        .put("privateKey", Mapping.texts(ImmutableMap.of("rotationPolicy", "Always")))
                        .put(
                                "issuerRef",
                                Mapping.builder()
                                        .put("group", "cert-manager.io")
                                        .put("kind", "ClusterIssuer")
                                        .put("name", clusterIssuer)
                                        .build())
                        .build());
    }

    private static Manifest object(String apiVersion, String kind, Mapping metadata, String field, Node content) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", metadata)
                .put(field, content)
                .build());
    }
}
