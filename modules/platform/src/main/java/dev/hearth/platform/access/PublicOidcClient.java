package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Value;
import java.util.Arrays;

/**
 * A client of an identity provider without a secret, for programs that could not keep one, or are not handed one: each login
 * proves itself (PKCE).
 *
 * @param component the component that is the provider; empty where it is none of the cluster's
 * @param id the client's name
 * @param issuer the URL of the provider, to the letter as it is in its tokens
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">PKCE</a>
 */
public record PublicOidcClient(String component, String id, Value issuer) {

    public PublicOidcClient {
        requireNonNull(component, "component");
        requireNonNull(issuer, "issuer");
        ClientLogin.name(id);
    }

    /** The client of that name, of a provider that is not in the cluster. */
    public static PublicOidcClient of(Value issuer, String id) {
        return new PublicOidcClient("", id, issuer);
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
        return ClientLogin.of(component, id, Arrays.asList(redirects));
    }
}
