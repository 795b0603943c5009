package dev.hearth.platform.access;

import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * The certificate by which the API server knows a webhook: it signs itself, cert-manager renews it, and cainjector tells the
 * API server of it.
 *
 * @param service the Service of the webhook; the Issuer and the Certificate have its name
 */
record ServingCertificate(String service) implements Part {

    private static final String VOLUME = "serving-certificate";

    /** What has that annotation is told the certificate. */
    static final String INJECT = "cert-manager.io/inject-ca-from";

    private String secret() {
        return service + "-tls";
    }

    /** The Deployment of that name has the certificate in that folder. */
    Patch mount(String deploymentName, String folder) {
        return mounting(deploymentName, secret(), folder);
    }

    /** The Deployment has the Secret of a Certificate in that folder; cert-manager makes the Secret, so it is no Credential. */
    static Patch mounting(String deploymentName, String secret, String folder) {
        return Patch.of(Deployment.class, deploymentName, deployment -> {
            var pod = deployment.getSpec().getTemplate().getSpec();
            pod.getVolumes()
                    .add(new VolumeBuilder()
                            .withName(VOLUME)
                            .withNewSecret()
                            .withSecretName(secret)
                            .withDefaultMode(0440)
                            .endSecret()
                            .build());
            pod.getContainers()
                    .get(0)
                    .getVolumeMounts()
                    .add(new VolumeMountBuilder()
                            .withName(VOLUME)
                            .withMountPath(folder)
                            .withReadOnly(true)
                            .build());
        });
    }

    @Override
    public void expand(Scope scope) {
        CertManager.neededBy(scope);
        scope.manifest(object("Issuer", Mapping.of("selfSigned", Mapping.empty())));
        scope.manifest(object(
                "Certificate",
                Mapping.builder()
                        .put("secretName", secret())
                        .put("dnsNames", Node.texts(service + "." + scope.namespace() + ".svc"))
                        .put("privateKey", Mapping.of("rotationPolicy", Node.text("Always")))
                        .put(
                                "issuerRef",
                                Mapping.builder()
                                        .put("group", "cert-manager.io")
                                        .put("kind", "Issuer")
                                        .put("name", service)
                                        .build())
                        .build()));
    }

    private Manifest object(String kind, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "cert-manager.io/v1")
                .put("kind", kind)
                .put("metadata", Mapping.of("name", Node.text(service)))
                .put("spec", spec)
                .build());
    }
}
