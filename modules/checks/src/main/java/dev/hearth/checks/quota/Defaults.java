package dev.hearth.checks.quota;

import com.google.common.collect.ImmutableMap;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Quantity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the LimitRanges of a namespace give to containers that say nothing.
 *
 * @param amounts by list and resource, as in {@code requests.cpu}
 */
record Defaults(ImmutableMap<String, Quantity> amounts) {

    static final Defaults NONE = new Defaults(ImmutableMap.of());

    static Defaults of(Collection<Manifest> ranges) {
        Map<String, Quantity> amounts = new HashMap<>();
        for (Manifest range : ranges) {
            for (Field limit : Field.of(range).get("spec").get("limits").items()) {
                if (limit.get("type").textOrEmpty().equals("Container")) {
                    // The most is the default where there is none, and a limit is the request.
                    for (String from : new String[] {"max", "default"}) {
                        limit.get(from)
                                .fields()
                                .forEach(field -> field.node()
                                        .flatMap(Quantity::of)
                                        .ifPresent(amount -> {
                                            amounts.put("limits." + field.name(), amount);
                                            amounts.put("requests." + field.name(), amount);
                                        }));
                    }
                    limit.get("defaultRequest")
                            .fields()
                            .forEach(field -> field.node()
                                    .flatMap(Quantity::of)
                                    .ifPresent(amount -> amounts.put("requests." + field.name(), amount)));
                }
            }
        }
        return new Defaults(ImmutableMap.copyOf(amounts));
    }

    Optional<Quantity> of(String list, String resource) {
        return Optional.ofNullable(amounts.get(list + "." + resource));
    }
}
