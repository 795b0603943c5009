package dev.hearth.platform.security;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.platform.Catalogue;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is usual in a cluster of this platform, and what nobody does in one. */
final class HomeRules {

    private static final String PACKET_SOCKETS = "Packet socket created in container";
    private static final String CONTACT = "user_known_contact_k8s_api_server_activities";
    private static final String PACKAGES = "Package installed in a container";

    /** Of these images some program asks the API server, which is what it is for. */
    private static final List<String> CLIENTS = List.of(
            "cert-manager-cainjector",
            "cert-manager-controller",
            "cert-manager-webhook",
            "coder",
            "dex",
            "external-secrets",
            "ingress-nginx",
            "kube-state-metrics",
            "local-path-provisioner",
            "metallb-controller",
            "metallb-speaker",
            "metrics-server",
            "nginx-ingress",
            "prometheus",
            "prometheus-operator",
            "sealed-secrets",
            "trivy-operator",
            "trust-manager",
            "velero");

    private HomeRules() {}

    /**
     * The rules.
     *
     * @param developing namespaces in which people run what they have just built
     * @param clients further images whose programs ask the API server
     */
    static FalcoRules of(ImmutableSet<String> developing, ImmutableSet<String> clients) {
        FalcoRules rules = FalcoRules.none()
                .list("home_api_clients", images(clients))
                .replacing(CONTACT, "container.image.repository in (home_api_clients)")
                // It answers for the addresses of load balancers by packets that it makes itself.
                .except(
                        PACKET_SOCKETS,
                        "container.image.repository = "
                                + Catalogue.image("metallb-speaker").repository())
                .rule(FalcoRule.named("Token of the API server read by hand")
                        .description(
                                "Programs read their token once they start; a shell or a download tool that reads one"
                                        + " is somebody who looks around.")
                        .condition("open_read and container and fd.name contains"
                                + " \"/secrets/kubernetes.io/serviceaccount/token\" and proc.name in (shell_binaries,"
                                + " cat, head, tail, less, cp, base64, curl, wget)")
                        .output("A token of the API server was read by hand (file=%fd.name command=%proc.cmdline"
                                + " parent=%proc.pname user=%user.name)")
                        .priority(FalcoPriority.WARNING)
                        .tag("container")
                        .tag("home"))
                .rule(FalcoRule.named(PACKAGES)
                        .description(
                                "Containers are made elsewhere; one that gets a package while it runs is another one"
                                        + " than the tree says.")
                        .condition("spawned_process and container and proc.name in (package_mgmt_binaries)")
                        .output("A package was installed in a container (command=%proc.cmdline parent=%proc.pname"
                                + " user=%user.name)")
                        .priority(FalcoPriority.WARNING)
                        .tag("container")
                        .tag("home"))
                .rule(FalcoRule.named("Network tool started in a container")
                        .description("Who starts a scanner or a sniffer in a container looks for other targets.")
                        .condition(
                                "spawned_process and container and proc.name in (nmap, masscan, tcpdump, tshark, socat,"
                                        + " nc, ncat, netcat)")
                        .output("A network tool was started in a container (command=%proc.cmdline parent=%proc.pname"
                                + " user=%user.name)")
                        .priority(FalcoPriority.NOTICE)
                        .tag("container")
                        .tag("home"));
        return developing.isEmpty() ? rules : where(developing, rules);
    }

    private static FalcoRules where(ImmutableSet<String> developing, FalcoRules rules) {
        FalcoRules out = rules.list("home_developing", developing.toArray(new String[0]));
        for (String usual : ImmutableList.of(
                "Terminal shell in container",
                "Drop and execute new binary in container",
                "Search Private Keys or Passwords",
                "Fileless execution via memfd_create",
                PACKAGES,
                "Network tool started in a container")) {
            out = out.except(usual, "k8s.ns.name in (home_developing)");
        }
        return out;
    }

    private static String[] images(ImmutableSet<String> clients) {
        return Stream.of(
                        CLIENTS.stream().map(name -> Catalogue.image(name).repository()),
                        // Argo CD's image comes with its chart.
                        Stream.of("quay.io/argoproj/argocd"),
                        clients.stream())
                .flatMap(names -> names)
                .sorted()
                .distinct()
                .collect(Collectors.toList())
                .toArray(new String[0]);
    }
}
