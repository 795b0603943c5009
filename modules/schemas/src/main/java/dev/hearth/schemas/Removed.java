package dev.hearth.schemas;

import com.google.common.collect.ImmutableSet;

/** API groups that Kubernetes had, all of whose kinds are gone. */
final class Removed {

    private static final ImmutableSet<String> GROUPS = ImmutableSet.of("extensions", "settings.k8s.io");

    private Removed() {}

    static boolean isGroup(String group) {
        return GROUPS.contains(group);
    }
}
