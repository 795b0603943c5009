package dev.hearth.dsl;

import com.google.common.collect.ImmutableSortedSet;

/**
 * Kinds of objects that a component writes in the running cluster to tell what it has found: many, often, and never in a tree.
 * What watches all objects of a cluster, as Argo CD does, may pass over them.
 *
 * @param group their API group
 * @param kinds the kinds
 */
public record ReportKinds(String group, ImmutableSortedSet<String> kinds) implements Offer {

    public ReportKinds {
        Names.subdomain("API group", group);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no kinds of reports of " + group + " are named");
        }
    }

    /** Those kinds. */
    public static ReportKinds of(String group, String... kinds) {
        return new ReportKinds(group, ImmutableSortedSet.copyOf(kinds));
    }
}
