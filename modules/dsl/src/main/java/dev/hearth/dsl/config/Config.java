package dev.hearth.dsl.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.Map;
import java.util.TreeMap;

/**
 * One ConfigMap: files, or single values, that pods mount or read into their environment.
 *
 * <pre>{@code
 * Config config = Config.named("app-config")
 *     .properties("app.properties", PropertiesFile.empty().set("server.port", "8080"))
 *     .yaml("sources.yaml", Data.map("url", prometheus.url()));
 * Workload.deployment("app").mount(config, "/etc/app");
 * }</pre>
 *
 * <p>A workload that uses it brings it along, may open every service whose address is in it, and restarts its pods when
 * its content changes. Only a Config that no workload uses must be added to the manifests by itself.
 */
public final class Config implements Part {

    private static final int MOST_BYTES = 1 << 20;

    private sealed interface Content permits Plain, Lines, YamlFile, JsonFile {}

    private record Plain(Value value) implements Content {}

    private record Lines(PropertiesFile file) implements Content {}

    private record YamlFile(Data data) implements Content {}

    private record JsonFile(Data data) implements Content {}

    /** One key of a Config, for an environment variable. */
    public record Key(Config config, String key) {}

    private final String name;
    private final ImmutableMap<String, Content> contents;
    private final ImmutableSortedMap<String, String> labels;
    private final ImmutableSortedMap<String, String> annotations;
    private final boolean restarts;

    private Config(
            String name,
            ImmutableMap<String, Content> contents,
            ImmutableSortedMap<String, String> labels,
            ImmutableSortedMap<String, String> annotations,
            boolean restarts) {
        this.name = name;
        this.contents = contents;
        this.labels = labels;
        this.annotations = annotations;
        this.restarts = restarts;
    }

    /** An empty ConfigMap of that name. */
    public static Config named(String name) {
        return new Config(
                Names.subdomain("config", name),
                ImmutableMap.of(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                true);
    }

    /**
     * A copy with a file of that content, byte for byte.
     *
     * @throws IllegalArgumentException where the name is invalid or there already
     */
    public Config file(String key, String content) {
        return file(key, Value.of(content));
    }

    /**
     * A copy with a file of that content.
     *
     * @throws IllegalArgumentException where the name is invalid or there already
     */
    public Config file(String key, Value content) {
        return with(key, new Plain(requireNonNull(content, "content")));
    }

    /**
     * A copy with a Java properties file.
     *
     * @throws IllegalArgumentException where the name is invalid or there already
     */
    public Config properties(String key, PropertiesFile content) {
        return with(key, new Lines(requireNonNull(content, "content")));
    }

    /**
     * A copy with a YAML file, whose content is a map.
     *
     * @throws IllegalArgumentException where the name is invalid or there already, or the content is no map
     */
    public Config yaml(String key, Data content) {
        if (!(content.node(value -> "") instanceof Mapping)) {
            throw new IllegalArgumentException(
                    "file '" + key + "' of config " + name + " must be a map, but was " + content + "; use Data.map");
        }
        return with(key, new YamlFile(requireNonNull(content, "content")));
    }

    /**
     * A copy with a JSON file.
     *
     * @throws IllegalArgumentException where the name is invalid or there already
     */
    public Config json(String key, Data content) {
        return with(key, new JsonFile(requireNonNull(content, "content")));
    }

    /**
     * A copy with a single value, as environment variables use it.
     *
     * @throws IllegalArgumentException where the key is invalid or there already
     */
    public Config value(String key, String value) {
        return file(key, value);
    }

    /**
     * A copy with a single value, as environment variables use it.
     *
     * @throws IllegalArgumentException where the key is invalid or there already
     */
    public Config value(String key, Value value) {
        return file(key, value);
    }

    private Config with(String key, Content content) {
        Names.key("key of config " + name, key);
        if (contents.containsKey(key)) {
            throw new IllegalArgumentException(
                    "config " + name + " has the key '" + key + "' already; name the new one otherwise");
        }
        return new Config(
                name,
                ImmutableMap.<String, Content>builder()
                        .putAll(contents)
                        .put(key, content)
                        .buildOrThrow(),
                labels,
                annotations,
                restarts);
    }

    /** A copy with that label, such as the one by which a dashboard is found. */
    public Config label(String label, String value) {
        return new Config(name, contents, put(labels, label, value), annotations, restarts);
    }

    /** A copy with that annotation. */
    public Config annotation(String annotation, String value) {
        return new Config(name, contents, labels, put(annotations, annotation, value), restarts);
    }

    private static ImmutableSortedMap<String, String> put(Map<String, String> entries, String key, String value) {
        Map<String, String> copy = new TreeMap<>(entries);
        copy.put(key, value);
        return ImmutableSortedMap.copyOf(copy);
    }

    /** A copy whose pods need no restart when it changes, because they read it again themselves. */
    public Config withoutRestart() {
        return new Config(name, contents, labels, annotations, false);
    }

    /** The name of the ConfigMap. */
    public String name() {
        return name;
    }

    /** Its keys, in the order in which they were added. */
    public ImmutableSet<String> keys() {
        return contents.keySet();
    }

    /** Whether pods that use it restart when it changes. */
    public boolean restarts() {
        return restarts;
    }

    /**
     * One of its keys, for an environment variable.
     *
     * @throws IllegalArgumentException where it has no such key
     */
    public Key key(String key) {
        if (!contents.containsKey(key)) {
            throw new IllegalArgumentException(
                    "config " + name + " has no key '" + key + "'; it has " + contents.keySet());
        }
        return new Key(this, key);
    }

    /** The services whose addresses are used in it; whoever uses it may open them. */
    public ImmutableSet<ServiceRef> services() {
        return contents.values().stream()
                .flatMap(content -> services(content).stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    private static ImmutableSet<ServiceRef> services(Content content) {
        if (content instanceof Plain plain) {
            return plain.value().services();
        }
        if (content instanceof Lines lines) {
            return lines.file().services();
        }
        return content instanceof YamlFile yaml
                ? yaml.data().services()
                : ((JsonFile) content).data().services();
    }

    /** What is in it in this cluster, by key. */
    public ImmutableSortedMap<String, String> data(Scope scope) {
        ImmutableSortedMap.Builder<String, String> data = ImmutableSortedMap.naturalOrder();
        contents.forEach((key, content) -> data.put(key, text(content, scope)));
        return data.buildOrThrow();
    }

    private static String text(Content content, Scope scope) {
        if (content instanceof Plain plain) {
            return scope.text(plain.value());
        }
        if (content instanceof Lines lines) {
            return lines.file().text(scope::text);
        }
        return content instanceof YamlFile yaml
                ? Yaml.write((Mapping) scope.node(yaml.data()))
                : Json.write(scope.node(((JsonFile) content).data())) + "\n";
    }

    /** The SHA-256 of what is in it in this cluster, in hexadecimal; it changes with the content alone. */
    public String checksum(Scope scope) {
        Hasher hasher = Hashing.sha256().newHasher();
        data(scope).forEach((key, text) -> {
            byte[] bytes = text.getBytes(UTF_8);
            hasher.putInt(key.length())
                    .putUnencodedChars(key)
                    .putInt(bytes.length)
                    .putBytes(bytes);
        });
        return hasher.hash().toString();
    }

    @Override
    public void expand(Scope scope) {
        Map<String, String> data = data(scope);
        long size = data.values().stream()
                .mapToLong(text -> text.getBytes(UTF_8).length)
                .sum();
        Mapping.Builder metadata = Mapping.builder().put("name", name).put("namespace", scope.namespace());
        Map<String, String> allLabels = new TreeMap<>(
                Map.of("app.kubernetes.io/managed-by", "hearth", "app.kubernetes.io/part-of", scope.component()));
        allLabels.putAll(labels);
        metadata.put("labels", Mapping.texts(allLabels)).putUnlessEmpty("annotations", Mapping.texts(annotations));
        Manifest manifest = Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", metadata.build())
                .putUnlessEmpty("data", Mapping.texts(data))
                .build());
        if (size > MOST_BYTES) {
            scope.finding(Finding.error(
                            "schema.size",
                            manifest.identity(),
                            "holds " + size + " bytes, but the API server takes at most " + MOST_BYTES)
                    .hint("spread its files over several, or mount the large ones from elsewhere"));
        }
        scope.share(manifest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Config that
                && name.equals(that.name)
                && contents.equals(that.contents)
                && contents.keySet().asList().equals(that.contents.keySet().asList())
                && labels.equals(that.labels)
                && annotations.equals(that.annotations)
                && restarts == that.restarts;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** For people: {@code config app-config}. */
    @Override
    public String toString() {
        return "config " + name;
    }
}
