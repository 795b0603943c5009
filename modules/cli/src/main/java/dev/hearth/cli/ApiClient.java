package dev.hearth.cli;

import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks an API server for what it says of itself; changes nothing there. */
final class ApiClient {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private final HttpClient http;
    private final String server;
    private final Optional<String> token;

    private ApiClient(HttpClient http, String server, Optional<String> token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** The server of that context, asked with that token or, where it is empty, as the user of the context. */
    static ApiClient of(Kubeconfig config, String token) throws IOException {
        try {
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(15))
                    .sslContext(Tls.context(config))
                    .sslParameters(Tls.parameters(config))
                    .build();
            return new ApiClient(http, config.server(), token.isEmpty() ? config.token() : Optional.of(token));
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    "the certificates of the kubeconfig cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    Mapping get(String path, String accept) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (IOException unreachable) {
            throw new IOException("cannot ask " + server + ": " + unreachable, unreachable);
        }
        if (response.statusCode() != 200) {
            throw new IOException(server + path + " answers " + response.statusCode()
                    + (response.statusCode() == 401 || response.statusCode() == 403
                            ? ": the user has no right to it"
                            : ""));
        }
        Node node = Json.read(response.body(), server + path);
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw new IOException(server + path + " answers with something else than an object");
    }

    /** The CustomResourceDefinitions; the items of a list say neither their kind nor its version. */
    List<Manifest> definitions() throws IOException {
        return get(DEFINITIONS, "application/json").sequence("items").mappings().stream()
                .map(item -> Manifest.of(item.with("apiVersion", Node.text("apiextensions.k8s.io/v1"))
                        .with("kind", Node.text("CustomResourceDefinition"))))
                .toList();
    }
}
