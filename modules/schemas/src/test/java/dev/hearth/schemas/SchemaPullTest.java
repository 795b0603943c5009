package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls the schemas of a real API server of version 1.35 and compares them with those that are built in. */
class SchemaPullTest {

    private static final KubernetesVersion VERSION = KubernetesVersion.parse("1.35");
    private static SchemaFile pulled;
    private static Schemas schemas;

    @BeforeAll
    static void pull(@TempDir Path folder) throws Exception {
        String things = new String(SchemaFile.bytes("things.yaml"), UTF_8);
        Files.writeString(folder.resolve("things.yaml"), things);
        try (ApiServer server = ApiServer.start()) {
            server.applyDefinitions(folder);
            SchemaPull pull = SchemaPull.of(server.version(), "a judge");
            pull.addDiscovery(get(server, "/api", SchemaPull.DISCOVERY_MEDIA_TYPE));
            pull.addDiscovery(get(server, "/apis", SchemaPull.DISCOVERY_MEDIA_TYPE));
            for (String path : SchemaPull.documents(get(server, "/openapi/v3", "application/json"))) {
                pull.addOpenApi(get(server, path, "application/json"));
            }
            pull.addDefinitions(Yaml.read(things, "things.yaml"));
            byte[] file = pull.file();
            pulled = SchemaFile.read(file, VERSION.minor(), "pulled");
            schemas = Schemas.of(VERSION).withPulled(file);
        }
    }

    private static Mapping get(ApiServer server, String path, String mediaType) {
        Verdict verdict = server.get(path, mediaType);
        assertThat(verdict.code()).as(path).isEqualTo(200);
        return (Mapping) Json.read(verdict.body(), path);
    }

    private static Map<String, KindEntry> kinds(SchemaFile file) {
        Map<String, KindEntry> kinds = new TreeMap<>();
        file.kinds()
                .values()
                .forEach(entries -> entries.values().forEach(entry -> {
                    // The server serves only stable versions by default; the others are built in for those who turn
                    // them on.
                    if (!entry.version().contains("alpha") && !entry.version().contains("beta") && !entry.custom()) {
                        kinds.put(entry.apiVersion() + " " + entry.kind(), entry);
                    }
                }));
        return kinds;
    }

    @Test
    void has_the_kinds_that_are_built_in() {
        Map<String, KindEntry> builtIn = kinds(BuiltInData.kubernetes(VERSION));
        assertThat(kinds(pulled)).isEqualTo(builtIn);
    }

    @Test
    void has_the_definitions_that_are_built_in() {
        SchemaFile builtIn = BuiltInData.kubernetes(VERSION);
        List<String> differences = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        kinds(pulled).values().forEach(kind -> open.add(kind.definition()));
        while (!open.isEmpty()) {
            String name = open.poll();
            if (seen.add(name)) {
                Mapping there = pulled.source(name);
                Mapping here = builtIn.source(name);
                if (!there.equals(here)) {
                    differences.add(name + ": pulled " + Json.write(there) + ", built in " + Json.write(here));
                }
                references(there, open);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(seen).hasSizeGreaterThan(400);
    }

    private static void references(Node node, Deque<String> to) {
        if (node instanceof Mapping mapping) {
            mapping.text("$ref").ifPresent(to::add);
            mapping.fields().values().forEach(child -> references(child, to));
        }
    }

    @Test
    void knows_the_custom_resources_of_the_cluster() {
        assertThat(schemas.kind("example.com/v1", "Thing").map(KindSchema::builtIn))
                .contains(false);
    }

    @Test
    void says_where_it_comes_from() {
        assertThat(pulled.sources())
                .containsExactly(
                        new Source("kubernetes", pulled.sources().get(0).version(), "a judge", ""));
        assertThat(pulled.sources().get(0).version()).startsWith("v1.35.");
    }
}
