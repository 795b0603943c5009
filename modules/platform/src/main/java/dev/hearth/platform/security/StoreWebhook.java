package dev.hearth.platform.security;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.platform.access.CertManager;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * How the API server asks the operator's webhook before it takes a store or an ExternalSecret, and the certificate by which it
 * trusts it. The certificate signs itself: an issuer for public hosts may refuse names of the cluster.
 *
 * @param service the name of the webhook's Service, of its Certificate and of the Secret that this becomes
 */
record StoreWebhook(String service) implements Part {

    static final String FOLDER = "/run/tls";

    private static final String ISSUER = "cert-manager.io";

    /** cert-manager makes the Secret, so it is no Credential that somebody must see to. */
    static Patch mount(String workload) {
        return Patch.of(Deployment.class, workload, deployment -> {
            var pod = deployment.getSpec().getTemplate().getSpec();
            pod.getVolumes()
                    .add(new VolumeBuilder()
                            .withName("tls")
                            .withNewSecret()
                            .withSecretName(workload)
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
        CertManager.neededBy(scope);
        scope.manifest(object(ISSUER + "/v1", "Issuer", service, Mapping.of("selfSigned", Mapping.empty())));
        scope.manifest(object(ISSUER + "/v1", "Certificate", service, certificate(scope.namespace())));
        scope.manifest(configuration(
                "secretstore-validate",
                scope.namespace(),
                webhook(scope.namespace(), "secretstore", "Namespaced"),
                webhook(scope.namespace(), "clustersecretstore", "Cluster")));
        scope.manifest(configuration(
                "externalsecret-validate",
                scope.namespace(),
                webhook(scope.namespace(), "externalsecret", "Namespaced")));
    }

    private static Manifest object(String apiVersion, String kind, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put("spec", spec)
                .build());
    }

    private Mapping certificate(String namespace) {
        return Mapping.builder()
                .put("secretName", service)
                .put("dnsNames", Node.texts(service, service + "." + namespace, service + "." + namespace + ".svc"))
                .put("usages", Node.texts("digital signature", "key encipherment", "server auth"))
                .put("privateKey", Mapping.texts(ImmutableMap.of("rotationPolicy", "Always")))
                .put(
                        "issuerRef",
                        Mapping.builder()
                                .put("group", ISSUER)
                                .put("kind", "Issuer")
                                .put("name", service)
                                .build())
                .build();
    }

    private Manifest configuration(String name, String namespace, Mapping... webhooks) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "admissionregistration.k8s.io/v1")
                .put("kind", "ValidatingWebhookConfiguration")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put(
                                        "annotations",
                                        Mapping.texts(ImmutableMap.of(
                                                // Once the webhook runs: before, it would refuse the stores beside it.
                                                "argocd.argoproj.io/sync-wave",
                                                "1",
                                                ISSUER + "/inject-ca-from",
                                                namespace + "/" + service)))
                                .build())
                .put("webhooks", Node.list(webhooks))
                .build());
    }

    private Mapping webhook(String namespace, String kind, String reach) {
        return Mapping.builder()
                .put("name", "validate." + kind + "." + ExternalSecrets.GROUP)
                .put("admissionReviewVersions", Node.texts("v1"))
                .put(
                        "clientConfig",
                        Mapping.of(
                                "service",
                                Mapping.builder()
                                        .put("name", service)
                                        .put("namespace", namespace)
                                        .put("path", "/validate-external-secrets-io-v1-" + kind)
                                        .put("port", 443)
                                        .build()))
                .put("failurePolicy", "Fail")
                .put("matchPolicy", "Equivalent")
                .put(
                        "rules",
                        Node.list(Mapping.builder()
                                .put("apiGroups", Node.texts(ExternalSecrets.GROUP))
                                .put("apiVersions", Node.texts("v1"))
                                .put("operations", Node.texts("CREATE", "UPDATE", "DELETE"))
                                .put("resources", Node.texts(kind + "s"))
                                .put("scope", reach)
                                .build()))
                .put("sideEffects", "None")
                .put("timeoutSeconds", 5)
                .build();
    }
}
