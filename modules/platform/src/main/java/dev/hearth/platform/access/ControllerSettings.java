package dev.hearth.platform.access;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.config.Config;
import java.util.Map;
import java.util.TreeMap;

/** The keys in the ConfigMap of an ingress controller. */
final class ControllerSettings {

    private ControllerSettings() {}

    /** Those keys, with one more or another value of one. */
    static ImmutableSortedMap<String, String> with(Map<String, String> keys, String key, String value) {
        Map<String, String> copy = new TreeMap<>(keys);
        copy.put(key, value);
        return ImmutableSortedMap.copyOf(copy);
    }

    /** A ConfigMap that the controller reads through the API server, and for which it reloads nginx itself. */
    static Config config(String name, Map<String, String> own, Map<String, String> over) {
        Map<String, String> keys = new TreeMap<>(own);
        keys.putAll(over);
        Config config = Config.named(name);
        for (var entry : keys.entrySet()) {
            config = config.value(entry.getKey(), entry.getValue());
        }
        return config;
    }
}
