package dev.hearth.platform.security;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.secret.Account;
import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ServiceAccounts as which the operator opens stores, and what those of namespaces of this cluster may read.
 *
 * @param stores the stores
 */
record StoreAccounts(List<SecretStore> stores) implements Part {

    private static final String RBAC = "rbac.authorization.k8s.io";

    /** The names of the accounts. */
    ImmutableSortedSet<String> names() {
        return stores.stream()
                .flatMap(StoreAccounts::account)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    private static Stream<String> account(SecretStore store) {
        if (store.provider() instanceof Vault vault && vault.auth() instanceof Vault.KubernetesAuth auth) {
            return Stream.of(auth.account().name());
        }
        if (store.provider() instanceof Aws aws && aws.auth() instanceof Aws.AccountToken token) {
            return Stream.of(token.account().name());
        }
        return reading(store).map(read -> read.account().name());
    }

    private record Reading(String namespace, Account account) {}

    private static Stream<Reading> reading(SecretStore store) {
        return store.provider() instanceof KubernetesSecrets secrets
                        && secrets.auth() instanceof KubernetesSecrets.AccountToken token
                ? Stream.of(new Reading(secrets.namespace(), token.account()))
                : Stream.empty();
    }

    @Override
    public void expand(Scope scope) {
        names().forEach(name -> scope.manifest(account(name)));
        stores.stream().flatMap(StoreAccounts::reading).distinct().forEach(read -> {
            scope.manifest(role(read));
            scope.manifest(binding(read, scope.namespace()));
        });
    }

    private static Manifest account(String name) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .put("metadata", Mapping.of("name", Node.text(name)))
                // Only the operator asks for its tokens.
                .put("automountServiceAccountToken", false)
                .build());
    }

    private static Manifest role(Reading read) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", RBAC + "/v1")
                .put("kind", "Role")
                .put("metadata", metadata(read))
                .put(
                        "rules",
                        Node.list(Mapping.builder()
                                .put("apiGroups", Node.texts(""))
                                .put("resources", Node.texts("secrets"))
                                .put("verbs", Node.texts("get", "list", "watch"))
                                .build()))
                .build());
    }

    private static Manifest binding(Reading read, String accountsNamespace) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", RBAC + "/v1")
                .put("kind", "RoleBinding")
                .put("metadata", metadata(read))
                .put(
                        "roleRef",
                        Mapping.builder()
                                .put("apiGroup", RBAC)
                                .put("kind", "Role")
                                .put("name", read.account().name())
                                .build())
                .put(
                        "subjects",
                        Node.list(Mapping.builder()
                                .put("kind", "ServiceAccount")
                                .put("name", read.account().name())
                                .put("namespace", accountsNamespace)
                                .build()))
                .build());
    }

    private static Mapping metadata(Reading read) {
        return Mapping.builder()
                .put("name", read.account().name())
                .put("namespace", read.namespace())
                .build();
    }
}
