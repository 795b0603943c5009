package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The one cluster and user of a kubeconfig that a context names.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">kubeconfig files</a>
 */
final class Kubeconfig {

    private final Path folder;
    private final Mapping cluster;
    private final Mapping user;

    private Kubeconfig(Path folder, Mapping cluster, Mapping user) {
        this.folder = folder;
        this.cluster = cluster;
        this.user = user;
    }

    /** Where kubectl looks; of several files the first. */
    static Path standard(Map<String, String> environment) {
        String listed = environment.getOrDefault("KUBECONFIG", "");
        return listed.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "."), ".kube", "config")
                : Path.of(Splitter.on(File.pathSeparatorChar)
                        .split(listed)
                        .iterator()
                        .next());
    }

    /** That context of that file; an empty one for the current one. */
    static Kubeconfig read(Path file, String context) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new WrongUse("there is no kubeconfig " + file + "; name one with --kubeconfig");
        }
        Mapping root = Yaml.documents(Yaml.decode(Files.readAllBytes(file), file.toString()), file.toString())
                .get(0)
                .mapping();
        String wanted = context.isEmpty() ? root.text("current-context").orElse("") : context;
        Mapping chosen = named(root, "contexts", "context", wanted);
        if (chosen.isEmpty()) {
            throw new WrongUse(file + " has no context '" + wanted + "'; name one with --context");
        }
        Path folder = file.toAbsolutePath().getParent();
        return new Kubeconfig(
                folder == null ? Path.of(".") : folder,
                named(root, "clusters", "cluster", chosen.text("cluster").orElse("")),
                named(root, "users", "user", chosen.text("user").orElse("")));
    }

    private static Mapping named(Mapping root, String list, String content, String name) {
        return root.sequence(list).mappings().stream()
                .filter(item -> item.text("name").equals(Optional.of(name)))
                .findFirst()
                .map(item -> item.mapping(content))
                .orElse(Mapping.empty());
    }

    /** The address of the API server, without a final slash. */
    String server() {
        String server = cluster.text("server").orElse("");
        if (!server.startsWith("https://") && !server.startsWith("http://")) {
            throw new WrongUse("the cluster of the context has no server with https://");
        }
        return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    }

    boolean insecure() {
        return cluster.isTrue("insecure-skip-tls-verify");
    }

    /** The certificates that the server's must go back to, in PEM; empty for those of the system. */
    Optional<String> authority() throws IOException {
        return content(cluster, "certificate-authority");
    }

    Optional<String> clientCertificate() throws IOException {
        return content(user, "client-certificate");
    }

    Optional<String> clientKey() throws IOException {
        return content(user, "client-key");
    }

    Optional<String> token() throws IOException {
        Optional<String> file = user.text("tokenFile");
        if (file.isPresent()) {
            return Optional.of(Files.readString(folder.resolve(file.get())).strip());
        }
        if (user.text("token").isEmpty() && user.has("exec")) {
            throw new WrongUse("the user of the context gets its token from a program; run it and give --token");
        }
        return user.text("token");
    }

    private Optional<String> content(Mapping from, String field) throws IOException {
        Optional<String> data = from.text(field + "-data");
        if (data.isPresent()) {
            try {
                return Optional.of(new String(Base64.getMimeDecoder().decode(data.get()), UTF_8));
            } catch (IllegalArgumentException wrong) {
                throw new WrongUse("the kubeconfig's " + field + "-data is no base64");
            }
        }
        Optional<String> file = from.text(field);
        return file.isPresent() ? Optional.of(Files.readString(folder.resolve(file.get()))) : Optional.empty();
    }
}
