package dev.hearth.argocd;

import static dev.hearth.argocd.SecretCommands.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.ApplicationHealth;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.GitRepository;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page that says how to come from an empty cluster to a synced one, command by command. */
final class BootstrapPage {

    /** The specification of a project that allows nothing. */
    private static final Mapping NOTHING = Mapping.builder()
            .put("sourceRepos", Sequence.of(ImmutableList.of()))
            .put("destinations", Sequence.of(ImmutableList.of()))
            .put("clusterResourceWhitelist", Sequence.of(ImmutableList.of()))
            .put(
                    "namespaceResourceBlacklist",
                    Sequence.of(ImmutableList.of(
                            Mapping.builder().put("group", "*").put("kind", "*").build())))
            .build();

    private final Cluster cluster;
    private final Expansion expansion;
    private final ImmutableList<Manifest> manifests;
    private final ImmutableList<SecretNeed> secrets;
    private final StringBuilder out = new StringBuilder();
    private int step;

    private BootstrapPage(Expansion expansion, ImmutableList<Manifest> manifests, ImmutableList<SecretNeed> secrets) {
        this.cluster = expansion.cluster();
        this.expansion = expansion;
        this.manifests = manifests;
        this.secrets = secrets;
    }

    static String of(Expansion expansion, ImmutableList<Manifest> manifests, ImmutableList<SecretNeed> secrets) {
        return new BootstrapPage(expansion, manifests, secrets).text();
    }

    private String text() {
        text("# Starting cluster " + cluster.name());
        text(
                "From an empty cluster to one that Argo CD keeps in step with this repository. The commands are for bash, on"
                        + " a machine with `kubectl`, " + (chart().isPresent() ? "`helm`, " : "")
                        + "`openssl` and `git`, and run in the folder of the repository that holds"
                        + " `generated` and `argocd-apps`. Each of them may be run again.");
        prepareCluster();
        cloneRepository();
        namespaces();
        Sealing.of(expansion).ifPresent(this::sealing);
        secrets();
        installArgoCd();
        repositoryCredential();
        sync();
        reach();
        trust();
        login();
        deletion();
        return out.toString().stripTrailing() + "\n";
    }

    private void prepareCluster() {
        heading("The cluster");
        if (!cluster.site().distribution().equals("MicroK8s")) {
            text("A cluster of " + cluster.site().distribution() + " with Kubernetes " + cluster.kubernetes()
                    + ", its own DNS and RBAC, and a network plugin that keeps NetworkPolicies. Let `kubectl get nodes`"
                    + " show its nodes.");
            return;
        }
        boolean needsStorage = manifests.stream().anyMatch(BootstrapPage::claims) && !has("StorageClass");
        text("MicroK8s with Kubernetes " + cluster.kubernetes()
                + ", on a machine of the cluster. Without the add-on `rbac` every account may do everything"
                + (needsStorage ? "; `hostpath-storage` makes the volumes that this tree claims." : "."));
        shell("sudo microk8s status --wait-ready\n"
                + "sudo microk8s enable dns rbac" + (needsStorage ? " hostpath-storage" : "") + "\n"
                + "mkdir -p ~/.kube\n"
                + "(umask 077; sudo microk8s config > ~/.kube/" + cluster.name() + ")\n"
                + "export KUBECONFIG=~/.kube/" + cluster.name() + "\n"
                + "kubectl get nodes\n");
        nodes();
        boolean scales = has("HorizontalPodAutoscaler") && !has("APIService");
        if (scales) {
            text(
                    "Autoscalers of this tree ask for the use of CPU and memory, which the add-on `metrics-server` answers:");
            shell("sudo microk8s enable metrics-server\n");
        }
        text(
                "Leave these add-ons off, for they would have the ports or the objects of what this tree may bring: `ingress`,"
                        + " `metallb`, `cert-manager`, " + (scales ? "" : "`metrics-server`, ")
                        + "`observability`, `minio`"
                        + (needsStorage ? "." : ", `hostpath-storage`."));
    }

    private void nodes() {
        List<Site.Node> nodes = cluster.site().nodes();
        if (nodes.size() < 2) {
            return;
        }
        text("The tree counts on these nodes, by name and by address: "
                + nodes.stream()
                        .map(node -> "`" + node.name() + "` at " + node.address())
                        .collect(Collectors.joining(", "))
                + ". For each but the first, run this on the first one, and what it shows on the new one; then all of them must"
                + " be `Ready` under these names.");
        shell("sudo microk8s add-node\n");
        shell("kubectl get nodes --output wide\n");
    }

    private void cloneRepository() {
        cluster.repository().ifPresent(repository -> {
            heading("The repository");
            text("The tree must be pushed before it can be synced: Argo CD reads it from " + repository.url()
                    + ", revision `" + repository.revision() + "`.");
            shell("git clone --branch " + quoted(repository.revision()) + " " + quoted(repository.url()) + " "
                    + cluster.name() + "\n"
                    + "cd " + cluster.name() + (repository.path().isEmpty() ? "" : "/" + quoted(repository.path()))
                    + "\n");
            text(
                    "If network policies ever keep Argo CD from its repository, no push can mend them; this opens the way until"
                            + " the next sync: `kubectl delete networkpolicy default-deny argocd-repo-server-egress --namespace "
                            + ArgoCd.NAMESPACE + "`.");
        });
    }

    private void namespaces() {
        heading("Namespaces");
        text("They come first, for Secrets need them, and with the Pod Security Standard that each of them keeps.");
        StringBuilder commands = new StringBuilder();
        boolean ours = false;
        for (Manifest manifest : manifests) {
            if (manifest.kind().equals("Namespace")
                    && manifest.owner().equals(Optional.of(Expansion.NAMESPACES))
                    && !manifest.name().equals("default")) {
                commands.append("kubectl apply --server-side --filename generated/")
                        .append(cluster.name())
                        .append('/')
                        .append(Expansion.NAMESPACES)
                        .append("/namespace-")
                        .append(manifest.name())
                        .append(".yaml\n");
                ours |= manifest.name().equals(ArgoCd.NAMESPACE);
            }
        }
        if (!ours) {
            commands.append("kubectl create namespace " + ArgoCd.NAMESPACE
                    + " --dry-run=client --output yaml | kubectl apply --server-side --filename -\n");
        }
        shell(commands.toString());
    }

    private void sealing(Sealing sealing) {
        heading("Sealing");
        text(sealing.introduction());
        if (!sealing.install().isEmpty()) {
            shell(sealing.install());
        }
        text("Its certificate is no secret. What is sealed for it now can be opened by this cluster alone.");
        shell(sealing.fetch());
        text(
                "Every value that nobody needs to know is made and sealed without ever being shown, and what only you know is asked"
                        + " for. Whatever was sealed for another cluster before is replaced. Without Maven: `java -jar hearth.jar seal"
                        + " --all --cert sealing.pem --replace`, with the class path and the definition.");
        shell(sealing.seal());
        text(
                "Back the sealing keys up, outside of the cluster and of Git: without them everything that is sealed is lost with the"
                        + " cluster. The second command shows that the backup opens all of it, and notes that in the ledger, which is"
                        + " to be committed.");
        shell(sealing.backUp());
    }

    private void secrets() {
        if (secrets.isEmpty()) {
            return;
        }
        heading("Secrets");
        text("The tree names these Secrets and holds none of their values:");
        for (SecretNeed need : secrets) {
            out.append("- `")
                    .append(need.credential().name())
                    .append("` in ")
                    .append(need.namespaces().stream()
                            .map(namespace -> "`" + namespace + "`")
                            .collect(Collectors.joining(", ")))
                    .append(": ")
                    .append(need.credential().entries().stream()
                            .map(entry -> "`" + entry.key() + "`")
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        out.append('\n');
        text(
                "Paste the whole block. Random values are made on your machine, what only you know is asked for, and what is"
                        + " there already stays as it is.");
        shell(SecretCommands.of(secrets));
        text("Keep a copy of the values where you keep passwords: they are nowhere but in the cluster. To read one:"
                + " `kubectl get secret NAME --namespace NAMESPACE --output go-template='{{range $key, $value := .data}}"
                + "{{$key}}: {{$value | base64decode}}{{\"\\n\"}}{{end}}'`.");
    }

    private void installArgoCd() {
        heading("Argo CD");
        Optional<RemoteChart.Resolved> chart = chart();
        if (chart.isPresent()) {
            text(
                    "The chart that the tree names as well, with the same values, so that Argo CD takes itself over as it is."
                            + " From then on the tree decides, and `helm` is not used for it again.");
            shell(helmInstall(chart.orElseThrow()));
        } else if (!preinstalledArgoCd()) {
            text("The release " + ArgoCd.VERSION + ", as upstream gives it out.");
            shell("kubectl apply --namespace " + ArgoCd.NAMESPACE + " --server-side --force-conflicts \\\n"
                    + "  --filename https://raw.githubusercontent.com/argoproj/argo-cd/" + ArgoCd.VERSION
                    + "/manifests/install.yaml\n");
        } else {
            text("It is there already, as the site of this cluster says.");
        }
        text(
                "Before the first sync Argo CD must know how healthy an Application is; else it does not wait for one wave of"
                        + " them before it starts the next.");
        shell("kubectl patch configmap argocd-cm --namespace " + ArgoCd.NAMESPACE
                + " --type merge --patch-file /dev/stdin <<'EOF'\n"
                + Yaml.write(Mapping.of(
                        "data",
                        Mapping.builder()
                                .put(ApplicationHealth.KEY, ApplicationHealth.LUA)
                                .build()))
                + "EOF\n"
                + "kubectl wait --namespace " + ArgoCd.NAMESPACE
                + " --for=condition=Available deployment --all --timeout=10m\n");
    }

    private Optional<RemoteChart.Resolved> chart() {
        return expansion.facts(RemoteChart.Resolved.class).stream()
                .map(Stated::fact)
                .filter(resolved -> resolved.chart().chart().equals("argo-cd"))
                .findFirst();
    }

    /** Whether argocd-server speaks plain HTTP, because TLS ends before it. */
    private boolean withoutTls() {
        return chart().stream()
                .map(resolved -> resolved.values().mapping("configs").mapping("params"))
                .anyMatch(parameters -> parameters.isTrue("server.insecure"));
    }

    private boolean preinstalledArgoCd() {
        return cluster.site().preinstalled().stream()
                .anyMatch(system -> system.namespace().equals(ArgoCd.NAMESPACE));
    }

    private static String helmInstall(RemoteChart.Resolved resolved) {
        RemoteChart chart = resolved.chart();
        boolean http = chart.repository().contains("://");
        return "helm upgrade --install " + chart.release() + " "
                + (http
                        ? chart.chart() + " --repo " + quoted(chart.repository())
                        : quoted("oci://" + chart.repository() + "/" + chart.chart()))
                + " \\\n  --version " + quoted(chart.version()) + " --namespace " + ArgoCd.NAMESPACE
                + " --wait --timeout 10m --values - <<'EOF'\n"
                + Yaml.write(resolved.values())
                + "EOF\n";
    }

    private void repositoryCredential() {
        Optional<GitRepository> repository = cluster.repository();
        if (repository.isEmpty()) {
            return;
        }
        String url = repository.orElseThrow().url();
        heading("Access to the repository");
        serverOf(repository.orElseThrow());
        if (url.startsWith("http")) {
            text("Only if the repository cannot be read by everyone: a user and a token that may read it.");
            shell("""
                    (
                    set -euo pipefail
                    read -rp 'User: ' user
                    read -rsp 'Token: ' token
                    printf '\\n'
                    {
                      printf 'apiVersion: v1\\nkind: Secret\\nmetadata:\\n  name: repository-%1$s\\n  namespace: %2$s\\n'
                      printf '  labels:\\n    argocd.argoproj.io/secret-type: repository\\ndata:\\n'
                      printf '  type: "%%s"\\n' "$(printf git | base64)"
                      printf '  url: "%%s"\\n' "$(printf '%%s' %3$s | base64 | tr -d '\\n')"
                      printf '  username: "%%s"\\n' "$(printf '%%s' "$user" | base64 | tr -d '\\n')"
                      printf '  password: "%%s"\\n' "$(printf '%%s' "$token" | base64 | tr -d '\\n')"
                    } | kubectl apply --server-side --filename -
                    )
                    """.formatted(cluster.name(), ArgoCd.NAMESPACE, quoted(url)));
        } else {
            text(
                    "A key that may read the repository, made for this purpose alone; give its public half to the Git server."
                            + " Argo CD knows the host keys of the large Git services only. For another server, first compare the"
                            + " fingerprints that `ssh-keyscan` shows with those the server has, then add its keys to ConfigMap"
                            + " `argocd-ssh-known-hosts-cm`.");
            shell("""
                    (
                    set -euo pipefail
                    key="$(mktemp -d)/id"
                    trap 'rm -rf "${key%%/*}"' EXIT
                    ssh-keygen -q -t ed25519 -N '' -C %1$s -f "$key"
                    kubectl create secret generic repository-%1$s --namespace %2$s \\
                      --from-literal=type=git --from-literal=url=%3$s --from-file=sshPrivateKey="$key"
                    kubectl label secret repository-%1$s --namespace %2$s argocd.argoproj.io/secret-type=repository
                    cat "$key.pub"
                    )
                    """.formatted(cluster.name(), ArgoCd.NAMESPACE, quoted(url)));
        }
    }

    /** What pods need to reach a server that only this network knows. */
    private void serverOf(GitRepository repository) {
        boolean ours = cluster.domains().stream()
                .anyMatch(domain ->
                        repository.host().equals(domain) || repository.host().endsWith("." + domain));
        if (!ours || !repository.url().startsWith("https://")) {
            return;
        }
        String host = quoted(repository.host());
        text("The name " + repository.host()
                + " is one of your own network, so pods must be able to look it up. If this shows no"
                + " address, let the cluster's DNS ask yours.");
        shell("kubectl exec deployment/argocd-repo-server --namespace " + ArgoCd.NAMESPACE + " -- getent hosts " + host
                + "\n");
        text(
                "Argo CD must trust the server's certificate too. If an authority of your own has signed it, save the authority's"
                        + " certificate, which is no secret, as `git-ca.crt`:");
        shell("kubectl create configmap argocd-tls-certs-cm --namespace " + ArgoCd.NAMESPACE + " \\\n"
                + "  --from-file=" + host + "=git-ca.crt --dry-run=client --output yaml \\\n"
                + "  | kubectl apply --server-side --force-conflicts --filename -\n");
        if (chart().isPresent()) {
            text(
                    "The chart makes that ConfigMap as well, so say the same in the tree, where it outlives this cluster:"
                            + " `ArgoCd.remoteChart().values(...)` with `configs.tls.certificates`, a map from host to certificate.");
        }
    }

    private void sync() {
        heading("The first sync");
        text("This one file; all the rest follows from it.");
        shell("kubectl apply --filename argocd-apps/" + cluster.name() + "/root.yaml\n"
                + "kubectl get applications --namespace " + ArgoCd.NAMESPACE + " --watch\n");
        text(
                "The applications appear wave by wave; done is when all are `Synced` and `Healthy`. What an application waits"
                        + " for: `kubectl describe application " + cluster.name() + "-COMPONENT --namespace "
                        + ArgoCd.NAMESPACE
                        + "`. When `root.yaml` changes, because the repository has moved for example, apply it"
                        + " again: the root does not sync itself.");
        text(
                "Argo CD's own project `default` allows everything, and nothing of this tree is in it. Unless other applications"
                        + " of yours are, take its rights away:");
        shell("kubectl patch appproject default --namespace " + ArgoCd.NAMESPACE
                + " --type merge --patch-file /dev/stdin <<'EOF'\n"
                + Yaml.write(Mapping.of("spec", NOTHING))
                + "EOF\n");
    }

    private void reach() {
        ImmutableSet<String> hosts = hosts();
        if (hosts.isEmpty()) {
            return;
        }
        heading("Names");
        String address = cluster.site()
                .loadBalancerAddress()
                .or(() -> cluster.site().nodes().stream().findFirst().map(node -> node.address()))
                .orElse("ADDRESS");
        text("Let the DNS of your network answer these names with the address of the ingress"
                + (address.equals("ADDRESS") ? "" : ", " + address)
                + "; or add the line to the file `/etc/hosts` of each machine that uses them.");
        List<String> plain =
                hosts.stream().filter(host -> !host.startsWith("*")).toList();
        if (!plain.isEmpty()) {
            fence("text", address + " " + String.join(" ", plain) + "\n");
        }
        List<String> wild = hosts.stream().filter(host -> host.startsWith("*")).toList();
        if (!wild.isEmpty()) {
            text("These stand for all names below them and need DNS: "
                    + wild.stream().map(host -> "`" + host + "`").collect(Collectors.joining(", ")) + ".");
        }
    }

    private ImmutableSet<String> hosts() {
        TreeSet<String> hosts = new TreeSet<>();
        for (Manifest manifest : manifests) {
            Mapping spec = manifest.spec();
            switch (manifest.kind()) {
                case "Ingress" ->
                    spec.sequence("rules").mappings().stream()
                            .flatMap(rule -> rule.text("host").stream())
                            .forEach(hosts::add);
                case "HTTPRoute", "GRPCRoute", "TLSRoute" ->
                    hosts.addAll(spec.sequence("hostnames").strings());
                case "VirtualServer" -> spec.text("host").ifPresent(hosts::add);
                default -> {}
            }
        }
        return ImmutableSet.copyOf(hosts);
    }

    private void trust() {
        List<Manifest> authorities = manifests.stream()
                .filter(manifest -> manifest.kind().equals("Certificate")
                        && manifest.identity().group().equals("cert-manager.io")
                        && manifest.spec().isTrue("isCA"))
                .toList();
        if (authorities.isEmpty()) {
            return;
        }
        heading("Trust");
        text(
                "The certificates of these names come from an authority of the cluster's own. Give its certificate, which is no"
                        + " secret, to the browsers and systems that use them; on Debian and Ubuntu:");
        StringBuilder commands = new StringBuilder();
        for (Manifest authority : authorities) {
            String file = cluster.name() + "-" + authority.name() + ".crt";
            commands.append("kubectl get secret ")
                    .append(authority.spec().text("secretName").orElse(authority.name()))
                    .append(" --namespace ")
                    .append(authority.identity().namespace())
                    .append(" \\\n  --output go-template='{{index .data \"tls.crt\" | base64decode}}' > ")
                    .append(file)
                    .append("\nsudo cp ")
                    .append(file)
                    .append(" /usr/local/share/ca-certificates/\n");
        }
        shell(commands.append("sudo update-ca-certificates\n").toString());
    }

    private void login() {
        heading("First login");
        text(
                "User `admin`, with the password that this shows. Change it, then delete the Secret: it has no other use.");
        shell("kubectl get secret argocd-initial-admin-secret --namespace " + ArgoCd.NAMESPACE
                + " \\\n  --output go-template='{{.data.password | base64decode}}{{\"\\n\"}}'\n");
        text("This one runs until you stop it:");
        shell("kubectl port-forward service/argocd-server --namespace " + ArgoCd.NAMESPACE + " 8080:"
                + (withoutTls() ? "80" : "443") + "\n");
        text("Then open `" + (withoutTls() ? "http" : "https") + "://localhost:8080`"
                + argoHost().map(host -> ", or `https://" + host + "`").orElse("")
                + ". After the change of the password:");
        shell("kubectl delete secret argocd-initial-admin-secret --namespace " + ArgoCd.NAMESPACE + "\n");
    }

    private Optional<String> argoHost() {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals("Ingress")
                        && manifest.identity().namespace().equals(ArgoCd.NAMESPACE))
                .flatMap(manifest -> manifest.spec().sequence("rules").mappings().stream())
                .flatMap(rule -> rule.text("host").stream())
                .sorted()
                .findFirst();
    }

    private void deletion() {
        heading("What is not deleted on its own");
        text(
                "Claims, sets with claims and the namespaces around them stay when they leave the tree, until someone confirms:"
                        + " the sync that would remove them waits. The Application of what holds data leaves its objects behind"
                        + " when it is deleted. To confirm, in the user interface, or for the Application that waits:");
        shell("kubectl annotate application " + cluster.name() + "-COMPONENT --namespace " + ArgoCd.NAMESPACE
                + " --overwrite \\\n  argocd.argoproj.io/deletion-approved=\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\"\n");
    }

    private static boolean claims(Manifest manifest) {
        return manifest.kind().equals("PersistentVolumeClaim")
                || !manifest.spec().sequence("volumeClaimTemplates").isEmpty()
                || manifest.spec().mapping("storage").has("volumeClaimTemplate");
    }

    private boolean has(String kind) {
        return manifests.stream().anyMatch(manifest -> manifest.kind().equals(kind));
    }

    private void heading(String title) {
        out.append("## ").append(++step).append(". ").append(title).append("\n\n");
    }

    private void text(String paragraph) {
        out.append(paragraph).append("\n\n");
    }

    private void shell(String commands) {
        fence("bash", commands);
    }

    private void fence(String language, String content) {
        out.append("```").append(language).append('\n').append(content).append("```\n\n");
    }
}
