package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * People log in at a provider for a client, and are sent back to one of those addresses.
 *
 * @param component the provider
 * @param id the client's name
 * @param secret with the client's secret; empty for a public client
 * @param redirects where people may be sent back to
 * @param callers pods that open the provider's public address
 */
record ClientLogin(
        String component,
        String id,
        Optional<Credential> secret,
        ImmutableList<Value> redirects,
        ImmutableSet<Pods> callers)
        implements Ask {

    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

    ClientLogin {
        requireNonNull(component, "component");
        requireNonNull(secret, "secret");
        name(id);
    }

    static ClientLogin of(String component, String id, List<Value> redirects) {
        return new ClientLogin(component, id, Optional.empty(), ImmutableList.copyOf(redirects), ImmutableSet.of());
    }

    ClientLogin secret(Credential credential) {
        return new ClientLogin(component, id, Optional.of(credential), redirects, callers);
    }

    ClientLogin calledBy(Pods pods) {
        return new ClientLogin(component, id, secret, redirects, ImmutableSet.of(pods));
    }

    /** Checks the name of a client. */
    static String name(String id) {
        if (!NAME.matcher(id).matches()) {
            throw new IllegalArgumentException("client '" + id
                    + "' must be at most 40 lower-case letters, digits and '-', a letter first and no '-' last");
        }
        return id;
    }
}
