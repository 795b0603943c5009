package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a real API server lets the collector do. */
class AlloyRightsTest {

    private static final Set<String> KINDS = Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding");

    /** A part of a resource is asked for by itself, because a slash would name an object. */
    private static String can(ApiServer server, String verb, String resource) {
        String[] parts = resource.split("/", 2);
        return Judges.require("kubectl")
                .run(
                        "--kubeconfig=" + server.kubeconfig(),
                        "auth",
                        "can-i",
                        verb,
                        parts[0],
                        "--subresource=" + (parts.length > 1 ? parts[1] : ""),
                        "--all-namespaces",
                        "--as=system:serviceaccount:monitoring:alloy")
                .stdout()
                .strip();
    }

    @Test
    void it_may_do_what_its_parts_do_and_no_more() {
        try (ApiServer server = ApiServer.start("--authorization-mode=RBAC")) {
            server.createNamespace("monitoring", Map.of());
            SmallCluster cluster = SmallCluster.of(Stores.at(SmallCluster.site()), Stores.collector());
            cluster.manifests("alloy").stream()
                    .filter(object -> KINDS.contains(object.kind()))
                    .forEach(object -> create(server, object));

            for (String verb : List.of("get", "list", "watch")) {
                for (String resource : List.of("pods", "events", "namespaces", "replicasets.apps")) {
                    assertThat(can(server, verb, resource))
                            .as(verb + " " + resource)
                            .isEqualTo("yes");
                }
            }
            assertThat(can(server, "get", "pods/log")).isEqualTo("yes");
            for (String resource : List.of("secrets", "configmaps", "pods/exec", "nodes/proxy")) {
                assertThat(can(server, "get", resource)).as(resource).isEqualTo("no");
            }
            assertThat(can(server, "delete", "pods")).isEqualTo("no");
        }
    }

    private static void create(ApiServer server, Manifest object) {
        assertThat(server.create(Json.write(object.root()).getBytes(UTF_8)).accepted())
                .as("%s", object.identity())
                .isTrue();
    }
}
