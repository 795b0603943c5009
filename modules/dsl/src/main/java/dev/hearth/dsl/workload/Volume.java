package dev.hearth.dsl.workload;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.config.Config;
import java.time.Duration;
import java.util.Optional;

/**
 * What containers of a pod mount. Containers that mount equal volumes share one.
 *
 * <pre>{@code
 * Volume cache = Volume.scratch("cache").size(mib(64)).inMemory();
 * Workload.deployment("app").mount(cache, "/cache").sidecar(warmer.mount(cache, "/cache"));
 * }</pre>
 */
public sealed interface Volume {

    /** The name of the volume in the pod. */
    String name();

    /** The files of a Config; named after it. */
    static ConfigFiles config(Config config) {
        return new ConfigFiles(volumeName("config-", config.name()), config, ImmutableMap.of(), Optional.empty());
    }

    /**
     * The keys of a Credential as files of mode 0400; named after it. A pod that does not run as root can read them only
     * by its {@code fsGroup}, to which the kubelet gives them.
     */
    static SecretFiles secret(Credential credential) {
        return new SecretFiles(
                volumeName("secret-", credential.name()), credential, ImmutableMap.of(), SecretFiles.OWNER_ONLY, false);
    }

    /** An empty directory that ends with the pod. */
    static Scratch scratch(String name) {
        return new Scratch(name, Optional.empty(), false);
    }

    /** Storage that outlives the pod, of that size, mounted by one node at a time. */
    static Claim claim(String name, Bytes size) {
        return new Claim(name, size, AccessMode.READ_WRITE_ONCE, Optional.empty());
    }

    /** A claim that something else makes. */
    static ExistingClaim existingClaim(String name, String claim) {
        return new ExistingClaim(name, claim);
    }

    /** The files of a ConfigMap that something else makes, such as a bundle of certificates. */
    static ExistingConfig existingConfig(String name, String configMap) {
        return new ExistingConfig(name, configMap);
    }

    /** A path of the node, and why the pod needs it. */
    static HostPath hostPath(String name, String path, String reason) {
        return new HostPath(name, path, "", reason);
    }

    /** Files of several sources in one directory. */
    static Projected projected(String name, Source... sources) {
        return new Projected(name, ImmutableList.copyOf(sources), Optional.empty());
    }

    private static String volumeName(String prefix, String name) {
        return prefix + name.replace('.', '-');
    }

    /** Where files of a projected volume come from. */
    sealed interface Source permits ConfigFiles, SecretFiles, Token {}

    /**
     * Files of a Config.
     *
     * @param items paths by key; all keys under their own names where it is empty
     * @param mode the files' mode, 0644 where it is not said
     */
    record ConfigFiles(String name, Config config, ImmutableMap<String, String> items, Optional<Integer> mode)
            implements Volume, Source {

        public ConfigFiles {
            Names.label("volume", name);
            requireNonNull(config, "config");
        }

        /** A copy with another name. */
        public ConfigFiles named(String other) {
            return new ConfigFiles(other, config, items, mode);
        }

        /** A copy with that key at that path; keys without one are left out. */
        public ConfigFiles item(String key, String path) {
            config.key(key);
            return new ConfigFiles(name, config, put(items, key, path), mode);
        }

        /** A copy whose files have that mode, such as {@code 0555}. */
        public ConfigFiles mode(int fileMode) {
            return new ConfigFiles(name, config, items, Optional.of(Amounts.mode(fileMode)));
        }
    }

    /**
     * Files of a Credential.
     *
     * @param items paths by key; all keys under their own names where it is empty
     * @param mode the files' mode
     * @param atStart whether they are read only when the pod starts
     */
    record SecretFiles(
            String name, Credential credential, ImmutableMap<String, String> items, int mode, boolean atStart)
            implements Volume, Source {

        static final int OWNER_ONLY = 0400;

        public SecretFiles {
            Names.label("volume", name);
            requireNonNull(credential, "credential");
            Amounts.mode(mode);
        }

        /** A copy with another name. */
        public SecretFiles named(String other) {
            return new SecretFiles(other, credential, items, mode, atStart);
        }

        /** A copy with that key at that path; keys without one are left out. */
        public SecretFiles item(String key, String path) {
            credential.key(key);
            return new SecretFiles(name, credential, put(items, key, path), mode, atStart);
        }

        /** A copy whose files have that mode, such as {@code 0440}. */
        public SecretFiles mode(int fileMode) {
            return new SecretFiles(name, credential, items, fileMode, atStart);
        }

        /**
         * A copy for a program that reads the files only when it starts: a value that a store renews reaches it by a new pod,
         * where the cluster has a {@link dev.hearth.dsl.RestartOffer}. Without this word it is taken to read them each time.
         */
        public SecretFiles readAtStart() {
            return new SecretFiles(name, credential, items, mode, true);
        }
    }

    /** A token of the pod's ServiceAccount for one audience; it goes into a projected volume. */
    record Token(String audience, String path, Duration lifetime) implements Source {

        public Token {
            requireNonNull(audience, "audience");
            Amounts.relative("path of a token", path);
            Amounts.seconds("lifetime of a token", lifetime, 600);
        }
    }

    /** An empty directory; its size limit where there is one, and whether it is memory (which then counts as the pod's). */
    record Scratch(String name, Optional<Bytes> size, boolean memory) implements Volume {

        public Scratch {
            Names.label("volume", name);
        }

        /** A copy of at most that size; a pod that writes more is evicted. */
        public Scratch size(Bytes most) {
            return new Scratch(name, Optional.of(most), memory);
        }

        /** A copy in memory. */
        public Scratch inMemory() {
            return new Scratch(name, size, true);
        }
    }

    /** Storage that outlives the pod; the site's storage class where none is named. */
    record Claim(String name, Bytes size, AccessMode accessMode, Optional<String> storageClass) implements Volume {

        public Claim {
            Names.label("volume", name);
            requireNonNull(accessMode, "accessMode");
            if (size.value() == 0) {
                throw new IllegalArgumentException(
                        "claim " + name + " must be larger than 0; write for example gib(20)");
            }
        }

        /** A copy that is mounted so. */
        public Claim accessMode(AccessMode mode) {
            return new Claim(name, size, mode, storageClass);
        }

        /** A copy of that storage class. */
        public Claim storageClass(String className) {
            return new Claim(name, size, accessMode, Optional.of(Names.subdomain("storage class", className)));
        }
    }

    /** A claim that something else makes. */
    record ExistingClaim(String name, String claim) implements Volume {

        public ExistingClaim {
            Names.label("volume", name);
            Names.subdomain("claim", claim);
        }
    }

    /** The files of a ConfigMap that something else makes; the pod waits for it. */
    record ExistingConfig(String name, String configMap) implements Volume {

        public ExistingConfig {
            Names.label("volume", name);
            Names.subdomain("ConfigMap", configMap);
        }
    }

    /**
     * A path of the node.
     *
     * @param type what must be there, such as {@code Directory}; empty where nothing is looked at
     * @param reason why the pod needs it
     */
    record HostPath(String name, String path, String type, String reason) implements Volume {

        public HostPath {
            Names.label("volume", name);
            Amounts.absolute("host path", path);
            if (reason.isBlank()) {
                throw new IllegalArgumentException("host path " + path + " needs a reason");
            }
        }

        /** A copy that wants a thing of that type there, such as {@code Directory} or {@code Socket}. */
        public HostPath type(String wanted) {
            return new HostPath(name, path, wanted, reason);
        }
    }

    /** Files of several sources in one directory. */
    record Projected(String name, ImmutableList<Source> sources, Optional<Integer> mode) implements Volume {

        public Projected {
            Names.label("volume", name);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("projected volume " + name + " needs at least one source");
            }
        }

        /** A copy whose files have that mode. */
        public Projected mode(int fileMode) {
            return new Projected(name, sources, Optional.of(Amounts.mode(fileMode)));
        }
    }

    private static ImmutableMap<String, String> put(ImmutableMap<String, String> items, String key, String path) {
        return ImmutableMap.<String, String>builder()
                .putAll(items)
                .put(key, Amounts.relative("path of key " + key, path))
                .buildKeepingLast();
    }
}
