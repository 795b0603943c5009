package dev.hearth.dsl.secret;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Value;

/**
 * Any service that answers with JSON.
 *
 * <p>URL, headers and body are Go templates: <code>{{ .remoteRef.key }}</code> is the path of the credential,
 * <code>{{ .remoteRef.property }}</code> its key, and <code>{{ .auth.token }}</code> the key {@code token} of the credential
 * that was named {@code auth}.
 *
 * <pre>{@code
 * Webhook.at("https://passwords.home.arpa/api/{{ .remoteRef.key }}/{{ .remoteRef.property }}")
 *     .header("Authorization", "Bearer {{ .auth.token }}")
 *     .credential("auth", token)
 *     .jsonPath("$.value")
 * }</pre>
 *
 * @param url whom to ask
 * @param method the method of HTTP
 * @param headers what to send along
 * @param body what to send; empty for nothing
 * @param jsonPath where the value is in the answer; empty for all of it
 * @param secrets credentials for the templates, by the name they have there
 * @param trust by which authority the server's certificate is judged
 * @see <a href="https://external-secrets.io/latest/provider/webhook/">Webhook</a>
 */
public record Webhook(
        Value url,
        String method,
        ImmutableMap<String, String> headers,
        String body,
        String jsonPath,
        ImmutableMap<String, Credential> secrets,
        Trust trust)
        implements Provider {

    public Webhook {
        requireNonNull(url, "url");
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        requireNonNull(jsonPath, "jsonPath");
        requireNonNull(trust, "trust");
        if (!method.matches("[A-Z]+")) {
            throw new IllegalArgumentException("a method of HTTP is in capitals, but was '" + method + "'");
        }
        for (String name : secrets.keySet()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException(
                        "the name of a credential in a template must have letters, digits and" + " '_' alone, but was '"
                                + name + "'");
            }
        }
    }

    /** The service at that URL, asked by GET. */
    public static Webhook at(Value url) {
        return new Webhook(url, "GET", ImmutableMap.of(), "", "", ImmutableMap.of(), new Trust.Public());
    }

    /** The service at that URL, asked by GET. */
    public static Webhook at(String url) {
        return at(Value.of(url));
    }

    /** A copy that is asked by POST, with that body. */
    public Webhook post(String text) {
        return new Webhook(url, "POST", headers, text, jsonPath, secrets, trust);
    }

    /** A copy with a header. What is secret in it comes from a credential. */
    public Webhook header(String name, String value) {
        return new Webhook(url, method, append(headers, name, value), body, jsonPath, secrets, trust);
    }

    /** A copy whose value is at that place of the answer. */
    public Webhook jsonPath(String path) {
        return new Webhook(url, method, headers, body, path, secrets, trust);
    }

    /** A copy whose templates know the keys of that credential by that name. */
    public Webhook credential(String name, Credential credential) {
        return new Webhook(url, method, headers, body, jsonPath, append(secrets, name, credential), trust);
    }

    /** A copy whose certificate is judged by that authority. */
    public Webhook trust(Trust authority) {
        return new Webhook(url, method, headers, body, jsonPath, secrets, authority);
    }

    private static <T> ImmutableMap<String, T> append(ImmutableMap<String, T> map, String name, T value) {
        return ImmutableMap.<String, T>builder().putAll(map).put(name, value).buildKeepingLast();
    }

    @Override
    public ImmutableSet<Credential> credentials() {
        return ImmutableSet.copyOf(secrets.values());
    }
}
