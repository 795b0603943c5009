package dev.hearth.dsl.workload;

import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Mapping;
import java.util.Map;

/** The metadata of the objects of a workload. */
record Metadata(Settings settings, Scope scope) {

    /** Of an object in the component's namespace. */
    Mapping of(String name) {
        return of(name, Map.of(), Map.of());
    }

    /** Of an object in the component's namespace. */
    Mapping of(String name, Map<String, String> labels, Map<String, String> annotations) {
        return in(scope.namespace(), name, labels, annotations);
    }

    /** Of an object in that namespace. */
    Mapping in(String namespace, String name) {
        return in(namespace, name, Map.of(), Map.of());
    }

    /** Of an object of the whole cluster. */
    Mapping clusterWide(String name) {
        return Mapping.builder()
                .put("name", name)
                .put("labels", Labels.of(settings, scope.component(), Map.of()))
                .build();
    }

    private Mapping in(String namespace, String name, Map<String, String> labels, Map<String, String> annotations) {
        return Mapping.builder()
                .put("name", name)
                .put("namespace", namespace)
                .put("labels", Labels.of(settings, scope.component(), labels))
                .putUnlessEmpty("annotations", Mapping.texts(annotations))
                .build();
    }
}
