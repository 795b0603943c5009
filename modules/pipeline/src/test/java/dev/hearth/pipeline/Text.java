package dev.hearth.pipeline;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Manifests;

/** A component that brings one ConfigMap, written as YAML. */
record Text(String name, String namespace, String object, String text) implements Component {

    /** In a namespace of its own. */
    static Text of(String name, String text) {
        return new Text(name, name, "settings", text);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.none()
                .yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + object + "}\ndata: {text: \"" + text
                        + "\"}\n");
    }

    /** A cluster of two such components. */
    static Cluster cluster() {
        return cluster("home").layer("all", of("one", "eins"), of("two", "zwei"));
    }

    /** A cluster without components. */
    static Cluster cluster(String name) {
        return Cluster.named(name).repository("https://git.example.org/me/home.git", "main");
    }
}
