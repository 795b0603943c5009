package dev.hearth.platform.access;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import java.util.List;

/** How the API server asks cert-manager's webhook; cainjector adds the certificate by which it trusts it. */
final class WebhookConfigurations {

    private static final String INJECT = "cert-manager.io/inject-ca-from-secret";
    private static final String WEBHOOK = "webhook.cert-manager.io";
    private static final int SECONDS = 30;

    private WebhookConfigurations() {}

    /** The name of the Secret in which the webhook keeps its own authority. */
    static String authority(String service) {
        return service + "-ca";
    }

    static ValidatingWebhookConfiguration validating(String service, String namespace) {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(service)
                .addToAnnotations(INJECT, namespace + "/" + authority(service))
                .endMetadata()
                .withWebhooks(new ValidatingWebhookBuilder()
                        .withName(WEBHOOK)
                        .withNewNamespaceSelector()
                        .addNewMatchExpression()
                        .withKey("cert-manager.io/disable-validation")
                        .withOperator("NotIn")
                        .withValues("true")
                        .endMatchExpression()
                        .endNamespaceSelector()
                        .withRules(rule(
                                List.of("cert-manager.io", "acme.cert-manager.io"), "*/*", List.of("CREATE", "UPDATE")))
                        .withAdmissionReviewVersions("v1")
                        .withMatchPolicy("Equivalent")
                        .withTimeoutSeconds(SECONDS)
                        .withFailurePolicy("Fail")
                        .withSideEffects("None")
                        .withClientConfig(client(service, namespace, "/validate"))
                        .build())
                .build();
    }

    static MutatingWebhookConfiguration mutating(String service, String namespace) {
        return new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(service)
                .addToAnnotations(INJECT, namespace + "/" + authority(service))
                .endMetadata()
                .withWebhooks(new MutatingWebhookBuilder()
                        .withName(WEBHOOK)
                        .withRules(rule(List.of("cert-manager.io"), "certificaterequests", List.of("CREATE")))
                        .withAdmissionReviewVersions("v1")
                        .withMatchPolicy("Equivalent")
                        .withTimeoutSeconds(SECONDS)
                        .withFailurePolicy("Fail")
                        .withSideEffects("None")
                        .withClientConfig(client(service, namespace, "/mutate"))
                        .build())
                .build();
    }

    private static RuleWithOperations rule(List<String> groups, String resources, List<String> operations) {
        return new RuleWithOperationsBuilder()
                .withApiGroups(groups)
                .withApiVersions("v1")
                .withOperations(operations)
                .withResources(resources)
                .withScope("*")
                .build();
    }

    private static WebhookClientConfig client(String service, String namespace, String path) {
        return new WebhookClientConfigBuilder()
                .withNewService()
                .withName(service)
                .withNamespace(namespace)
                .withPath(path)
                .withPort(443)
                .endService()
                .build();
    }
}
