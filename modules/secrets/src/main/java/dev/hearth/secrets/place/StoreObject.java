package dev.hearth.secrets.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.secret.Account;
import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.Existing;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.Provider;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Trust;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.secret.Webhook;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Base64;
import java.util.Collection;

/**
 * A store as the ClusterSecretStore that the External Secrets Operator reads, with the defaults of its definition spelled out.
 *
 * @see <a href="https://external-secrets.io/latest/api/clustersecretstore/">ClusterSecretStore</a>
 */
final class StoreObject {

    private final Scope scope;

    /** Within the component that offers the store. */
    private StoreObject(Scope scope) {
        this.scope = scope;
    }

    /** The object, open to those namespaces alone. */
    static Manifest of(SecretStore store, Collection<String> namespaces, Scope scope) {
        StoreObject objects = new StoreObject(scope);
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "external-secrets.io/v1")
                .put("kind", "ClusterSecretStore")
                .put("metadata", Mapping.of("name", Node.text(store.name())))
                .put(
                        "spec",
                        Mapping.builder()
                                .put(
                                        "conditions",
                                        Node.list(Mapping.of(
                                                "namespaces",
                                                Sequence.of(namespaces.stream()
                                                        .sorted()
                                                        .map(Node::text)
                                                        .toList()))))
                                .put("provider", objects.provider(store.provider()))
                                .build())
                .build());
    }

    private Mapping provider(Provider provider) {
        if (provider instanceof Vault vault) {
            return Mapping.of("vault", vault(vault));
        }
        if (provider instanceof Aws aws) {
            return Mapping.of("aws", aws(aws));
        }
        if (provider instanceof KubernetesSecrets secrets) {
            return Mapping.of("kubernetes", kubernetes(secrets));
        }
        if (provider instanceof Webhook webhook) {
            return Mapping.of("webhook", webhook(webhook));
        }
        throw new IllegalArgumentException(provider + " needs no object; it is an " + Existing.class.getSimpleName());
    }

    private Mapping vault(Vault vault) {
        return Mapping.builder()
                .put("server", scope.text(vault.server()))
                .put("path", vault.path())
                .put("version", vault.version().word())
                .put("auth", vaultAuth(vault.auth()))
                .putAll(trust(vault.trust()))
                .build();
    }

    private Mapping vaultAuth(Vault.Auth auth) {
        if (auth instanceof Vault.KubernetesAuth kubernetes) {
            return Mapping.of(
                    "kubernetes",
                    Mapping.builder()
                            .put("mountPath", kubernetes.mountPath())
                            .put("role", kubernetes.role())
                            .put("serviceAccountRef", account(kubernetes.account()))
                            .build());
        }
        if (auth instanceof Vault.AppRole role) {
            return Mapping.of(
                    "appRole",
                    Mapping.builder()
                            .put("path", role.mountPath())
                            .put("roleId", role.roleId())
                            .put("secretRef", key(role.secretId()))
                            .build());
        }
        return Mapping.of("tokenSecretRef", key(((Vault.TokenAuth) auth).token()));
    }

    private Mapping aws(Aws aws) {
        Mapping.Builder out =
                Mapping.builder().put("service", aws.service().word()).put("region", aws.region());
        aws.role().ifPresent(role -> out.put("role", role));
        if (aws.auth() instanceof Aws.StaticKeys keys) {
            out.put(
                    "auth",
                    Mapping.of(
                            "secretRef",
                            Mapping.builder()
                                    .put("accessKeyIDSecretRef", key(keys.id()))
                                    .put("secretAccessKeySecretRef", key(keys.secret()))
                                    .build()));
        } else if (aws.auth() instanceof Aws.AccountToken token) {
            out.put("auth", Mapping.of("jwt", Mapping.of("serviceAccountRef", account(token.account()))));
        }
        return out.put("sessionTagsPolicy", "None").build();
    }

    private Mapping kubernetes(KubernetesSecrets secrets) {
        Mapping auth = secrets.auth() instanceof KubernetesSecrets.AccountToken account
                ? Mapping.of("serviceAccount", account(account.account()))
                : Mapping.of(
                        "token", Mapping.of("bearerToken", key(((KubernetesSecrets.Token) secrets.auth()).token())));
        return Mapping.builder()
                .put("remoteNamespace", secrets.namespace())
                .put(
                        "server",
                        Mapping.builder()
                                .put("url", scope.text(secrets.server()))
                                .putAll(trust(secrets.trust()))
                                .build())
                .put("auth", auth)
                .build();
    }

    private Mapping webhook(Webhook webhook) {
        Mapping.Builder out = Mapping.builder()
                .put("url", scope.text(webhook.url()))
                .put("method", webhook.method())
                .putUnlessEmpty("headers", Mapping.texts(webhook.headers()));
        if (!webhook.body().isEmpty()) {
            out.put("body", webhook.body());
        }
        out.put(
                "result",
                webhook.jsonPath().isEmpty() ? Mapping.empty() : Mapping.of("jsonPath", Node.text(webhook.jsonPath())));
        out.putUnlessEmpty(
                "secrets",
                Sequence.of(webhook.secrets().entrySet().stream()
                        .map(secret -> Mapping.builder()
                                .put("name", secret.getKey())
                                .put("secretRef", here(secret.getValue().name()))
                                .build())
                        .toList()));
        return out.putAll(trust(webhook.trust())).build();
    }

    private Mapping trust(Trust trust) {
        if (trust instanceof Trust.Pem pem) {
            return Mapping.of(
                    "caBundle",
                    Node.text(Base64.getEncoder()
                            .encodeToString(pem.certificates().getBytes(UTF_8))));
        }
        if (trust instanceof Trust.InConfigMap map) {
            return Mapping.of("caProvider", authority("ConfigMap", map.name(), map.key()));
        }
        if (trust instanceof Trust.InSecret secret) {
            return Mapping.of("caProvider", authority("Secret", secret.name(), secret.key()));
        }
        return Mapping.empty();
    }

    private Mapping authority(String type, String name, String key) {
        return Mapping.builder()
                .put("type", type)
                .putAll(here(name))
                .put("key", key)
                .build();
    }

    private Mapping account(Account account) {
        return Mapping.builder()
                .putAll(here(account.name()))
                .putUnlessEmpty(
                        "audiences",
                        Sequence.of(account.audiences().stream().map(Node::text).toList()))
                .build();
    }

    private Mapping key(Credential.Key key) {
        return here(key.credential().name()).with("key", Node.text(key.key()));
    }

    /** What belongs to no namespace must say in which one its references are. */
    private Mapping here(String name) {
        return Mapping.builder()
                .put("name", name)
                .put("namespace", scope.namespace())
                .build();
    }
}
