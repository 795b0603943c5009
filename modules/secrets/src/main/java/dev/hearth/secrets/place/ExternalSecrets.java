package dev.hearth.secrets.place;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.secret.Existing;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Credentials that come from a store become an ExternalSecret in every namespace that uses them, and each store that is used a
 * ClusterSecretStore that is open to those namespaces alone.
 *
 * <p>A store that a preinstalled system offers, and one that is {@link Existing}, gets no object: it is there. What a store is
 * opened with is needed in the namespace of the component that offers it, so this comes before whatever places Secrets. Pods that
 * read such a value only when they start are named to what starts pods anew.
 *
 * @see <a href="https://external-secrets.io/latest/api/externalsecret/">ExternalSecret</a>
 */
public final class ExternalSecrets implements Derivation {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        new Placing(soFar, scopes).all();
    }

    /** One use, by whom it was stated. */
    private record Use(String component, Credential credential, String namespace, Optional<String> opens) {}

    private static final class Placing {

        private static final String RULE = "secret.store";

        private final Expansion soFar;
        private final Function<String, Scope> scopes;
        private final Map<String, Offered<SecretStore>> stores = new TreeMap<>();
        private final Deque<Use> uses = new ArrayDeque<>();
        private final Map<String, Set<String>> namespaces = new LinkedHashMap<>();
        private final Map<String, Set<String>> opened = new TreeMap<>();
        private final Set<String> placed = new LinkedHashSet<>();

        private Placing(Expansion soFar, Function<String, Scope> scopes) {
            this.soFar = soFar;
            this.scopes = scopes;
        }

        void all() {
            soFar.view().offers(SecretStore.class).forEach(this::offered);
            for (Stated<CredentialUse> use : soFar.facts(CredentialUse.class)) {
                uses.add(new Use(
                        use.component(), use.fact().credential(), use.fact().namespace(), Optional.empty()));
            }
            while (!uses.isEmpty()) {
                Use use = uses.remove();
                if (use.credential().origin() instanceof Credential.External external) {
                    place(use, external);
                }
            }
            namespaces.forEach(this::store);
            Rotation.of(soFar, scopes, placed);
        }

        private void offered(Offered<SecretStore> offered) {
            Offered<SecretStore> first = stores.putIfAbsent(offered.offer().name(), offered);
            if (first != null && !offered.preinstalled()) {
                scopes.apply(offered.component())
                        .finding(Finding.error(
                                        RULE,
                                        "component " + offered.component(),
                                        "offers store '" + offered.offer().name() + "', which component "
                                                + first.component() + " offers already")
                                .hint("name one of them otherwise"));
            }
        }

        private void place(Use use, Credential.External external) {
            Scope scope = scopes.apply(use.component());
            Offered<SecretStore> store = stores.get(external.store());
            if (store == null) {
                scope.finding(Finding.error(
                                RULE,
                                "component " + use.component(),
                                "takes credential " + use.credential().name() + " from store '" + external.store()
                                        + "', which nobody offers; "
                                        + (stores.isEmpty() ? "there is no store" : "there are " + stores.keySet()))
                        .hint("let a component offer SecretStore.named(\"" + external.store() + "\", ...), or say"
                                + " SecretStore.existing(...) in Site.preinstalled(...)"));
                return;
            }
            use.opens()
                    .ifPresent(opens -> opened.computeIfAbsent(opens, none -> new TreeSet<>())
                            .add(external.store()));
            if (use.opens().isPresent() && leadsTo(external.store(), use.opens().orElseThrow(), new TreeSet<>())) {
                scope.finding(Finding.error(
                                RULE,
                                "component " + use.component(),
                                "store '" + use.opens().orElseThrow() + "' is opened by credential "
                                        + use.credential().name() + ", which comes from store '" + external.store()
                                        + "'; so it would have to be open already")
                        .hint("let that credential come from elsewhere: sealed, or made outside of the tree"));
                return;
            }
            if (!store.preinstalled()) {
                scope.after(store.component());
            }
            if (placed.add(use.namespace() + "/" + use.credential().name())) {
                scope.manifest(object(use, external, store.offer()));
            }
            if (!namespaces.containsKey(external.store())) {
                open(store);
            }
            namespaces
                    .computeIfAbsent(external.store(), none -> new TreeSet<>())
                    .add(use.namespace());
        }

        /** Whether what the first store is opened with comes from the other one in the end, or is it. */
        private boolean leadsTo(String store, String other, Set<String> seen) {
            return store.equals(other)
                    || (seen.add(store)
                            && opened.getOrDefault(store, Set.of()).stream()
                                    .anyMatch(next -> leadsTo(next, other, seen)));
        }

        /** What a store is opened with is used where the store is offered, as soon as the store is. */
        private void open(Offered<SecretStore> store) {
            if (store.preinstalled()) {
                return;
            }
            Scope scope = scopes.apply(store.component());
            store.offer().provider().credentials().forEach(credential -> {
                scope.uses(credential);
                uses.add(new Use(
                        store.component(),
                        scope.resolved(credential),
                        scope.namespace(),
                        Optional.of(store.offer().name())));
            });
        }

        private void store(String name, Set<String> users) {
            Offered<SecretStore> store = stores.get(name);
            if (store != null && !store.preinstalled() && !(store.offer().provider() instanceof Existing)) {
                Scope scope = scopes.apply(store.component());
                scope.manifest(StoreObject.of(store.offer(), users, scope));
            }
        }

        private static Manifest object(Use use, Credential.External external, SecretStore store) {
            Credential credential = use.credential();
            String key = external.path().isEmpty() ? credential.name() : external.path();
            return Manifest.of(Mapping.builder()
                    .put("apiVersion", "external-secrets.io/v1")
                    .put("kind", "ExternalSecret")
                    .put(
                            "metadata",
                            Mapping.builder()
                                    .put("name", credential.name())
                                    .put("namespace", use.namespace())
                                    .build())
                    .put(
                            "spec",
                            Mapping.builder()
                                    .put("refreshInterval", interval(store.refresh()))
                                    .put(
                                            "secretStoreRef",
                                            Mapping.builder()
                                                    .put("kind", "ClusterSecretStore")
                                                    .put("name", store.name())
                                                    .build())
                                    .put("target", target(credential))
                                    .put(
                                            "data",
                                            Sequence.of(credential.secrets().stream()
                                                    .map(entry -> data(entry.key(), key))
                                                    .toList()))
                                    .build())
                    .build());
        }

        private static Mapping target(Credential credential) {
            return Mapping.builder()
                    .put("name", credential.name())
                    .put("creationPolicy", "Owner")
                    .put("deletionPolicy", "Retain")
                    .put(
                            "template",
                            Mapping.builder()
                                    .put("type", credential.type())
                                    .put("engineVersion", "v2")
                                    // Beside what is templated, the Secret has what the store gives, byte for byte.
                                    .put("mergePolicy", "Merge")
                                    .putUnlessEmpty("data", GoTemplate.data(credential))
                                    .build())
                    .build();
        }

        private static Mapping data(String key, String path) {
            return Mapping.builder()
                    .put("secretKey", key)
                    .put(
                            "remoteRef",
                            Mapping.builder()
                                    .put("key", path)
                                    .put("property", key)
                                    .put("conversionStrategy", "Default")
                                    .put("decodingStrategy", "None")
                                    .put("metadataPolicy", "None")
                                    .build())
                    .build();
        }

        /** As Go writes it, and so as the API server gives it back. */
        private static String interval(Duration interval) {
            String seconds = interval.toSecondsPart() + "s";
            if (interval.toHours() > 0) {
                return interval.toHours() + "h" + interval.toMinutesPart() + "m" + seconds;
            }
            return interval.toMinutesPart() + "m" + seconds;
        }
    }
}
