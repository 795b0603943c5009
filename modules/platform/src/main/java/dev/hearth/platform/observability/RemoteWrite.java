package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;

/**
 * Where a Prometheus sends every sample, for longer than it keeps them itself.
 *
 * @param url where samples are pushed
 * @param tenant whose samples they are, for a store of several; empty for a store of one
 */
public record RemoteWrite(Value url, String tenant) {

    public RemoteWrite {
        requireNonNull(url, "url");
        requireNonNull(tenant, "tenant");
    }

    /** Mimir's own path at that service. */
    public static RemoteWrite mimir(ServiceRef push) {
        return to(push.url().then("/api/v1/push"));
    }

    /** That URL. */
    public static RemoteWrite to(Value url) {
        return new RemoteWrite(url, "");
    }

    /** A copy for that tenant, which the header {@code X-Scope-OrgID} names. */
    public RemoteWrite tenant(String name) {
        return new RemoteWrite(url, name);
    }
}
