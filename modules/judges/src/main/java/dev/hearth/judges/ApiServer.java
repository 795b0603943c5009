package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A real Kubernetes API server with an etcd of its own, on free ports of the loopback interface, to ask whether it would
 * take an object. It has Kubernetes' default admission, so Pod Security as well; no controller and no kubelet runs, so
 * nothing happens to what it stores.
 *
 * <pre>{@code
 * try (ApiServer server = ApiServer.start()) {
 *     server.createNamespace("web", Map.of("pod-security.kubernetes.io/enforce", "restricted"));
 *     Verdict verdict = server.dryRunApply("v1", "Pod", "web", "shop", json);
 *     assertThat(verdict.accepted()).as(verdict.message()).isTrue();
 * }
 * }</pre>
 *
 * <p>The ServiceAccount admission stays on, as in any cluster: a Pod that names an account which is not there is refused.
 * The account {@code default}, which a controller would make, is made here with each Namespace.
 *
 * <p>All questions are strict: an unknown or a doubled field is a refusal. Safe for use by many threads. The processes
 * end with {@link #close()}, and in any case with this Java process.
 */
public final class ApiServer implements AutoCloseable {

    /** The addresses its Services may have. */
    public static final String SERVICE_RANGE = "10.152.183.0/24";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_TO_SERVE = 60;
    private static final int ALREADY_THERE = 409;
    private static final String STRICT = "?fieldManager=hearth&fieldValidation=Strict";
    // A sync takes over the fields of other managers too: a conflict is no verdict on the object.
    private static final String APPLY = STRICT + "&force=true";
    private static final String DRY_RUN = "&dryRun=All";

    private final ControlPlane plane;
    private final String version;
    private volatile Discovery discovery;

    private ApiServer(ControlPlane plane) {
        this.plane = plane;
        this.version = read("/version", "application/json").path("gitVersion").asText();
        this.discovery = discover();
    }

    /**
     * Starts one, which takes some seconds.
     *
     * @param flags further flags of kube-apiserver, such as {@code --enable-admission-plugins=AlwaysPullImages}
     * @throws org.opentest4j.TestAbortedException if etcd or kube-apiserver is not installed, see {@link Judges#require}
     * @throws IllegalStateException with what the programs said if they do not start
     */
    public static ApiServer start(String... flags) {
        Program etcd = Judges.require("etcd");
        Program apiServer = Judges.require("kube-apiserver");
        ControlPlane plane = startPlane(etcd, apiServer, List.of(flags));
        try {
            ApiServer server = new ApiServer(plane);
            server.createDefaultAccount("default");
            return server;
        } catch (RuntimeException problem) {
            plane.close();
            throw problem;
        }
    }

    private static ControlPlane startPlane(Program etcd, Program apiServer, List<String> flags) {
        try {
            return ControlPlane.start(etcd, apiServer, flags);
        } catch (IllegalStateException perhapsPort) {
            // A port that was free a moment ago may be taken: once more, with others.
            return ControlPlane.start(etcd, apiServer, flags);
        }
    }

    /** The version of Kubernetes it is, {@code v1.35.4} for example. */
    public String version() {
        return version;
    }

    /** A file that lets kubectl talk to it, as long as it runs. */
    public Path kubeconfig() {
        return plane.kubeconfig();
    }

    /**
     * Applies all CustomResourceDefinitions in the YAML files of a folder and of those in it, and waits until the server
     * serves them. Other objects in the files are left out. Where two files define the same resource, the one whose path
     * sorts last counts.
     *
     * @return the names of the definitions, sorted
     * @throws IllegalStateException if the server refuses one or does not serve one within a minute
     */
    public List<String> applyDefinitions(Path folder) {
        Map<String, String> definitions = DefinitionFile.readAll(folder);
        List<String> refused = definitions.entrySet().parallelStream()
                .map(entry -> refusal(entry.getKey(), entry.getValue()))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException("refused definitions of " + folder + ":\n" + String.join("\n", refused));
        }
        awaitServed(definitions.keySet());
        return List.copyOf(definitions.keySet());
    }

    private Optional<String> refusal(String name, String definition) {
        Verdict verdict =
                apply("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", name, definition.getBytes(UTF_8));
        return verdict.accepted() ? Optional.empty() : Optional.of(name + ": " + verdict.message());
    }

    /** A definition shows among the served resources only once it is established. */
    private void awaitServed(Set<String> names) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_SERVE);
        Set<String> missing = new TreeSet<>(names);
        while (true) {
            Discovery now = discover();
            missing.removeIf(now::serves);
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not served after " + SECONDS_TO_SERVE + " s: " + missing);
            }
            sleep();
        }
    }

    /** Creates a Namespace with these labels, and the ServiceAccount {@code default} in it. */
    public Verdict createNamespace(String name, Map<String, String> labels) {
        return create(json(Map.of(
                "apiVersion", "v1",
                "kind", "Namespace",
                "metadata", Map.of("name", name, "labels", labels))));
    }

    /** Creates an object, given as JSON. With a Namespace comes the ServiceAccount {@code default}. */
    public Verdict create(byte[] object) {
        return post(object, "");
    }

    /** Whether the server would create the object, given as JSON. It stores nothing. */
    public Verdict dryRunCreate(byte[] object) {
        return post(object, DRY_RUN);
    }

    /**
     * Creates or changes an object by server-side apply. With a Namespace comes the ServiceAccount {@code default}.
     *
     * @param namespace empty for an object of the whole cluster
     * @param object in JSON or YAML
     */
    public Verdict apply(String apiVersion, String kind, String namespace, String name, byte[] object) {
        return patch(apiVersion, kind, namespace, name, object, "");
    }

    /**
     * Whether the server would take the object by server-side apply. It stores nothing.
     *
     * @param namespace empty for an object of the whole cluster
     * @param object in JSON or YAML
     */
    public Verdict dryRunApply(String apiVersion, String kind, String namespace, String name, byte[] object) {
        return patch(apiVersion, kind, namespace, name, object, DRY_RUN);
    }

    /**
     * What the server publishes at a path, such as {@code /openapi/v3}.
     *
     * @param mediaType in which it is to answer, {@code application/json} for example
     */
    public Verdict get(String path, String mediaType) {
        return client().get(path, mediaType);
    }

    private Verdict post(byte[] object, String query) {
        JsonNode parsed = parse(object);
        String apiVersion = parsed.path("apiVersion").asText("");
        String kind = parsed.path("kind").asText("");
        String namespace = parsed.path("metadata").path("namespace").asText("");
        Optional<Resource> resource = resource(apiVersion, kind);
        if (resource.isEmpty()) {
            return Verdict.unknownKind(apiVersion, kind);
        }
        Verdict verdict = client().post(resource.orElseThrow().collection(namespace) + STRICT + query, object);
        completeNamespace(apiVersion, kind, verdict, query);
        return verdict;
    }

    private Verdict patch(String apiVersion, String kind, String namespace, String name, byte[] object, String query) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a " + kind + " to apply needs a name; an object without one can only be created");
        }
        Optional<Resource> resource = resource(apiVersion, kind);
        if (resource.isEmpty()) {
            return Verdict.unknownKind(apiVersion, kind);
        }
        Verdict verdict = client().apply(resource.orElseThrow().object(namespace, name) + APPLY + query, object);
        completeNamespace(apiVersion, kind, verdict, query);
        return verdict;
    }

    private void completeNamespace(String apiVersion, String kind, Verdict verdict, String query) {
        if (verdict.accepted() && query.isEmpty() && apiVersion.equals("v1") && kind.equals("Namespace")) {
            createDefaultAccount(parse(verdict.body().getBytes(UTF_8))
                    .path("metadata")
                    .path("name")
                    .asText());
        }
    }

    private void createDefaultAccount(String namespace) {
        Verdict verdict = create(json(Map.of(
                "apiVersion", "v1",
                "kind", "ServiceAccount",
                "metadata", Map.of("name", "default", "namespace", namespace))));
        if (!verdict.accepted() && verdict.code() != ALREADY_THERE) {
            throw new IllegalStateException("no default account in " + namespace + ": " + verdict.message());
        }
    }

    /** A kind that is not known may have been defined since the last look. */
    private Optional<Resource> resource(String apiVersion, String kind) {
        Optional<Resource> known = discovery.resource(apiVersion, kind);
        return known.isPresent() ? known : discover().resource(apiVersion, kind);
    }

    private Discovery discover() {
        Discovery now = Discovery.of(read("/api", Discovery.MEDIA_TYPE), read("/apis", Discovery.MEDIA_TYPE));
        discovery = now;
        return now;
    }

    private JsonNode read(String path, String mediaType) {
        Verdict verdict = client().get(path, mediaType);
        if (!verdict.accepted()) {
            throw new IllegalStateException("the API server does not answer " + path + ": " + verdict.message());
        }
        return parse(verdict.body().getBytes(UTF_8));
    }

    private Client client() {
        return plane.client();
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException problem) {
            throw new IllegalArgumentException("not JSON: " + problem.getOriginalMessage(), problem);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static byte[] json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the API server was asked", problem);
        }
    }

    /** Ends the server and its store, and forgets all that was stored. */
    @Override
    public void close() {
        plane.close();
    }
}
