package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Credential;

/** A login that the ingress controller asks for, before a service that has none of its own. */
public sealed interface Login {

    /**
     * User name and password (HTTP basic authentication) against the password file of a credential. The Secret gets the
     * type and the key that the controller wants.
     *
     * <pre>{@code
     * Credential users = Credential.named("prometheus-login").outside().passwordFile("users", "admin");
     * Route.at("prometheus").to(prometheus).login(Login.basic(users.key("users")));
     * }</pre>
     *
     * @throws IllegalArgumentException where the key is no {@linkplain Credential#passwordFile password file}
     */
    static Login basic(Credential.Key passwordFile) {
        return new Basic(passwordFile);
    }

    /** User name and password. */
    record Basic(Credential.Key passwordFile) implements Login {

        public Basic {
            requireNonNull(passwordFile, "passwordFile");
            if (!(entry(passwordFile) instanceof Credential.PasswordFile)) {
                throw new IllegalArgumentException("key " + passwordFile.key() + " of credential "
                        + passwordFile.credential().name()
                        + " must be a password file for a basic login; add it with passwordFile(...)");
            }
        }

        private static Credential.Entry entry(Credential.Key key) {
            return key.credential().entries().stream()
                    .filter(entry -> entry.key().equals(key.key()))
                    .findFirst()
                    .orElseThrow();
        }

        /** The credential with its password file at that key, as a Secret of that type. */
        Credential as(String type, String key) {
            Credential credential = passwordFile.credential();
            return new Credential(
                    credential.name(),
                    type,
                    credential.origin(),
                    credential.entries().stream()
                            .map(entry -> entry.key().equals(passwordFile.key())
                                    ? new Credential.PasswordFile(key, ((Credential.PasswordFile) entry).user())
                                    : entry)
                            .collect(ImmutableList.toImmutableList()));
        }
    }
}
