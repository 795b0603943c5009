package dev.hearth.dsl.monitor;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Port;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;

/** Endpoints of monitors, as the operator's API has them. */
final class Endpoints {

    private static final ImmutableList<String> RELABELINGS = ImmutableList.of("relabelings", "metricRelabelings");

    private Endpoints() {}

    static Data of(Port port, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of metrics must start with '/', but was '" + path + "'");
        }
        Data plain = Data.map("port", port.name(), "path", path);
        return port.scheme().equals("https") ? plain.merge(Data.map("scheme", "https")) : plain;
    }

    /** The endpoint with what the API server would add within lists, where Argo CD would see a difference. */
    static Mapping complete(Node node) {
        Mapping endpoint = (Mapping) node;
        for (String field : RELABELINGS) {
            if (endpoint.has(field)) {
                endpoint = endpoint.with(
                        field,
                        Sequence.of(endpoint.sequence(field).mappings().stream()
                                .map(entry -> entry.has("action")
                                        ? entry
                                        : Mapping.builder()
                                                .put("action", "replace")
                                                .putAll(entry)
                                                .build())
                                .toList()));
            }
        }
        return endpoint;
    }
}
