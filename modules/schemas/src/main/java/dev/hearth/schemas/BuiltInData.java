package dev.hearth.schemas;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.KubernetesVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of schemas that the library brings, each read once when it is first needed. */
final class BuiltInData {

    private static final ImmutableSortedSet<Integer> MINORS = ImmutableSortedSet.of(33, 34, 35, 36);
    private static final Map<Integer, SchemaFile> KUBERNETES = new ConcurrentHashMap<>();

    private BuiltInData() {}

    /** The nearest minor version that there is data of. */
    static int nearest(KubernetesVersion version) {
        Integer floor = MINORS.floor(version.minor());
        return floor == null ? MINORS.first() : floor;
    }

    /** The kinds of Kubernetes itself. */
    static SchemaFile kubernetes(KubernetesVersion version) {
        return KUBERNETES.computeIfAbsent(
                nearest(version), minor -> SchemaFile.resource("kubernetes.schemas.gz", minor));
    }
}
