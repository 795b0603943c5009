package dev.hearth.graph;

import dev.hearth.manifest.Manifest;
import java.util.Optional;

/** Objects that bring others nobody sees in the tree. */
final class Charts {

    private Charts() {}

    /** The namespace into which an object brings others; the empty one for wherever it is applied itself. */
    static Optional<String> of(Manifest object) {
        Spot spec = Spot.of(object).get("spec");
        String own = object.identity().namespace();
        return switch (object.identity().group() + "/" + object.kind()) {
            case "helm.toolkit.fluxcd.io/HelmRelease", "helm.cattle.io/HelmChart" ->
                Optional.of(spec.get("targetNamespace").text(own));
            case "operators.coreos.com/Subscription" -> Optional.of(own);
            case "argoproj.io/Application" ->
                chart(spec) ? Optional.of(spec.get("destination", "namespace").text()) : Optional.empty();
            case "argoproj.io/ApplicationSet" -> Optional.of("");
            default -> Optional.empty();
        };
    }

    private static boolean chart(Spot spec) {
        return brings(spec.get("source"))
                || spec.get("sources").items().stream().anyMatch(Charts::brings);
    }

    private static boolean brings(Spot source) {
        return source.get("chart").present()
                || source.get("plugin").present()
                || source.get("helm").present();
    }
}
