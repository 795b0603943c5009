package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.route.IngressOffer;
import dev.hearth.dsl.route.IssuerOffer;
import dev.hearth.dsl.route.NginxGateway;
import dev.hearth.dsl.secret.Existing;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster has besides its tree, as partial objects for the checks: what charts and operators make as far as their
 * components offer or state it, what is preinstalled, and the Secrets that are sealed or made outside.
 */
final class Elsewhere {

    private final Expansion expansion;
    private final ImmutableList.Builder<Manifest> objects = ImmutableList.builder();

    private Elsewhere(Expansion expansion) {
        this.expansion = expansion;
    }

    static ImmutableList<Manifest> of(Expansion expansion) {
        Elsewhere elsewhere = new Elsewhere(expansion);
        elsewhere.services();
        elsewhere.classes();
        elsewhere.credentials();
        elsewhere.made();
        elsewhere.namespaces();
        expansion
                .cluster()
                .site()
                .nodes()
                .forEach(node -> elsewhere.add("v1", "Node", "", node.name(), Mapping.empty()));
        return elsewhere.objects.build();
    }

    /** The Services that components and preinstalled systems offer, as far as they are told. */
    private void services() {
        record Key(String namespace, String service) {}
        ImmutableListMultimap<Key, Offered<ServiceOffer>> byService = Multimaps.index(
                expansion.view().offers(ServiceOffer.class),
                offered -> new Key(offered.namespace(), offered.offer().service()));
        byService.asMap().forEach((key, offers) -> add("v1", "Service", key.namespace(), key.service(), ports(offers)));
    }

    private static Mapping ports(Collection<Offered<ServiceOffer>> offers) {
        return Mapping.of(
                "spec",
                Mapping.of(
                        "ports",
                        Sequence.of(offers.stream()
                                .map(offered -> offered.offer().port())
                                .map(port -> Mapping.builder()
                                        .put("name", port.name())
                                        .put("port", port.servicePort())
                                        .build())
                                .toList())));
    }

    private void classes() {
        expansion.view().offers(IngressOffer.class).forEach(this::gateway);
        expansion.view().offers(IngressOffer.class).stream()
                .filter(offered -> !(offered.offer().dialect() instanceof NginxGateway))
                .map(offered -> offered.offer().className())
                .distinct()
                .forEach(name -> add("networking.k8s.io/v1", "IngressClass", "", name, Mapping.empty()));
        expansion.view().offers(IssuerOffer.class).stream()
                .map(offered -> offered.offer().name())
                .distinct()
                .forEach(name -> add("cert-manager.io/v1", "ClusterIssuer", "", name, Mapping.empty()));
        expansion.view().offers(SecretStore.class).stream()
                .filter(offered -> offered.preinstalled() || offered.offer().provider() instanceof Existing)
                .map(offered -> offered.offer().name())
                .distinct()
                .forEach(name -> add("external-secrets.io/v1", "ClusterSecretStore", "", name, Mapping.empty()));
        String storageClass = expansion.cluster().site().storageClass();
        if (!storageClass.isEmpty()) {
            add("storage.k8s.io/v1", "StorageClass", "", storageClass, Mapping.empty());
        }
    }

    private void gateway(Offered<IngressOffer> offered) {
        if (offered.offer().dialect() instanceof NginxGateway dialect && offered.preinstalled()) {
            String api = "gateway.networking.k8s.io/v1";
            add(api, "GatewayClass", "", offered.offer().className(), Mapping.empty());
            add(api, "Gateway", dialect.namespace(), dialect.gateway(), Mapping.empty());
        }
    }

    /** The Secrets of credentials, whether they are sealed already or not: their keys, and no values. */
    private void credentials() {
        for (Stated<CredentialUse> use : expansion.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            Map<String, String> keys = new TreeMap<>();
            credential.entries().forEach(entry -> keys.put(entry.key(), ""));
            add("v1", "Secret", use.fact().namespace(), credential.name(), Mapping.of("data", Mapping.texts(keys)));
        }
    }

    /** What components make in the running cluster: the keys, and no values. */
    private void made() {
        for (Stated<MadeInCluster> stated : expansion.facts(MadeInCluster.class)) {
            MadeInCluster made = stated.fact();
            Map<String, String> keys = new TreeMap<>();
            made.keys().forEach(key -> keys.put(key, ""));
            add("v1", made.kind(), made.namespace(), made.name(), Mapping.of("data", Mapping.texts(keys)));
        }
    }

    /** The namespaces of preinstalled systems and of charts, which hold what nobody sees here. */
    private void namespaces() {
        Mapping unknown = Mapping.of(
                "metadata", Mapping.of("annotations", Mapping.texts(Map.of("hearth.dev/contents", "unknown"))));
        expansion.cluster().site().preinstalled().stream()
                .map(system -> system.namespace())
                .distinct()
                .forEach(namespace -> add("v1", "Namespace", "", namespace, unknown));
        for (Stated<RemoteChart.Resolved> chart : expansion.facts(RemoteChart.Resolved.class)) {
            add("v1", "Namespace", "", chart.namespace(), unknown);
        }
    }

    private void add(String apiVersion, String kind, String namespace, String name, Mapping content) {
        Mapping.Builder metadata = Mapping.builder().put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        objects.add(Manifest.of(Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", metadata.putAll(content.mapping("metadata")).build())
                .putAll(content.without("metadata"))
                .build()));
    }
}
