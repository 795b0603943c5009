package dev.hearth.platform.access;

import com.google.common.collect.ImmutableMap;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;

/** How the API server asks MetalLB's controller about its settings. */
final class MetalLbWebhooks {

    /** The program knows it by this name. */
    static final String NAME = "metallb-webhook-configuration";

    private static final String GROUP = "metallb.io";

    /** The kinds in the singular, by their version. */
    private static final ImmutableMap<String, String> KINDS = ImmutableMap.of(
            "bgppeer", "v1beta2",
            "bfdprofile", "v1beta1",
            "bgpadvertisement", "v1beta1",
            "community", "v1beta1",
            "ipaddresspool", "v1beta1",
            "l2advertisement", "v1beta1");

    private MetalLbWebhooks() {}

    static ValidatingWebhookConfiguration of(String service, String namespace) {
        List<ValidatingWebhook> webhooks = KINDS.entrySet().stream()
                .map(kind -> webhook(kind.getKey(), kind.getValue(), service, namespace))
                .toList();
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .addToAnnotations(ServingCertificate.INJECT, namespace + "/" + service)
                .endMetadata()
                .withWebhooks(webhooks)
                .build();
    }

    private static ValidatingWebhook webhook(String kind, String version, String service, String namespace) {
        String plural = kind.equals("community") ? "communities" : kind + "s";
        Validation validation = new Validation(
                (kind.equals("bgppeer") ? plural : kind) + "validationwebhook." + GROUP,
                "/validate-metallb-io-" + version + "-" + kind,
                GROUP,
                version,
                plural);
        // A profile cannot be changed, but must not be deleted while a peer names it.
        return validation.at(service, namespace, "CREATE", kind.equals("bfdprofile") ? "DELETE" : "UPDATE");
    }
}
