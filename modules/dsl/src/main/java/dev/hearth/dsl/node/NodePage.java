package dev.hearth.dsl.node;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Mirror;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page on the nodes of a MicroK8s cluster.
 *
 * @see <a href="https://canonical.com/microk8s/docs/configuring-services">Configuring MicroK8s services</a>
 */
final class NodePage {

    private static final String ARGS = "/var/snap/microk8s/current/args/";
    private static final String HOST_PATHS = "microk8s-hostpath";

    private final Expansion expansion;
    private final Cluster cluster;
    private final Site site;
    private final List<Stated<NodeSetting.Stated>> settings;
    private final StringBuilder out = new StringBuilder();

    private NodePage(Expansion expansion, List<Stated<NodeSetting.Stated>> settings) {
        this.expansion = expansion;
        this.cluster = expansion.cluster();
        this.site = cluster.site();
        this.settings = settings;
    }

    static String of(Expansion expansion, List<Stated<NodeSetting.Stated>> settings) {
        NodePage page = new NodePage(expansion, settings);
        page.nodes();
        page.install();
        page.addons();
        page.files();
        page.flags(
                "The API server",
                "kube-apiserver",
                NodeSetting.Kind.API_SERVER,
                Stream.concat(auditFlags(), page.of(NodeSetting.Kind.API_SERVER))
                        .toList());
        page.flags(
                "Kubelets",
                "kubelet",
                NodeSetting.Kind.KUBELET,
                page.of(NodeSetting.Kind.KUBELET).toList());
        page.mirrors();
        page.firewall();
        return page.out.toString().stripTrailing() + "\n";
    }

    private Stream<NodeSetting.Stated> of(NodeSetting.Kind kind) {
        return settings.stream()
                .map(Stated::fact)
                .filter(setting -> setting.kind() == kind)
                .distinct();
    }

    private void nodes() {
        paragraph("# The nodes of cluster " + cluster.name());
        paragraph(
                "What Argo CD cannot do for the cluster, because it is done on the nodes themselves. Go through it before the page "
                        + "that starts the cluster, and again when this page changes: every step may be repeated.");
        heading("Nodes");
        paragraph("| node | address | pools |\n|---|---|---|\n"
                + site.nodes().stream()
                        .map(node -> "| " + node.name() + " | " + node.address() + " | " + pools(node) + " |")
                        .collect(Collectors.joining("\n")));
        paragraph(
                "Pods are placed by these names, which must be those of the nodes in Kubernetes; a node needs no labels for its pools. A volume"
                        + " on a node's own disk stays there when a pool changes, and its pod with it, until both are deleted and restored.");
        shell("microk8s kubectl get nodes --output wide");
    }

    private String pools(Site.Node node) {
        String pools = site.pools().entrySet().stream()
                .filter(pool -> pool.getValue().contains(node.name()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return pools.isEmpty() ? "-" : pools;
    }

    private void install() {
        heading("MicroK8s");
        paragraph("On every node:");
        shell("sudo snap install microk8s --classic --channel=" + cluster.kubernetes()
                + "/stable\nmicrok8s status --wait-ready");
        if (site.nodes().size() > 1) {
            paragraph("On " + site.nodes().get(0).name() + ", once for each of "
                    + site.nodes().stream().skip(1).map(Site.Node::name).collect(Collectors.joining(", "))
                    + "; then there the command that it prints:");
            shell("microk8s add-node");
        }
    }

    private void addons() {
        heading("Addons");
        Map<String, String> on = new LinkedHashMap<>();
        on.put("dns", "pods find each other by name");
        on.put(
                "rbac",
                "without it the API server allows everything to everybody (`--authorization-mode=AlwaysAllow`), and no Role"
                        + " of the tree means anything");
        if (site.storageClass().equals(HOST_PATHS)) {
            on.put("hostpath-storage", "claims get their volumes of storage class " + HOST_PATHS);
        }
        of(NodeSetting.Kind.ADDON).forEach(addon -> on.putIfAbsent(addon.name(), addon.reason()));
        table("addon | why", on);
        shell(on.keySet().stream().map(name -> "microk8s enable " + name).collect(Collectors.joining("\n")));
        paragraph("After that, `microk8s kubectl auth can-i list secrets --as nobody` must answer `no`.");
        Map<String, String> off = new TreeMap<>();
        of(NodeSetting.Kind.NO_ADDON)
                .filter(addon -> !on.containsKey(addon.name()))
                .forEach(addon -> off.merge(addon.name(), addon.reason(), (one, more) -> one + "; " + more));
        if (!off.isEmpty()) {
            paragraph("These stay off, because components bring what they bring:");
            table("addon | why not", off);
            shell(off.keySet().stream().map(name -> "microk8s disable " + name).collect(Collectors.joining("\n")));
        }
    }

    private void files() {
        heading("Files");
        paragraph("On every node with an API server. What the API server writes into its audit log, in `" + ARGS
                + "audit-policy.yaml`:");
        write(ARGS + "audit-policy.yaml", AuditLog.policy());
        of(NodeSetting.Kind.FILE).forEach(file -> {
            paragraph("`" + file.name() + "`: " + file.reason() + ".");
            shell(file.value() + " \\\n  | sudo tee " + file.name() + " > /dev/null");
        });
    }

    private static Stream<NodeSetting.Stated> auditFlags() {
        String why = "the audit log";
        return Stream.of(
                        "audit-policy-file=${SNAP_DATA}/args/audit-policy.yaml",
                        "audit-log-path=" + AuditLog.FILE,
                        "audit-log-maxage=30",
                        "audit-log-maxbackup=10",
                        "audit-log-maxsize=100")
                .map(flag -> new NodeSetting.Stated(
                        NodeSetting.Kind.API_SERVER,
                        flag.substring(0, flag.indexOf('=')),
                        flag.substring(flag.indexOf('=') + 1),
                        why));
    }

    private void flags(String title, String service, NodeSetting.Kind kind, List<NodeSetting.Stated> flags) {
        if (flags.isEmpty()) {
            return;
        }
        heading(title);
        Map<String, String> reasons = new LinkedHashMap<>();
        flags.forEach(flag -> reasons.putIfAbsent("`--" + flag.name() + "`", flag.reason()));
        table("flag | why", reasons);
        String where = kind == NodeSetting.Kind.API_SERVER ? "every node with an API server" : "every node";
        paragraph("On " + where + ", one node after the other, so that the others answer meanwhile:");
        List<String> lines = new ArrayList<>();
        lines.add("args=" + ARGS + service);
        flags.forEach(flag -> {
            lines.add("sudo sed -i '/^--" + flag.name() + "=/d' \"$args\"");
            lines.add(
                    "echo " + quoted("--" + flag.name() + "=" + flag.value()) + " | sudo tee -a \"$args\" > /dev/null");
        });
        lines.add("sudo snap restart microk8s");
        lines.add("microk8s status --wait-ready");
        shell(String.join("\n", lines));
    }

    /** The shell must not look into it: MicroK8s itself knows what {@code ${SNAP_DATA}} is. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private void mirrors() {
        if (cluster.mirrors().isEmpty()) {
            return;
        }
        heading("Registry mirrors");
        paragraph(
                "The tree names the mirrors itself. For images that the tree does not name, such as MicroK8s' own, those of charts that Argo"
                        + " CD renders, and those of workspaces, containerd is told of them, on every node. It needs no restart. Where a mirror's"
                        + " certificate is signed by the cluster's own authority, the nodes must trust that first: put the root certificate into"
                        + " `/usr/local/share/ca-certificates` and run `sudo update-ca-certificates`.");
        Map<String, List<Mirror>> hosts = cluster.mirrors().stream()
                .filter(mirror -> !mirror.registry().contains("/"))
                .collect(Collectors.groupingBy(Mirror::registry, TreeMap::new, Collectors.toList()));
        hosts.forEach((registry, mirrors) -> {
            String folder = ARGS + "certs.d/" + registry;
            shell("sudo mkdir -p " + folder);
            write(folder + "/hosts.toml", hostsToml(registry, mirrors));
        });
        String parts = cluster.mirrors().stream()
                .map(Mirror::registry)
                .filter(registry -> registry.contains("/"))
                .collect(Collectors.joining(", "));
        if (!parts.isEmpty()) {
            paragraph("containerd knows mirrors of whole registries alone, so not of " + parts + ".");
        }
    }

    private static String hostsToml(String registry, List<Mirror> mirrors) {
        String server = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
        StringBuilder toml = new StringBuilder("server = \"https://" + server + "\"\n");
        for (Mirror mirror : mirrors) {
            int slash = mirror.mirror().indexOf('/');
            boolean path = slash >= 0;
            String url = path
                    ? mirror.mirror().substring(0, slash) + "/v2"
                            + mirror.mirror().substring(slash)
                    : mirror.mirror();
            toml.append("\n[host.\"https://").append(url).append("\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
            if (path) {
                toml.append("  override_path = true\n");
            }
        }
        return toml.toString();
    }

    private void firewall() {
        heading("Firewall");
        paragraph(
                "What must be open where a node has a firewall. MicroK8s tells ufw by itself to let through the interfaces of pods (`cali+`,"
                        + " `vxlan.calico`). Ports of pods on the host's network answer whoever reaches the node, because network policies do not"
                        + " hold there: the firewall is their only guard.");
        Map<String, String> opened = new LinkedHashMap<>();
        List<String> commands = new ArrayList<>();
        ports().forEach((port, owners) -> {
            opened.put(port.name() + " | the local network", String.join(", ", owners));
            commands.add("sudo ufw allow " + port.name());
        });
        opened.put(site.apiServerPort() + "/tcp | the nodes, and the devices of those who run kubectl", "API server");
        if (site.nodes().size() > 1) {
            opened.put("10250/tcp | the nodes", "kubelet");
            opened.put("4789/udp | the nodes", "pods of different nodes (VXLAN)");
            opened.put("25000/tcp | the nodes", "MicroK8s: nodes that join");
            opened.put("19001/tcp | the nodes with an API server", "MicroK8s: the data of the API server (dqlite)");
            hostNetwork()
                    .forEach((port, owners) -> opened.put(port.name() + " | the nodes", String.join(", ", owners)));
            site.nodes().forEach(node -> commands.add("sudo ufw allow from " + node.address()));
        } else {
            hostNetwork()
                    .forEach((port, owners) ->
                            opened.put(port.name() + " | nobody from outside", String.join(", ", owners)));
        }
        table("port | from | for", opened);
        shell(String.join("\n", commands));
    }

    /** A port and its transport, by number. */
    private record HostPort(long number, String protocol) implements Comparable<HostPort> {

        String name() {
            return number + "/" + protocol;
        }

        @Override
        public int compareTo(HostPort other) {
            int byNumber = Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : protocol.compareTo(other.protocol);
        }
    }

    private Map<HostPort, Set<String>> ports() {
        return ports(false, "hostPort");
    }

    private Map<HostPort, Set<String>> hostNetwork() {
        return ports(true, "containerPort");
    }

    private Map<HostPort, Set<String>> ports(boolean hostNetwork, String field) {
        Map<HostPort, Set<String>> ports = new TreeMap<>();
        for (Manifest object : expansion.manifests()) {
            Mapping pod = object.spec().mapping("template").mapping("spec");
            if (pod.isTrue("hostNetwork") == hostNetwork) {
                pod.sequence("containers").mappings().stream()
                        .flatMap(container -> container.sequence("ports").mappings().stream())
                        .forEach(port -> port.number(field)
                                .ifPresent(number -> ports.computeIfAbsent(
                                                new HostPort(
                                                        number,
                                                        port.text("protocol")
                                                                        .orElse("TCP")
                                                                        .equals("UDP")
                                                                ? "udp"
                                                                : "tcp"),
                                                none -> new TreeSet<>())
                                        .add(object.owner().orElse(object.name()))));
            }
        }
        return ports;
    }

    private void heading(String text) {
        paragraph("## " + text);
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }

    private void table(String head, Map<String, String> rows) {
        String line = "|" + "---|".repeat(head.split("\\|", -1).length);
        paragraph("| " + head + " |\n" + line + "\n"
                + rows.entrySet().stream()
                        .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |")
                        .collect(Collectors.joining("\n")));
    }

    private void write(String file, String content) {
        shell("sudo tee " + file + " > /dev/null << 'EOF'\n" + content + "EOF");
    }

    private void shell(String commands) {
        paragraph("```sh\n" + commands + "\n```");
    }
}
