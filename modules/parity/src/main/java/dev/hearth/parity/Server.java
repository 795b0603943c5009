package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API server that is asked. It is started only for a question whose answer is not kept, and knows the custom resources
 * only once one is asked about.
 */
final class Server implements AutoCloseable {

    /** The version whose answers are kept and compared. */
    static final String VERSION = "v1.35.4";

    static final String NAMESPACE = "parity";

    private static final int INTERNAL = 500;
    private static final List<String> ACCOUNTS = List.of("builder", "shop");

    private final Path folder;
    private final Optional<Path> definitions;
    private @Nullable ApiServer running;
    private boolean defined;

    /** @param folder where documents of the server are kept */
    Server(Path folder, Optional<Path> definitions) {
        this.folder = folder;
        this.definitions = definitions;
    }

    private synchronized ApiServer started() {
        ApiServer known = running;
        if (known != null) {
            return known;
        }
        ApiServer server = ApiServer.start();
        running = server;
        if (!server.version().equals(VERSION)) {
            throw new IllegalStateException("the API server is " + server.version() + ", not " + VERSION);
        }
        must(server.createNamespace(NAMESPACE, Map.of()));
        for (String account : ACCOUNTS) {
            must(server.create(("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"" + account
                            + "\",\"namespace\":\"" + NAMESPACE + "\"}}")
                    .getBytes(UTF_8)));
        }
        return server;
    }

    private static void must(Verdict verdict) {
        if (!verdict.accepted()) {
            throw new IllegalStateException(verdict.message());
        }
    }

    private synchronized ApiServer withDefinitions() {
        ApiServer server = started();
        if (!defined && definitions.isPresent()) {
            server.applyDefinitions(definitions.get());
            defined = true;
        }
        return server;
    }

    /** A document of the server as it was before any definition, from the folder where it is kept. */
    Mapping document(String path) {
        Path file = folder.resolve("documents").resolve(path.substring(1).replace('/', '_') + ".json");
        try {
            if (!Files.exists(file)) {
                Verdict verdict = started().get(path, "application/json");
                must(verdict);
                Files.createDirectories(file.getParent());
                Path fresh = Files.createTempFile(file.getParent(), "document", ".json");
                Files.writeString(fresh, verdict.body(), UTF_8);
                Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            return (Mapping) Json.read(Files.readString(file, UTF_8), file.toString());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What it says to an apply of the object. */
    Answer apply(Kind kind, Mapping object) {
        Mapping metadata = object.mapping("metadata");
        Optional<String> name = metadata.text("name").filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            return new Answer(422, "Invalid", "an object without a name cannot be applied", List.of("metadata.name"));
        }
        String namespace = kind.namespaced()
                ? metadata.text("namespace").filter(text -> !text.isEmpty()).orElse(NAMESPACE)
                : "";
        try {
            return Answer.of(of(kind).dryRunApply(
                            object.text("apiVersion").orElse(""),
                            object.text("kind").orElse(""),
                            namespace,
                            name.get(),
                            Json.write(object).getBytes(UTF_8)));
        } catch (UncheckedIOException panic) {
            // There are objects over which a request breaks down; the server lives on.
            return new Answer(INTERNAL, "", "no answer: " + panic.getMessage(), List.of());
        }
    }

    /** What it says to a create of the object; nothing where its place cannot be told. */
    Optional<Answer> create(Kind kind, Mapping object) {
        boolean placed = object.mapping("metadata").text("namespace").isPresent();
        if (kind.namespaced() && !placed) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Answer.of(of(kind).dryRunCreate(Json.write(object).getBytes(UTF_8))));
        } catch (UncheckedIOException panic) {
            return Optional.empty();
        }
    }

    /** A file that lets kubectl talk to it. */
    Path kubeconfig() {
        return started().kubeconfig();
    }

    private ApiServer of(Kind kind) {
        return kind.builtIn() ? started() : withDefinitions();
    }

    @Override
    public synchronized void close() {
        ApiServer server = running;
        if (server != null) {
            server.close();
            running = null;
            defined = false;
        }
    }
}
