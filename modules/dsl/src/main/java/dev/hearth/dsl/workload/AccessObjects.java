package dev.hearth.dsl.workload;

import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The roles of a workload and what binds them to its ServiceAccount. */
final class AccessObjects {

    private static final String API = "rbac.authorization.k8s.io/v1";

    private final Settings settings;
    private final Scope scope;
    private final Metadata metadata;

    AccessObjects(Settings settings, Scope scope) {
        this.settings = settings;
        this.scope = scope;
        this.metadata = new Metadata(settings, scope);
    }

    List<Manifest> manifests() {
        Map<Access.Reach, List<Mapping>> rules = new LinkedHashMap<>();
        List<Manifest> all = new ArrayList<>();
        for (Access access : settings.access) {
            Access.Reach reach = settled(access.reach());
            if (access.role().isPresent()) {
                String role = access.role().orElseThrow();
                all.add(binding(reach, nameFor(reach) + "-" + role.replace(':', '-'), "ClusterRole", role));
            } else {
                rules.computeIfAbsent(reach, key -> new ArrayList<>()).add(access.rule());
            }
        }
        rules.forEach((reach, ruleList) -> {
            String name = nameFor(reach);
            String kind = reach instanceof Access.Everywhere ? "ClusterRole" : "Role";
            all.add(Manifest.of(Mapping.builder()
                    .put("apiVersion", API)
                    .put("kind", kind)
                    .put("metadata", metadata(reach, name))
                    .put("rules", Sequence.of(ruleList))
                    .build()));
            all.add(binding(reach, name, kind, name));
        });
        return all;
    }

    private Access.Reach settled(Access.Reach reach) {
        return reach instanceof Access.Namespace other && other.name().equals(scope.namespace())
                ? new Access.Own()
                : reach;
    }

    /** Outside of the component's namespace a name must differ from those of all other components. */
    private String nameFor(Access.Reach reach) {
        if (reach instanceof Access.Own) {
            return settings.name;
        }
        String component = scope.component();
        return component.equals(settings.name) ? component : component + "-" + settings.name;
    }

    private Mapping metadata(Access.Reach reach, String name) {
        if (reach instanceof Access.Everywhere) {
            return metadata.clusterWide(name);
        }
        return reach instanceof Access.Namespace other ? metadata.in(other.name(), name) : metadata.of(name);
    }

    private Manifest binding(Access.Reach reach, String name, String roleKind, String role) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", API)
                .put("kind", reach instanceof Access.Everywhere ? "ClusterRoleBinding" : "RoleBinding")
                .put("metadata", metadata(reach, name))
                .put(
                        "roleRef",
                        Mapping.builder()
                                .put("apiGroup", "rbac.authorization.k8s.io")
                                .put("kind", roleKind)
                                .put("name", role)
                                .build())
                .put(
                        "subjects",
                        Node.list(Mapping.builder()
                                .put("kind", "ServiceAccount")
                                .put("name", settings.name)
                                .put("namespace", scope.namespace())
                                .build()))
                .build());
    }
}
