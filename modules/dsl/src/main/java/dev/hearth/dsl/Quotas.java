package dev.hearth.dsl;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the namespaces of a cluster have at most.
 *
 * <pre>{@code
 * cluster.quotas(Quotas.derived(50)
 *     .namespace("coder-workspaces", Quota.of(cpu("4"), memory("8Gi")).pods(20)))
 * }</pre>
 *
 * @param room by how many percent namespaces of which nothing is said may grow beyond what is rendered; empty where they have no
 *     quota
 * @param said what is said of namespaces, by their names
 * @param unlimited the namespaces that have none, with the reasons
 */
public record Quotas(
        OptionalInt room, ImmutableSortedMap<String, Quota> said, ImmutableSortedMap<String, String> unlimited) {

    /**
     * What a component says of its namespace.
     *
     * @param namespace the namespace
     * @param quota what it has at most
     */
    public record InNamespace(String namespace, Quota quota) {}

    /**
     * Says that a component's program makes pods by itself, which nobody can count here, so that no quota is derived for its
     * namespace.
     *
     * @param reason which pods these are
     */
    public record Uncounted(String reason) implements Part {

        public Uncounted {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("say which pods nobody can count");
            }
        }

        @Override
        public void expand(Scope scope) {
            scope.fact(this);
        }
    }

    public Quotas {
        if (room.orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "a namespace cannot have less than what is rendered, but the room was " + room.getAsInt() + " %");
        }
    }

    /** No namespace has a quota. */
    public static Quotas none() {
        return new Quotas(OptionalInt.empty(), ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    /**
     * Each namespace may use what is rendered for it and so many percent more, with some pods for whoever looks into it. Left out
     * are those with pods that nobody can count: of remote charts, and of components which say so.
     */
    public static Quotas derived(int percentMore) {
        return new Quotas(OptionalInt.of(percentMore), ImmutableSortedMap.of(), ImmutableSortedMap.of());
    }

    /** A copy in which that namespace has that. */
    public Quotas namespace(String namespace, Quota quota) {
        Map<String, Quota> all = new TreeMap<>(said);
        all.put(Names.label("namespace", namespace), quota);
        return new Quotas(room, ImmutableSortedMap.copyOf(all), unlimited);
    }

    /** A copy in which that namespace has none, for that reason. */
    public Quotas unlimited(String namespace, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("namespace " + namespace + " without a quota needs a reason");
        }
        Map<String, String> all = new TreeMap<>(unlimited);
        all.put(Names.label("namespace", namespace), reason);
        return new Quotas(room, said, ImmutableSortedMap.copyOf(all));
    }

    /** Whether nothing is said at all. */
    public boolean isEmpty() {
        return room.isEmpty() && said.isEmpty();
    }
}
