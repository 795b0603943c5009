package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.KindScopes;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a part of one component says what it becomes, and looks up what it refers to.
 *
 * <p>A reference that leads nowhere becomes a finding, and the expansion goes on so that all findings come together.
 */
public final class Scope {

    private static final String NOWHERE = "unresolved";

    private final ClusterView cluster;
    private final String component;
    private final String namespace;
    private final Optional<Place> place;
    private final ImmutableMap<String, ServiceOffer> own;

    private final List<Manifest> manifests = new ArrayList<>();
    private final Set<Manifest> shared = new HashSet<>();
    private final List<Flow> flows = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Stated<?>> facts = new ArrayList<>();

    Scope(
            ClusterView cluster,
            String component,
            String namespace,
            Optional<Place> place,
            List<ServiceOffer> ownServices) {
        this.cluster = cluster;
        this.component = component;
        this.namespace = namespace;
        this.place = place;
        this.own = ownServices.stream()
                .collect(ImmutableMap.toImmutableMap(
                        offer -> key(offer.service(), offer.port().name()), offer -> offer, (first, second) -> first));
    }

    private static String key(String service, String port) {
        return service + ":" + port;
    }

    /** The cluster around it. */
    public ClusterView cluster() {
        return cluster;
    }

    /** The name of the component. */
    public String component() {
        return component;
    }

    /** The namespace of the component. */
    public String namespace() {
        return namespace;
    }

    /** Adds an object; one that needs a namespace and names none gets the component's. */
    public void manifest(Manifest manifest) {
        manifests.add(manifest.ownedBy(component));
    }

    /**
     * Adds an object that several parts may bring, such as configuration that two workloads mount: brought again with
     * the same content, it is the same object.
     */
    public void share(Manifest manifest) {
        if (shared.add(manifest)) {
            manifest(manifest);
        }
    }

    /** Those may open that port of theirs; pods that name no namespace are of the component's. */
    public void flow(Peer from, Peer to, Protocol protocol, int port) {
        flows.add(new Flow(here(from), here(to), protocol, port, component));
    }

    /** Those pods may open that service. */
    public void flow(Pods from, ServiceRef to) {
        service(to).ifPresent(offered -> {
            ServiceOffer offer = offered.offer();
            flow(
                    from,
                    offer.pods().orIn(offered.namespace()),
                    offer.port().protocol(),
                    offer.port().number());
        });
    }

    private Peer here(Peer peer) {
        return peer instanceof Pods pods ? pods.orIn(namespace) : peer;
    }

    /** Says that a credential is needed in the component's namespace. */
    public void uses(Credential credential) {
        uses(credential, namespace);
    }

    /** Says that a credential is needed in that namespace. */
    public void uses(Credential credential, String where) {
        fact(new CredentialUse(resolved(credential), where));
    }

    /** A credential in this cluster: its origin is the cluster's where it has none, and its texts hold no addresses any more. */
    public Credential resolved(Credential credential) {
        return credential.resolved(cluster.credentials(), this::text);
    }

    /** Says that a default is done without, and why. */
    public void exempt(Exemption exemption) {
        fact(exemption);
    }

    /** Says that this component comes after that one. */
    public void after(String other) {
        if (!other.equals(component)) {
            fact(new Order(other));
        }
    }

    /** States something for a later stage. */
    public void fact(Object fact) {
        facts.add(new Stated<>(component, namespace, fact));
    }

    /** Reports a problem; the place where the component was added is put to it. */
    public void finding(Finding finding) {
        findings.add(finding.place().isPresent() ? finding : finding.from(place));
    }

    /** The text of a value in this cluster. */
    public String text(Value value) {
        return value.pieces().stream().map(this::text).collect(Collectors.joining());
    }

    /** The nodes of structured configuration in this cluster. */
    public Node node(Data data) {
        return data.node(this::text);
    }

    private String text(Value.Piece piece) {
        if (piece instanceof Value.Literal literal) {
            return literal.text();
        }
        if (piece instanceof Value.PublicHost host) {
            return cluster.publicHost(host.host());
        }
        Value.ServiceAddress wanted = (Value.ServiceAddress) piece;
        return service(wanted.service())
                .map(offered -> address(offered, wanted.form()))
                .orElse(NOWHERE);
    }

    private String address(Offered<ServiceOffer> offered, Value.Address form) {
        ServiceOffer offer = offered.offer();
        String host = offer.service() + "." + offered.namespace() + ".svc."
                + cluster.site().clusterDomain();
        String port = Integer.toString(offer.port().servicePort());
        return switch (form) {
            case HOST -> host;
            case PORT -> port;
            case HOST_AND_PORT -> host + ":" + port;
            case URL -> offer.port().scheme() + "://" + host + ":" + port;
        };
    }

    /** What a reference leads to; where it leads nowhere, that is reported. */
    public Optional<Offered<ServiceOffer>> service(ServiceRef reference) {
        ServiceRef wanted = reference.heldBy(component);
        if (wanted.component().equals(component)) {
            ServiceOffer offer = own.get(key(wanted.service(), wanted.port()));
            if (offer != null) {
                return Optional.of(new Offered<>(component, namespace, false, offer));
            }
        }
        List<Offered<ServiceOffer>> offered = offersOf(wanted.component());
        Optional<Offered<ServiceOffer>> found = offered.stream()
                .filter(candidate -> candidate.offer().service().equals(wanted.service())
                        && candidate.offer().port().name().equals(wanted.port()))
                .findFirst();
        if (found.isEmpty()) {
            finding(nowhere(wanted, offered));
        }
        return found;
    }

    private List<Offered<ServiceOffer>> offersOf(String other) {
        List<Offered<ServiceOffer>> offered = cluster.offers(other, ServiceOffer.class);
        if (!other.equals(component)) {
            return offered;
        }
        return Stream.concat(
                        offered.stream(),
                        own.values().stream().map(offer -> new Offered<>(component, namespace, false, offer)))
                .distinct()
                .toList();
    }

    private Finding nowhere(ServiceRef wanted, List<Offered<ServiceOffer>> offered) {
        String subject = "component " + component;
        if (cluster.namespaceOf(wanted.component()).isEmpty()) {
            return Finding.error(
                            "link.component",
                            subject,
                            "refers to " + wanted + ", but the cluster has no component named '" + wanted.component()
                                    + "'; it has " + cluster.components())
                    .hint("add it to a layer, or declare it with Site.preinstalled");
        }
        List<String> ports = offered.stream()
                .map(Offered::offer)
                .filter(offer -> offer.service().equals(wanted.service()))
                .map(offer -> offer.port().toString())
                .toList();
        if (!ports.isEmpty()) {
            return Finding.error(
                            "link.service-port",
                            subject,
                            "refers to port '" + wanted.port() + "' of Service " + wanted.service() + " of component "
                                    + wanted.component() + "; it has " + String.join(", ", ports))
                    .hint("refer to one of those ports");
        }
        List<String> services = ImmutableList.copyOf(offered).stream()
                .map(Offered::offer)
                .map(ServiceOffer::service)
                .distinct()
                .toList();
        return Finding.error(
                        "link.service",
                        subject,
                        "refers to Service '" + wanted.service() + "', which component " + wanted.component()
                                + " does not offer; it offers " + services)
                .hint("refer to a service it offers, or add the service to its offers()");
    }

    /** Its objects as they were brought, some still without the namespace they need. */
    List<Manifest> manifests() {
        return manifests;
    }

    /** Its objects, each that needs a namespace in one. */
    List<Manifest> manifests(KindScopes kinds) {
        return manifests.stream()
                .map(manifest -> manifest.namespace().isPresent() || kinds.clusterScoped(manifest)
                        ? manifest
                        : manifest.inNamespace(namespace))
                .toList();
    }

    List<Flow> flows() {
        return flows;
    }

    List<Finding> findings() {
        return findings;
    }

    List<Stated<?>> facts() {
        return facts;
    }
}
