package dev.hearth.dsl.secret;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Value;

/**
 * The Secrets of a namespace, of this cluster or of another one.
 *
 * @param namespace the namespace that they are in
 * @param server the URL of its API server
 * @param auth how the operator shows who it is
 * @param trust by which authority the server's certificate is judged
 * @see <a href="https://external-secrets.io/latest/provider/kubernetes/">Kubernetes</a>
 */
public record KubernetesSecrets(String namespace, Value server, Auth auth, Trust trust) implements Provider {

    /** How the operator shows who it is. */
    public sealed interface Auth {}

    /** With a token of a ServiceAccount, which may read those Secrets. */
    public record AccountToken(Account account) implements Auth {

        public AccountToken {
            requireNonNull(account, "account");
        }
    }

    /** With a token that lasts. */
    public record Token(Credential.Key token) implements Auth {

        public Token {
            requireNonNull(token, "token");
        }
    }

    public KubernetesSecrets {
        Names.label("namespace", namespace);
        requireNonNull(server, "server");
        requireNonNull(auth, "auth");
        if (trust instanceof Trust.Public) {
            throw new IllegalArgumentException("the authority of an API server"
                    + " must be named, for the operator knows none of itself; use Trust.Pem, InConfigMap or InSecret");
        }
    }

    /**
     * Those of a namespace of this cluster, read by that ServiceAccount. It may {@code get}, {@code list} and {@code watch} Secrets
     * there, and create a SelfSubjectRulesReview.
     */
    public static KubernetesSecrets of(String namespace, String account) {
        return new KubernetesSecrets(
                namespace,
                Value.of("kubernetes.default"),
                new AccountToken(Account.named(account)),
                new Trust.InConfigMap("kube-root-ca.crt", "ca.crt"));
    }

    /** Those of a namespace of another cluster, read with that token; its authority must be named. */
    public static KubernetesSecrets at(String server, Trust trust, String namespace, Credential.Key token) {
        return new KubernetesSecrets(namespace, Value.of(server), new Token(token), trust);
    }

    @Override
    public ImmutableSet<Credential> credentials() {
        return auth instanceof Token token ? ImmutableSet.of(token.token().credential()) : ImmutableSet.of();
    }
}
