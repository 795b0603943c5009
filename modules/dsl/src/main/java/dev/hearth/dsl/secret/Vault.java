package dev.hearth.dsl.secret;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Value;

/**
 * The key-value engine of HashiCorp Vault, or of OpenBao, which speaks the same protocol.
 *
 * <pre>{@code
 * Vault.at("https://vault.home.arpa", Vault.account("hearth", "vault-reader")).path("home")
 * }</pre>
 *
 * @param server the URL of its API
 * @param path where the engine is mounted
 * @param version the version of the engine
 * @param auth how the operator shows who it is
 * @param trust by which authority the server's certificate is judged
 * @see <a href="https://external-secrets.io/latest/provider/hashicorp-vault/">HashiCorp Vault</a>
 */
public record Vault(Value server, String path, Engine version, Auth auth, Trust trust) implements Provider {

    /** The versions of the key-value engine. */
    public enum Engine {
        V1("v1"),
        V2("v2");

        private final String word;

        Engine(String word) {
            this.word = word;
        }

        /** As Vault calls it. */
        public String word() {
            return word;
        }
    }

    /** How the operator shows who it is. */
    public sealed interface Auth {}

    /** With a token of a ServiceAccount, for that role of the method mounted there. */
    public record KubernetesAuth(String mountPath, String role, Account account) implements Auth {

        public KubernetesAuth {
            requireNonNull(account, "account");
        }
    }

    /** With a token of Vault. */
    public record TokenAuth(Credential.Key token) implements Auth {

        public TokenAuth {
            requireNonNull(token, "token");
        }
    }

    /** With the id of a role, which is no secret, and its secret id. */
    public record AppRole(String mountPath, String roleId, Credential.Key secretId) implements Auth {

        public AppRole {
            requireNonNull(secretId, "secretId");
        }
    }

    public Vault {
        requireNonNull(server, "server");
        requireNonNull(version, "version");
        requireNonNull(auth, "auth");
        requireNonNull(trust, "trust");
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException(
                    "the path of a Vault engine must have no '/' at its ends and not be empty, but was '" + path + "'");
        }
    }

    /** The engine of version 2 at {@code secret}, of the server with that URL. */
    public static Vault at(Value server, Auth auth) {
        return new Vault(server, "secret", Engine.V2, auth, new Trust.Public());
    }

    /** The engine of version 2 at {@code secret}, of the server with that URL. */
    public static Vault at(String server, Auth auth) {
        return at(Value.of(server), auth);
    }

    /** With a token of that ServiceAccount, for that role of the method at {@code kubernetes}. */
    public static Auth account(String role, String account) {
        return new KubernetesAuth("kubernetes", role, Account.named(account));
    }

    /** With that token. */
    public static Auth token(Credential.Key token) {
        return new TokenAuth(token);
    }

    /** With that role of the method at {@code approle}, and its secret id. */
    public static Auth appRole(String roleId, Credential.Key secretId) {
        return new AppRole("approle", roleId, secretId);
    }

    /** A copy with the engine that is mounted there. */
    public Vault path(String mount) {
        return new Vault(server, mount, version, auth, trust);
    }

    /** A copy whose engine is of that version. */
    public Vault version(Engine engine) {
        return new Vault(server, path, engine, auth, trust);
    }

    /** A copy whose certificate is judged by that authority. */
    public Vault trust(Trust authority) {
        return new Vault(server, path, version, auth, authority);
    }

    @Override
    public ImmutableSet<Credential> credentials() {
        if (auth instanceof TokenAuth token) {
            return ImmutableSet.of(token.token().credential());
        }
        return auth instanceof AppRole role ? ImmutableSet.of(role.secretId().credential()) : ImmutableSet.of();
    }
}
