package dev.hearth.schemas;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The kinds that CustomResourceDefinitions bring, in the versions that are served.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/">CustomResourceDefinition</a>
 */
final class Definitions {

    private static final String GROUP = "apiextensions.k8s.io";
    private static final Mapping ANYTHING = Mapping.builder()
            .put("type", "object")
            .put("x-kubernetes-preserve-unknown-fields", true)
            .build();

    /** One version of one kind, with its {@code openAPIV3Schema}. */
    record Definition(KindEntry entry, Mapping schema) {}

    private static final Definitions NONE = new Definitions(ImmutableMap.of());

    private final ImmutableMap<String, ImmutableList<Definition>> byKind;

    private Definitions(ImmutableMap<String, ImmutableList<Definition>> byKind) {
        this.byKind = byKind;
    }

    static Definitions none() {
        return NONE;
    }

    /** These definitions, and of several for one kind the last one, before those there are. */
    Definitions with(Collection<Manifest> more) {
        Map<String, ImmutableList<Definition>> all = new LinkedHashMap<>(byKind);
        more.stream()
                .flatMap(manifest -> flat(manifest.root()))
                .filter(Definitions::isDefinition)
                .map(Definitions::versions)
                .forEach(versions -> put(versions, all::put));
        return new Definitions(ImmutableMap.copyOf(all));
    }

    private static void put(Versions versions, BiConsumer<String, ImmutableList<Definition>> to) {
        to.accept(key(versions.group(), versions.kind()), versions.served());
    }

    private static Stream<Mapping> flat(Mapping object) {
        return object.text("kind").orElse("").endsWith("List") && object.has("items")
                ? object.sequence("items").mappings().stream().flatMap(Definitions::flat)
                : Stream.of(object);
    }

    private static boolean isDefinition(Mapping object) {
        return object.text("kind").orElse("").equals("CustomResourceDefinition")
                && Identity.groupOf(object.text("apiVersion").orElse("")).equals(GROUP)
                && !object.mapping("spec")
                        .mapping("names")
                        .text("kind")
                        .orElse("")
                        .isEmpty();
    }

    private record Versions(String group, String kind, ImmutableList<Definition> served) {}

    private static Versions versions(Mapping object) {
        Mapping spec = object.mapping("spec");
        String group = spec.text("group").orElse("");
        String kind = spec.mapping("names").text("kind").orElseThrow();
        boolean namespaced = !spec.text("scope").orElse("").equals("Cluster");
        ImmutableList.Builder<Definition> served = ImmutableList.builder();
        for (Mapping version : spec.sequence("versions").mappings()) {
            String name = version.text("name").orElse("");
            if (version.isTrue("served")) {
                served.add(new Definition(
                        new KindEntry(group, name, kind, namespaced, group + "/" + name + "/" + kind),
                        schema(version)));
            }
        }
        return new Versions(group, kind, served.build());
    }

    private static Mapping schema(Mapping version) {
        return version.mapping("schema").get("openAPIV3Schema").orElse(ANYTHING) instanceof Mapping schema
                ? schema
                : ANYTHING;
    }

    private static String key(String group, String kind) {
        return group + "/" + kind;
    }

    /** Whether that kind is defined, in whatever version. */
    boolean define(String group, String kind) {
        return byKind.containsKey(key(group, kind));
    }

    /** The served versions of that kind. */
    List<Definition> of(String group, String kind) {
        return byKind.getOrDefault(key(group, kind), ImmutableList.of());
    }

    /** All kinds in all served versions. */
    Stream<Definition> all() {
        return byKind.values().stream().flatMap(List::stream);
    }
}
