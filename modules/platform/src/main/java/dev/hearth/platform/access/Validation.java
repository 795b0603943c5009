package dev.hearth.platform.access;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;

/**
 * What the API server asks a webhook before it takes an object.
 *
 * @param name the name of the webhook
 * @param path where it is asked
 * @param group the API group of the objects
 * @param version the version of the objects
 * @param resource the objects
 */
record Validation(String name, String path, String group, String version, String resource) {

    /** The webhook behind that Service, asked for those operations. */
    ValidatingWebhook at(String service, String namespace, String... operations) {
        return new ValidatingWebhookBuilder()
                .withName(name)
                .withRules(new RuleWithOperationsBuilder()
                        .withApiGroups(group)
                        .withApiVersions(version)
                        .withOperations(operations)
                        .withResources(resource)
                        .withScope("*")
                        .build())
                .withAdmissionReviewVersions("v1")
                .withTimeoutSeconds(5)
                .withFailurePolicy("Fail")
                .withSideEffects("None")
                .withNewClientConfig()
                .withNewService()
                .withName(service)
                .withNamespace(namespace)
                .withPath(path)
                .withPort(443)
                .endService()
                .endClientConfig()
                .build();
    }
}
