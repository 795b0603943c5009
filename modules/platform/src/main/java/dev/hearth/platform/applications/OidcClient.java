package dev.hearth.platform.applications;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Value;

/**
 * What an application has to know of an identity provider that people log in at.
 *
 * <pre>{@code
 * OidcClient.of(Value.of("https://").then(Value.publicHost("login")), Credential.named("coder-oidc")
 *     .fixed("client-id", "coder")
 *     .password("client-secret", 32))
 * }</pre>
 *
 * @param issuer the URL of the provider, to the letter as it is in its tokens
 * @param credential the client's {@code client-id} and {@code client-secret}
 */
public record OidcClient(Value issuer, Credential credential) {

    /** The key of the credential with the client's name. */
    public static final String ID = "client-id";

    /** The key of the credential with the client's secret. */
    public static final String SECRET = "client-secret";

    public OidcClient {
        requireNonNull(issuer, "issuer");
        credential.entry(ID);
        credential.entry(SECRET);
    }

    /** The client of that provider. */
    public static OidcClient of(Value issuer, Credential credential) {
        return new OidcClient(issuer, credential);
    }
}
