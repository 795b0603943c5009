package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A reference to secret material: which keys it has, how their values come to be, and where the Secret comes from; never a
 * value.
 *
 * <p>In a cluster it is a Secret of that name in every namespace that uses it.
 *
 * <pre>{@code
 * Credential database = Credential.named("photos-database")
 *     .fixed("user", "photos")
 *     .password("password", 32)
 *     .composed("url", Value.of("postgres://${user}:${password}@").then(postgres.server().address()).then("/photos"));
 * workload.mount(database, "/run/secrets/database");
 * }</pre>
 *
 * @param name the name of the Secret
 * @param type the Secret's type; {@code Opaque} unless said otherwise
 * @param origin where the Secret comes from; what the cluster says for all of them unless said here
 * @param entries its keys, in the order in which they were added
 */
public record Credential(String name, String type, Origin origin, ImmutableList<Entry> entries) {

    /** Where the Secret comes from. */
    public sealed interface Origin permits Unstated, Outside, Sealed, External, Sops {}

    /** Nobody has said yet: {@link Cluster#credentials} decides, and without it the cluster does not render. */
    public record Unstated() implements Origin {}

    /** Somebody makes the Secret outside of the tree, by the commands that the bootstrap page lists. */
    public record Outside() implements Origin {}

    /** A SealedSecret, whose values are sealed by {@code hearth seal} and kept in the folder of secrets. */
    public record Sealed(SealScope scope) implements Origin {}

    /**
     * An ExternalSecret: the External Secrets Operator takes the values from a store.
     *
     * @param store the name of a store that a component offers
     * @param path the entry of the store, in its own notation; empty for the credential's name
     */
    public record External(String store, String path) implements Origin {}

    /** A file encrypted by SOPS in the folder of secrets, which becomes part of the tree byte for byte. */
    public record Sops() implements Origin {}

    /** Sealed for one name in one namespace. */
    public static Origin sealed() {
        return sealed(SealScope.STRICT);
    }

    /** Sealed for that scope. */
    public static Origin sealed(SealScope scope) {
        return new Sealed(requireNonNull(scope, "scope"));
    }

    /** Taken from the store of that name, from the entry with the credential's name. */
    public static Origin external(String store) {
        return new External(Names.subdomain("store", store), "");
    }

    /** Taken from that entry of the store of that name. */
    public static Origin external(String store, String path) {
        return new External(Names.subdomain("store", store), requireNonNull(path, "path"));
    }

    /** A file that SOPS encrypted. */
    public static Origin sops() {
        return new Sops();
    }

    /** Made by somebody, outside of the tree. */
    public static Origin madeOutside() {
        return new Outside();
    }

    /** One key, and where its value is to come from. */
    public sealed interface Entry {

        /** The key in the Secret. */
        String key();

        /** Whether the value is secret in itself: neither readable in the model nor put together from others. */
        default boolean secret() {
            return true;
        }

        /** The key whose value this one is made from, where there is one. */
        default Optional<String> of() {
            return Optional.empty();
        }
    }

    /** A value that is no secret, such as a user name. */
    public record Fixed(String key, String value) implements Entry {

        @Override
        public boolean secret() {
            return false;
        }
    }

    /** A value of that many random bytes, written in hexadecimal. */
    public record Random(String key, int bytes) implements Entry {}

    /** A password of that many letters and digits. */
    public record Password(String key, int length) implements Entry {}

    /** A value that only a person knows; {@code what} tells that person what is asked for. */
    public record Asked(String key, String what) implements Entry {}

    /** An Apache password file with one user, whose password a person chooses. */
    public record PasswordFile(String key, String user) implements Entry {}

    /** A private key. */
    public record PrivateKey(String key, KeyKind kind) implements Entry {}

    /** The public half of the private key at {@code privateKey}, in the form that belongs to its kind. */
    public record PublicKey(String key, String privateKey) implements Entry {

        @Override
        public Optional<String> of() {
            return Optional.of(privateKey);
        }
    }

    /** A certificate that the private key at {@code privateKey} signs itself, for those hosts. */
    public record Certificate(String key, String privateKey, ImmutableList<String> hosts, int days) implements Entry {

        @Override
        public Optional<String> of() {
            return Optional.of(privateKey);
        }
    }

    /** A configuration for pulling images from that registry as that user, whose password a person knows. */
    public record DockerConfig(String key, String registry, String user) implements Entry {}

    /** A text put together from other keys, see {@link #composed}. */
    public record Composed(String key, Value text) implements Entry {

        @Override
        public boolean secret() {
            return false;
        }

        /** What the text is put together from: literals, addresses and other keys. */
        public ImmutableList<Template.Piece> pieces() {
            return Template.of(text);
        }
    }

    /** The kinds of private keys. */
    public enum KeyKind {
        /** RSA, 4096 bits, PEM of PKCS#8; the public half is PEM of a SubjectPublicKeyInfo. */
        RSA,
        /** Ed25519, PEM of PKCS#8; the public half is PEM of a SubjectPublicKeyInfo. */
        ED25519,
        /** Ed25519 in the format of OpenSSH; the public half is a line for {@code authorized_keys}. */
        SSH
    }

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

    /** A copy whose Secret comes from there, whatever the cluster says of others. */
    public Credential from(Origin where) {
        return new Credential(name, type, where, entries);
    }

    /** A copy whose Secret is made outside of the tree. */
    public Credential outside() {
        return from(new Outside());
    }

    /** A copy with a key whose value is no secret. */
    public Credential fixed(String key, String value) {
        return with(new Fixed(key, requireNonNull(value, "value")));
    }

    /** A copy with a key of that many random bytes, at least 16, in hexadecimal. */
    public Credential random(String key, int bytes) {
        if (bytes < 16) {
            throw new IllegalArgumentException(
                    "key " + key + " of credential " + name + " must have at least 16 random bytes, but was " + bytes);
        }
        return with(new Random(key, bytes));
    }

    /** A copy with a key that is a random password of that many letters and digits, at least 16. */
    public Credential password(String key, int length) {
        if (length < 16) {
            throw new IllegalArgumentException(
                    "key " + key + " of credential " + name + " must have at least 16 characters, but was " + length);
        }
        return with(new Password(key, length));
    }

    /** A copy with a key whose value a person is asked for. */
    public Credential asked(String key, String what) {
        return with(new Asked(key, requireNonNull(what, "what")));
    }

    /** A copy with a key that holds an Apache password file for that user. */
    public Credential passwordFile(String key, String user) {
        return with(new PasswordFile(key, Names.subdomain("user", user)));
    }

    /** A copy with a new private key at that key. */
    public Credential privateKey(String key, KeyKind kind) {
        return with(new PrivateKey(key, requireNonNull(kind, "kind")));
    }

    /**
     * A copy with the public half of one of its private keys.
     *
     * @throws IllegalArgumentException where {@code privateKey} is none
     */
    public Credential publicKey(String key, String privateKey) {
        return with(new PublicKey(key, privateKeyOf(privateKey)));
    }

    /**
     * A copy of type {@code kubernetes.io/tls} with a new key, and a certificate for those hosts that it signs itself, good for
     * ten years. Where cert-manager runs, its certificates are the better ones.
     */
    public Credential selfSigned(String... hosts) {
        return type("kubernetes.io/tls")
                .privateKey("tls.key", KeyKind.RSA)
                .with(new Certificate("tls.crt", "tls.key", ImmutableList.copyOf(hosts), 3650));
    }

    /** A copy of type {@code kubernetes.io/dockerconfigjson} for that registry and user. */
    public Credential dockerConfig(String registry, String user) {
        return type("kubernetes.io/dockerconfigjson")
                .with(new DockerConfig(
                        ".dockerconfigjson", requireNonNull(registry, "registry"), requireNonNull(user, "user")));
    }

    /**
     * A copy with a key whose value is put together from others, for programs that want one string.
     *
     * <p>In the text <code>${key}</code> is the value of that key, <code>${key:url}</code> the same encoded for a URL, and
     * <code>$${</code> a literal <code>${</code>. The text itself is readable in the tree.
     *
     * @throws IllegalArgumentException where the text names a key that is not there yet, or is itself put together
     */
    public Credential composed(String key, Value text) {
        for (Template.Piece piece : Template.of(text)) {
            if (piece instanceof Template.KeyValue value) {
                Entry named = entry(value.key());
                if (named instanceof Composed) {
                    throw new IllegalArgumentException("key " + key + " of credential " + name + " names key "
                            + value.key() + ", which is put together itself; name the keys it is made of");
                }
            }
        }
        return with(new Composed(key, text));
    }

    private String privateKeyOf(String key) {
        if (!(entry(key) instanceof PrivateKey)) {
            throw new IllegalArgumentException(
                    "key " + key + " of credential " + name + " is no private key; add it with privateKey(...)");
        }
        return key;
    }

    private Credential with(Entry entry) {
        return with(ImmutableList.<Entry>builder().addAll(entries).add(entry).build());
    }

    private Credential with(ImmutableList<Entry> all) {
        return new Credential(name, type, origin, all);
    }

    /** This in a cluster: the addresses that composed keys hold are text. */
    Credential resolved(Origin byDefault, Function<Value, String> texts) {
        return new Credential(
                name,
                type,
                origin instanceof Unstated ? byDefault : origin,
                entries.stream()
                        .map(entry -> entry instanceof Composed composed
                                ? new Composed(composed.key(), Value.of(texts.apply(composed.text())))
                                : entry)
                        .collect(ImmutableList.toImmutableList()));
    }

    /** The services whose addresses its composed keys hold. */
    public ImmutableSet<ServiceRef> services() {
        return entries.stream()
                .flatMap(entry ->
                        entry instanceof Composed composed ? composed.text().services().stream() : Stream.empty())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** A copy with only those of its keys. */
    public Credential keeping(Collection<String> keys) {
        return with(
                entries.stream().filter(entry -> keys.contains(entry.key())).collect(ImmutableList.toImmutableList()));
    }

    /** The keys whose values are secret in themselves. */
    public ImmutableList<Entry> secrets() {
        return entries.stream().filter(Entry::secret).collect(ImmutableList.toImmutableList());
    }

    /**
     * The entry of one of its keys.
     *
     * @throws IllegalArgumentException where it has no such key
     */
    public Entry entry(String key) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("credential " + name + " has no key '" + key
                        + "'; it has " + entries.stream().map(Entry::key).toList()));
    }

    /**
     * One of its keys, for an environment variable or a file.
     *
     * @throws IllegalArgumentException where it has no such key
     */
    public Key key(String key) {
        entry(key);
        return new Key(this, key);
    }
}
