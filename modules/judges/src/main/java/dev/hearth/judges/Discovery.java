package dev.hearth.judges;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds an API server serves, as it tells them itself. */
final class Discovery {

    /** Asks for all groups and their resources in one document. */
    static final String MEDIA_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Map<String, Resource> byKind = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /** @param core the answer of {@code /api} and {@code groups} that of {@code /apis} */
    static Discovery of(JsonNode core, JsonNode groups) {
        Discovery discovery = new Discovery();
        discovery.add(core);
        discovery.add(groups);
        return discovery;
    }

    Optional<Resource> resource(String apiVersion, String kind) {
        return Optional.ofNullable(byKind.get(apiVersion + " " + kind));
    }

    /** Whether a resource of that name is served, {@code certificates.cert-manager.io} for example. */
    boolean serves(String name) {
        return names.contains(name);
    }

    private void add(JsonNode list) {
        for (JsonNode group : list.path("items")) {
            String groupName = group.path("metadata").path("name").asText("");
            for (JsonNode version : group.path("versions")) {
                String versionName = version.path("version").asText();
                String apiVersion = groupName.isEmpty() ? versionName : groupName + "/" + versionName;
                String root = (groupName.isEmpty() ? "/api/" : "/apis/") + apiVersion;
                for (JsonNode resource : version.path("resources")) {
                    String plural = resource.path("resource").asText();
                    String kind = resource.path("responseKind").path("kind").asText();
                    byKind.put(apiVersion + " " + kind, new Resource(root, plural));
                    names.add(groupName.isEmpty() ? plural : plural + "." + groupName);
                }
            }
        }
    }
}
