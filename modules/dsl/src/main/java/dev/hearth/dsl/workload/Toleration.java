package dev.hearth.dsl.workload;

import dev.hearth.manifest.Mapping;

/** A taint of nodes that the pods of a workload put up with. */
public final class Toleration {

    private final Mapping node;

    private Toleration(Mapping node) {
        this.node = node;
    }

    /** Taints of that key, whatever their value, with that effect, such as {@code NoSchedule}. */
    public static Toleration of(String key, String effect) {
        return new Toleration(Mapping.builder()
                .put("key", key)
                .put("operator", "Exists")
                .put("effect", effect)
                .build());
    }

    /** Taints of that key and value, with that effect, such as {@code NoSchedule}. */
    public static Toleration of(String key, String value, String effect) {
        return new Toleration(Mapping.builder()
                .put("key", key)
                .put("operator", "Equal")
                .put("value", value)
                .put("effect", effect)
                .build());
    }

    /** Every taint; for agents that belong on each node. */
    public static Toleration everything() {
        return new Toleration(Mapping.builder().put("operator", "Exists").build());
    }

    Mapping node() {
        return node;
    }
}
