package dev.hearth.secrets.place;

import dev.hearth.dsl.Checksums;
import dev.hearth.dsl.CredentialPods;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Pods start anew with what is newly sealed or encrypted; what they have read they keep until then. */
final class Restarts {

    private Restarts() {}

    /** Patches the workloads that use those Secrets, {@code namespace/name} each, with the fingerprints of what is sealed. */
    static void of(Expansion soFar, Function<String, Scope> scopes, Map<String, String> checksums) {
        for (Stated<CredentialPods> pods : soFar.facts(CredentialPods.class)) {
            TreeMap<String, String> annotations = new TreeMap<>();
            for (String credential : pods.fact().credentials()) {
                String checksum = checksums.get(pods.namespace() + "/" + credential);
                if (checksum != null) {
                    annotations.put(Checksums.annotation("secret", credential), checksum.substring("sha256:".length()));
                }
            }
            if (!annotations.isEmpty()) {
                scopes.apply(pods.component())
                        .fact(Patch.of(
                                        pods.fact().kind(),
                                        pods.fact().workload(),
                                        workload -> annotated(workload, annotations))
                                .in(pods.namespace()));
            }
        }
    }

    private static Manifest annotated(Manifest workload, Map<String, String> annotations) {
        Mapping template = workload.spec().mapping("template");
        Mapping metadata = template.mapping("metadata");
        Mapping all = metadata.mapping("annotations");
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            all = all.with(annotation.getKey(), Node.text(annotation.getValue()));
        }
        return workload.with(workload.root()
                .with(
                        "spec",
                        workload.spec()
                                .with("template", template.with("metadata", metadata.with("annotations", all)))));
    }
}
