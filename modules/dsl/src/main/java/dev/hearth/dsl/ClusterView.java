package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.KubernetesVersion;
import java.util.List;
import java.util.Optional;

/** What a component may know of the cluster it is in: facts, and what others offer and ask. */
public final class ClusterView {

    private final Cluster cluster;
    private final ImmutableMap<String, String> namespaces;
    private final ImmutableListMultimap<String, Offered<?>> offers;
    private final ImmutableListMultimap<String, Ask> asks;

    ClusterView(
            Cluster cluster,
            ImmutableMap<String, String> namespaces,
            ImmutableListMultimap<String, Offered<?>> offers,
            ImmutableListMultimap<String, Ask> asks) {
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.offers = offers;
        this.asks = asks;
    }

    /** The cluster's name. */
    public String name() {
        return cluster.name();
    }

    /** The domain that short host names mean. */
    public String domain() {
        return cluster.domains().get(0);
    }

    /** All domains below which public hosts may lie; the first is the one that short host names mean. */
    public ImmutableList<String> domains() {
        return cluster.domains();
    }

    /** The cluster's version of Kubernetes. */
    public KubernetesVersion kubernetes() {
        return cluster.kubernetes();
    }

    /** Where the Secrets of credentials come from of which nobody has said so. */
    public Credential.Origin credentials() {
        return cluster.credentials();
    }

    /** Where the cluster runs. */
    public Site site() {
        return cluster.site();
    }

    /** The full name of a public host: {@code minio} and {@code *.coder} lie below the first domain, others are full. */
    public String publicHost(String host) {
        boolean full = host.indexOf('.', host.startsWith("*.") ? 2 : 0) >= 0;
        return full ? host : host + "." + domain();
    }

    /** Whether that full host name is one of the cluster's domains or lies below one. */
    public boolean inDomains(String host) {
        return cluster.domains().stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }

    /** Where Argo CD reads the tree from; empty where the cluster names no repository. */
    public Optional<GitRepository> repository() {
        return cluster.repository();
    }

    /** Offers of that type, of components in their order and then of what is preinstalled. */
    @SuppressWarnings("unchecked") // guarded by the type of the offer inside
    public <T extends Offer> List<Offered<T>> offers(Class<T> type) {
        return offers.values().stream()
                .filter(offered -> type.isInstance(offered.offer()))
                .map(offered -> (Offered<T>) offered)
                .toList();
    }

    /** Offers of that type, of one component. */
    public <T extends Offer> List<Offered<T>> offers(String component, Class<T> type) {
        return offers(type).stream()
                .filter(offered -> offered.component().equals(component))
                .toList();
    }

    /** Wishes of that type that others have of a component, in the order of those others. */
    public <A extends Ask> ImmutableList<A> asks(String component, Class<A> type) {
        return asks.get(component).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    /** The namespace of a component or of a preinstalled system. */
    public Optional<String> namespaceOf(String component) {
        return Optional.ofNullable(namespaces.get(component));
    }

    /** The name of the layer that a component is in; empty for what is preinstalled. */
    public Optional<String> layerOf(String component) {
        return cluster.layers().stream()
                .filter(layer -> layer.members().stream()
                        .anyMatch(member -> member.component().name().equals(component)))
                .map(Layer::name)
                .findFirst();
    }

    /** The names of all components and preinstalled systems, in order. */
    public ImmutableList<String> components() {
        return namespaces.keySet().asList();
    }
}
