package dev.hearth.platform.access;

import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.workload.Autoscaler;
import dev.hearth.dsl.workload.Exposure;
import dev.hearth.dsl.workload.UpdateStrategy;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import java.util.List;
import java.util.Optional;

/** How the ports of an ingress controller are reached from the local network. */
public enum Entrance {
    /** Ports of every node; nothing else has to run in the cluster. */
    HOST_PORTS {
        @Override
        PodSecurity podSecurity() {
            return PodSecurity.privileged(REASON + ", which Pod Security baseline forbids");
        }

        @Override
        Workload workload(String name, Optional<Autoscaler> autoscaler) {
            return Workload.daemonSet(name).role(NodeRole.INGRESS);
        }

        @Override
        void scaled(String component, Optional<Autoscaler> autoscaler) {
            if (autoscaler.isPresent()) {
                throw new IllegalArgumentException(
                        "ingress " + component + " opens ports of the nodes, so each node has one pod"
                                + " of it and there is nothing to scale; say loadBalancer() before autoscaler(...)");
            }
        }

        @Override
        Workload open(Workload controller, Port http, Port https, Site site) {
            return controller
                    .hostPort(http, http.number(), REASON)
                    .hostPort(https, https.number(), REASON)
                    .reachedFrom(Peer.anywhere(), http, https);
        }

        @Override
        Optional<String> address(Site site) {
            List<String> known = site.nodes().stream().map(Site.Node::name).toList();
            List<String> open =
                    site.nodesFor(NodeRole.INGRESS).map(List::copyOf).orElse(known);
            return site.nodes().stream()
                    .filter(node -> open.contains(node.name()))
                    .map(Site.Node::address)
                    .findFirst();
        }

        @Override
        Finding missing(String component) {
            return Finding.error(
                            "route.address",
                            "component " + component,
                            "opens ports of the nodes, but the site names no node, so that no Ingress would ever be"
                                    + " told its address, and Argo CD would wait for it")
                    .hint("name the nodes with Site.node(\"rack\", \"192.168.10.11\")");
        }
    },

    /** A Service of type LoadBalancer, which gets the site's address from whatever gives out such addresses. */
    LOAD_BALANCER {
        @Override
        PodSecurity podSecurity() {
            return PodSecurity.restricted();
        }

        @Override
        Workload workload(String name, Optional<Autoscaler> autoscaler) {
            Workload controller = Workload.deployment(name)
                    .role(NodeRole.INGRESS)
                    .update(UpdateStrategy.rolling().maxSurge(1).maxUnavailable(0));
            return autoscaler.map(controller::autoscaler).orElse(controller);
        }

        @Override
        void scaled(String component, Optional<Autoscaler> autoscaler) {
            // As many as are wanted may stand behind one address.
        }

        @Override
        Workload open(Workload controller, Port http, Port https, Site site) {
            Exposure service = Exposure.named(controller.name())
                    .ports(http, https)
                    .loadBalancer()
                    .keepClientAddress();
            return controller
                    .port(http)
                    .port(https)
                    .expose(address(site)
                            .map(address -> service.annotation(ADDRESS, address))
                            .orElse(service))
                    .reachedFrom(Peer.anywhere(), http, https);
        }

        @Override
        Optional<String> address(Site site) {
            return site.loadBalancerAddress();
        }

        @Override
        Finding missing(String component) {
            return Finding.error(
                            "route.address",
                            "component " + component,
                            "wants an address of the local network, but the site has none for load balancers")
                    .hint(
                            "name one with Site.loadBalancerAddress(\"192.168.10.50\"), which MetalLB gives out, or let the"
                                    + " controller open ports of the nodes");
        }
    };

    private static final String REASON = "it opens the ports 80 and 443 of the node";
    /** The annotation of a Service by which MetalLB is asked for an address. */
    static final String ADDRESS = "metallb.io/loadBalancerIPs";

    /** What the namespace of such a controller must let through. */
    abstract PodSecurity podSecurity();

    /** A workload of the kind that fits, with so many pods as are wanted. */
    abstract Workload workload(String name, Optional<Autoscaler> autoscaler);

    /**
     * Holds that it can have so many pods.
     *
     * @throws IllegalArgumentException where each node has one
     */
    abstract void scaled(String component, Optional<Autoscaler> autoscaler);

    /** The controller with its two ports open to the local network. */
    abstract Workload open(Workload controller, Port http, Port https, Site site);

    /** The address under which the local network finds the controller, if the site has it. */
    abstract Optional<String> address(Site site);

    abstract Finding missing(String component);

    /** Reports what the site lacks. */
    void check(Scope scope) {
        Site site = scope.cluster().site();
        if (address(site).isEmpty()) {
            scope.finding(missing(scope.component()));
        } else if (this == HOST_PORTS && site.loadBalancerAddress().isPresent()) {
            scope.finding(Finding.warning(
                            "route.address",
                            "component " + scope.component(),
                            "opens ports of the nodes, although the site has the address "
                                    + site.loadBalancerAddress().orElseThrow() + " for load balancers")
                    .hint("say loadBalancer() of it, which lets its namespace be restricted, or take the address out of"
                            + " the site"));
        }
    }
}
