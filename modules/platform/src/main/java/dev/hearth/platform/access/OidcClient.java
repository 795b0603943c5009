package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Value;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an application has to know of an identity provider that people log in at.
 *
 * <pre>{@code
 * dex.client("grafana")                                            // of a provider in the cluster
 * OidcClient.of(Value.of("https://id.example.org"), Credential.named("coder-oidc")
 *     .asked("client-id", "the name of the client at id.example.org")
 *     .asked("client-secret", "its secret"))                       // of one elsewhere
 * }</pre>
 *
 * @param component the component that is the provider; empty where it is none of the cluster's
 * @param issuer the URL of the provider, to the letter as it is in its tokens
 * @param endpoints where it is asked; empty for where it says itself, in its discovery document
 * @param credential the client's {@code client-id} and {@code client-secret}; of a provider in the cluster, a Secret with the
 *     same values is in its namespace too
 */
public record OidcClient(String component, Value issuer, Optional<Endpoints> endpoints, Credential credential) {

    /** The key of the credential with the client's name. */
    public static final String ID = "client-id";

    /** The key of the credential with the client's secret. */
    public static final String SECRET = "client-secret";

    /**
     * Where a provider is asked.
     *
     * @param authorization where browsers are sent to
     * @param token where the application asks for tokens
     * @param userInfo where it asks who somebody is
     * @param keys where it gets the keys that tokens are signed with
     */
    public record Endpoints(Value authorization, Value token, Value userInfo, Value keys) {

        public Endpoints {
            requireNonNull(authorization, "authorization");
            requireNonNull(token, "token");
            requireNonNull(userInfo, "userInfo");
            requireNonNull(keys, "keys");
        }
    }

    public OidcClient {
        requireNonNull(component, "component");
        requireNonNull(issuer, "issuer");
        requireNonNull(endpoints, "endpoints");
        credential.entry(ID);
        credential.entry(SECRET);
    }

    /** The client of a provider that is not in the cluster. */
    public static OidcClient of(Value issuer, Credential credential) {
        return new OidcClient("", issuer, Optional.empty(), credential);
    }

    /** A copy for an application that does not read the provider's discovery document. */
    public OidcClient endpoints(Endpoints known) {
        return new OidcClient(component, issuer, Optional.of(known), credential);
    }

    /** What an application asks of a provider in the cluster: to send people back there. Nothing of one elsewhere. */
    public ImmutableSet<Ask> asking(Value... redirects) {
        return component.isEmpty() ? ImmutableSet.of() : ImmutableSet.of(login(redirects));
    }

    /**
     * The same for an application whose pods open the issuer's public address themselves.
     *
     * @param callers those pods, with their namespace
     */
    public ImmutableSet<Ask> asking(Pods callers, Value... redirects) {
        return component.isEmpty()
                ? ImmutableSet.of()
                : ImmutableSet.of(login(redirects).calledBy(callers));
    }

    private ClientLogin login(Value... redirects) {
        return ClientLogin.of(component, id(), Arrays.asList(redirects)).secret(credential);
    }

    private String id() {
        if (credential.entry(ID) instanceof Credential.Fixed fixed) {
            return fixed.value();
        }
        throw new IllegalArgumentException("key " + ID + " of credential " + credential.name()
                + " must be fixed, for component " + component + " has to know the client's name");
    }
}
