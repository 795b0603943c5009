package dev.hearth.argocd;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Fields that the tree states and that something in the cluster changes: Argo CD must leave them as they are there. */
final class IgnoredDifferences {

    /** Group, kind, namespace and name of what an autoscaler scales. */
    private final ImmutableSet<Identity> scaled;

    private IgnoredDifferences(ImmutableSet<Identity> scaled) {
        this.scaled = scaled;
    }

    static IgnoredDifferences of(Collection<Manifest> manifests) {
        return new IgnoredDifferences(manifests.stream()
                .filter(manifest -> manifest.kind().equals("HorizontalPodAutoscaler"))
                .map(IgnoredDifferences::target)
                .collect(ImmutableSet.toImmutableSet()));
    }

    private static Identity target(Manifest autoscaler) {
        Mapping target = autoscaler.spec().mapping("scaleTargetRef");
        return new Identity(
                Identity.groupOf(target.text("apiVersion").orElse("")),
                target.text("kind").orElse(""),
                autoscaler.identity().namespace(),
                target.text("name").orElse(""));
    }

    /** What to ignore of those objects, in the form of an Application's {@code ignoreDifferences}. */
    Sequence in(Collection<Manifest> manifests) {
        List<Mapping> items = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Mapping spec = manifest.spec();
            switch (manifest.kind()) {
                case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" -> {
                    if (manifest.root().sequence("webhooks").mappings().stream()
                            .anyMatch(webhook -> webhook.mapping("clientConfig").has("caBundle"))) {
                        items.add(item(manifest, "jqPathExpressions", ".webhooks[]?.clientConfig.caBundle"));
                    }
                }
                case "CustomResourceDefinition" -> {
                    if (spec.mapping("conversion")
                            .mapping("webhook")
                            .mapping("clientConfig")
                            .has("caBundle")) {
                        items.add(item(manifest, "jsonPointers", "/spec/conversion/webhook/clientConfig/caBundle"));
                    }
                }
                case "APIService" -> {
                    if (spec.has("caBundle")) {
                        items.add(item(manifest, "jsonPointers", "/spec/caBundle"));
                    }
                }
                default -> {
                    if (scaled.contains(manifest.identity()) && spec.has("replicas")) {
                        items.add(item(manifest, "jsonPointers", "/spec/replicas"));
                    }
                }
            }
        }
        return Sequence.of(items);
    }

    private static Mapping item(Manifest manifest, String field, String path) {
        Mapping.Builder item = Mapping.builder();
        if (!manifest.identity().group().isEmpty()) {
            item.put("group", manifest.identity().group());
        }
        item.put("kind", manifest.kind()).put("name", manifest.name());
        manifest.namespace().ifPresent(namespace -> item.put("namespace", namespace));
        return item.put(field, Node.texts(path)).build();
    }
}
