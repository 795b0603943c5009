package dev.hearth.dsl.secret;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import java.util.Optional;

/**
 * Secrets Manager or Parameter Store of AWS.
 *
 * @param service which of both
 * @param region such as {@code eu-central-1}
 * @param role the ARN of a role to take on; empty for none
 * @param auth how the operator shows who it is
 * @see <a href="https://external-secrets.io/latest/provider/aws-access/">Access to AWS</a>
 */
public record Aws(Service service, String region, Optional<String> role, Auth auth) implements Provider {

    /** The services that hold secrets. */
    public enum Service {
        SECRETS_MANAGER("SecretsManager"),
        PARAMETER_STORE("ParameterStore");

        private final String word;

        Service(String word) {
            this.word = word;
        }

        /** As a ClusterSecretStore calls it. */
        public String word() {
            return word;
        }
    }

    /** How the operator shows who it is. */
    public sealed interface Auth {}

    /** As the pods of the operator do for themselves, by their own ServiceAccount or node. */
    public record Ambient() implements Auth {}

    /** With an access key. */
    public record StaticKeys(Credential.Key id, Credential.Key secret) implements Auth {

        public StaticKeys {
            requireNonNull(id, "id");
            requireNonNull(secret, "secret");
        }
    }

    /** With a token of a ServiceAccount that is annotated with a role of its own. */
    public record AccountToken(Account account) implements Auth {

        public AccountToken {
            requireNonNull(account, "account");
        }
    }

    public Aws {
        requireNonNull(service, "service");
        requireNonNull(role, "role");
        requireNonNull(auth, "auth");
        if (!region.matches("[a-z]{2,}(-[a-z]+)+-[0-9]+")) {
            throw new IllegalArgumentException("an AWS region must look like eu-central-1, but was '" + region + "'");
        }
        role.ifPresent(arn -> {
            if (!arn.matches("arn:[a-z-]+:iam::[0-9]{12}:role/.+")) {
                throw new IllegalArgumentException(
                        "an AWS role must look like arn:aws:iam::123456789012:role/name, but was '" + arn + "'");
            }
        });
    }

    /** Secrets Manager in that region. */
    public static Aws secretsManager(String region) {
        return new Aws(Service.SECRETS_MANAGER, region, Optional.empty(), new Ambient());
    }

    /** Parameter Store in that region. */
    public static Aws parameterStore(String region) {
        return new Aws(Service.PARAMETER_STORE, region, Optional.empty(), new Ambient());
    }

    /** A copy that takes on the role with that ARN. */
    public Aws role(String arn) {
        return new Aws(service, region, Optional.of(arn), auth);
    }

    /** A copy that is opened by that access key. */
    public Aws keys(Credential.Key id, Credential.Key secret) {
        return new Aws(service, region, role, new StaticKeys(id, secret));
    }

    /** A copy that is opened by a token of that ServiceAccount. */
    public Aws account(String name) {
        return new Aws(service, region, role, new AccountToken(Account.named(name)));
    }

    @Override
    public ImmutableSet<Credential> credentials() {
        return auth instanceof StaticKeys keys
                ? ImmutableSet.of(keys.id().credential(), keys.secret().credential())
                : ImmutableSet.of();
    }
}
