package dev.hearth.dsl.secret;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;
import java.time.Duration;

/**
 * A store of secrets that credentials may name, see {@link dev.hearth.dsl.Credential#external}. The component that offers it
 * gets a ClusterSecretStore as soon as somebody uses it, open to the namespaces that do and to no others.
 *
 * <pre>{@code
 * public Offers offers() {
 *     return Offers.of(SecretStore.named("vault", Vault.at(server, Vault.account("hearth", "operator"))));
 * }
 * }</pre>
 *
 * <p>The accounts, certificates and credentials that a store names are in the namespace of the component that offers it. One that
 * a preinstalled system offers is there already; only its name counts.
 *
 * @param name the name of the ClusterSecretStore
 * @param provider where the values are
 * @param refresh how often the operator asks for each value again
 * @see <a href="https://external-secrets.io/latest/api/clustersecretstore/">ClusterSecretStore</a>
 */
public record SecretStore(String name, Provider provider, Duration refresh) implements Offer {

    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration OFTENEST = Duration.ofMinutes(1);

    public SecretStore {
        Names.subdomain("store", name);
        requireNonNull(provider, "provider");
        if (refresh.compareTo(OFTENEST) < 0 || refresh.toNanosPart() != 0) {
            throw new IllegalArgumentException("store " + name
                    + " must be asked again after whole seconds, at least a minute, but was " + refresh
                    + "; most stores limit or bill what they are asked");
        }
    }

    /** A store of that name, asked again every hour. */
    public static SecretStore named(String name, Provider provider) {
        return new SecretStore(name, provider, HOURLY);
    }

    /** A ClusterSecretStore of that name that somebody else makes, such as a chart. */
    public static SecretStore existing(String name) {
        return named(name, new Existing());
    }

    /** A copy that is asked again that often. */
    public SecretStore refreshEvery(Duration interval) {
        return new SecretStore(name, provider, interval);
    }
}
