package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.manifest.Mapping;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of an answer goes into an HTTPRoute or is attached to it.
 *
 * @param headers headers that responses are given
 * @param filters further filters of each rule
 * @param policies settings of policies of the controller, by kind and field, such as {@code ProxySettingsPolicy.timeout.read}
 */
record Attachment(
        ImmutableSortedMap<String, String> headers,
        ImmutableList<Mapping> filters,
        ImmutableSortedMap<String, String> policies) {

    static final Attachment NONE = new Attachment(ImmutableSortedMap.of(), ImmutableList.of(), ImmutableSortedMap.of());

    static Attachment headers(ImmutableSortedMap<String, String> headers) {
        return new Attachment(headers, ImmutableList.of(), ImmutableSortedMap.of());
    }

    static Attachment filter(Mapping filter) {
        return new Attachment(ImmutableSortedMap.of(), ImmutableList.of(filter), ImmutableSortedMap.of());
    }

    static Attachment policy(String field, String value) {
        return new Attachment(ImmutableSortedMap.of(), ImmutableList.of(), ImmutableSortedMap.of(field, value));
    }

    Attachment and(Attachment other) {
        return new Attachment(
                merged(headers, other.headers),
                ImmutableList.<Mapping>builder()
                        .addAll(filters)
                        .addAll(other.filters)
                        .build(),
                merged(policies, other.policies));
    }

    private static ImmutableSortedMap<String, String> merged(Map<String, String> one, Map<String, String> other) {
        Map<String, String> all = new TreeMap<>(one);
        all.putAll(other);
        return ImmutableSortedMap.copyOf(all);
    }
}
