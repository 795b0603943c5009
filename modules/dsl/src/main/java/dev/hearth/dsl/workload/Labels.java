package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.manifest.Mapping;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a workload and of what belongs to it. */
final class Labels {

    static final String NAME = "app.kubernetes.io/name";
    static final String PART_OF = "app.kubernetes.io/part-of";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String SERVICE = "hearth.dev/service";

    private Labels() {}

    /** The name of a label that is not Hearth's to set. */
    static String free(String name) {
        if (name.equals(NAME) || name.equals(PART_OF) || name.equals(MANAGED_BY)) {
            throw new IllegalArgumentException(
                    "label " + name + " is set by Hearth, and selectors count on it; choose another label");
        }
        return name;
    }

    static Mapping selector(Settings settings) {
        return Mapping.of("matchLabels", Mapping.texts(Map.of(NAME, settings.name)));
    }

    static Mapping of(Settings settings, String component, Map<String, String> more) {
        Map<String, String> labels = new TreeMap<>(more);
        labels.put(NAME, settings.name);
        labels.put(PART_OF, component);
        labels.put(MANAGED_BY, "hearth");
        return Mapping.texts(ImmutableSortedMap.copyOf(labels));
    }
}
