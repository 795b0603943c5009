package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;

/**
 * A reference to secret material: which keys it has and how it comes to be, never a value.
 *
 * <p>In a cluster it is a Secret of that name in every namespace that uses it.
 *
 * <pre>{@code
 * Credential root = Credential.named("minio-root")
 *     .outside()
 *     .fixed("rootUser", "admin")
 *     .random("rootPassword", 32);
 * workload.env("MINIO_ROOT_PASSWORD", root.key("rootPassword"));
 * }</pre>
 *
 * @param name the name of the Secret
 * @param type the Secret's type; {@code Opaque} unless said otherwise
 * @param origin how it comes to be
 * @param entries its keys, in the order in which they were added
 */
public record Credential(String name, String type, Origin origin, ImmutableList<Entry> entries) {

    /** How the Secret comes to be. */
    public sealed interface Origin permits Unstated, Outside {}

    /** Nobody has said yet; a cluster that uses such a credential does not render. */
    public record Unstated() implements Origin {}

    /** Somebody makes the Secret outside of the tree, by the commands that the bootstrap page lists. */
    public record Outside() implements Origin {}

    /** One key, and where its value is to come from. */
    public sealed interface Entry permits Fixed, Random, Asked, PasswordFile {

        /** The key in the Secret. */
        String key();
    }

    /** A value that is no secret, such as a user name. */
    public record Fixed(String key, String value) implements Entry {}

    /** A value of that many random bytes, written in hexadecimal. */
    public record Random(String key, int bytes) implements Entry {}

    /** A value that only a person knows; {@code what} tells that person what is asked for. */
    public record Asked(String key, String what) implements Entry {}

    /** An Apache password file with one user, whose password a person chooses. */
    public record PasswordFile(String key, String user) implements Entry {}

    /** One key of a credential, as workloads use it. */
    public record Key(Credential credential, String key) {}

    public Credential {
        Names.subdomain("credential", name);
        requireNonNull(type, "type");
        requireNonNull(origin, "origin");
        for (Entry entry : entries) {
            Names.key("key of credential " + name, entry.key());
        }
        long distinct = entries.stream().map(Entry::key).distinct().count();
        if (distinct != entries.size()) {
            throw new IllegalArgumentException("credential " + name + " has a key twice: "
                    + entries.stream().map(Entry::key).toList());
        }
    }

    /** A credential without keys, of which nobody has said yet where it comes from. */
    public static Credential named(String name) {
        return new Credential(name, "Opaque", new Unstated(), ImmutableList.of());
    }

    /** A copy whose Secret has that type, such as {@code kubernetes.io/tls}. */
    public Credential type(String secretType) {
        return new Credential(name, secretType, origin, entries);
    }

    /** A copy whose Secret is made outside of the tree. */
    public Credential outside() {
        return new Credential(name, type, new Outside(), entries);
    }

    /** A copy with a key whose value is no secret. */
    public Credential fixed(String key, String value) {
        return with(new Fixed(key, requireNonNull(value, "value")));
    }

    /** A copy with a key of that many random bytes, at least 16. */
    public Credential random(String key, int bytes) {
        if (bytes < 16) {
            throw new IllegalArgumentException(
                    "key " + key + " of credential " + name + " must have at least 16 random bytes, but was " + bytes);
        }
        return with(new Random(key, bytes));
    }

    /** A copy with a key whose value a person is asked for. */
    public Credential asked(String key, String what) {
        return with(new Asked(key, requireNonNull(what, "what")));
    }

    /** A copy with a key that holds an Apache password file for that user. */
    public Credential passwordFile(String key, String user) {
        return with(new PasswordFile(key, Names.subdomain("user", user)));
    }

    private Credential with(Entry entry) {
        return new Credential(
                name,
                type,
                origin,
                ImmutableList.<Entry>builder().addAll(entries).add(entry).build());
    }

    /**
     * One of its keys, for an environment variable or a file.
     *
     * @throws IllegalArgumentException where it has no such key
     */
    public Key key(String key) {
        if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
            throw new IllegalArgumentException("credential " + name + " has no key '" + key + "'; it has "
                    + entries.stream().map(Entry::key).toList());
        }
        return new Key(this, key);
    }
}
