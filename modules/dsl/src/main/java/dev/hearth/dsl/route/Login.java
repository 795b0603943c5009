package dev.hearth.dsl.route;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.ServiceRef;

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

    /**
     * A proxy that the controller asks about each request whether somebody has logged in (forward authentication); who has not is
     * sent to it. Below {@value Forward#BASE} each of the hosts leads to the proxy, so that what a browser keeps is of that host
     * alone, and the proxy answers there as OAuth2 Proxy does.
     *
     * <pre>{@code
     * OAuth2Proxy login = OAuth2Proxy.forwarding("login", dex.client("login"), "wiki", "shop");
     * Route.at("wiki").to(wiki).login(login.login());
     * }</pre>
     *
     * @param hosts where it logs people in; others are a finding
     */
    static Forward forward(ServiceRef proxy, String... hosts) {
        return new Forward(proxy, ImmutableSortedSet.copyOf(hosts), ImmutableSortedSet.of());
    }

    /**
     * A proxy that is asked about each request.
     *
     * @param proxy its port
     * @param hosts where it logs people in
     * @param headers what of its answer goes on to the service: the headers that say who somebody is
     */
    record Forward(ServiceRef proxy, ImmutableSortedSet<String> hosts, ImmutableSortedSet<String> headers)
            implements Login {

        /** Where the proxy has its pages. */
        public static final String BASE = "/oauth2";

        public Forward {
            requireNonNull(proxy, "proxy");
            hosts.forEach(host -> Names.subdomain("host", host));
            if (hosts.isEmpty()) {
                throw new IllegalArgumentException("a login by " + proxy + " needs the hosts where it logs people in");
            }
            headers.forEach(header -> {
                if (!header.matches("[A-Za-z0-9-]+")) {
                    throw new IllegalArgumentException("header '" + header + "' must be of letters, digits and '-'");
                }
            });
        }

        /** A copy by which those headers of the proxy's answer go on to the service, in place of what a client says there. */
        public Forward headers(String... names) {
            return new Forward(proxy, hosts, ImmutableSortedSet.copyOf(names));
        }
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
