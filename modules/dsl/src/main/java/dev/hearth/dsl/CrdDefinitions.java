package dev.hearth.dsl;

import dev.hearth.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Puts custom resource definitions that components bring as part of the tree into a derived part of their own. */
public final class CrdDefinitions implements Derivation {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Map<String, Manifest> byName = new LinkedHashMap<>();
        for (Offered<CrdOffer> offered : soFar.view().offers(CrdOffer.class)) {
            if (!offered.preinstalled() && offered.offer().source() instanceof CrdOffer.Vendored vendored) {
                vendored.definitions().forEach(definition -> byName.putIfAbsent(definition.name(), definition));
            }
        }
        byName.values().forEach(definition -> scopes.apply(Expansion.CRDS).manifest(definition));
    }
}
