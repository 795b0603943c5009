package dev.hearth.platform;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.DerivationOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.backup.BackupOffer;
import dev.hearth.dsl.backup.Backups;
import dev.hearth.dsl.monitor.Monitoring;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.dsl.route.HostNames;
import dev.hearth.dsl.route.Routes;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Arrays;
import java.util.List;

/** What a few components become in a cluster of one node that has a Prometheus already. */
public record SmallCluster(Expansion expansion) {

    /** A MicroK8s of one node. */
    public static Site site() {
        return Site.microk8s()
                .node("rack", "192.168.10.11")
                .preinstalled(
                        "metrics",
                        "monitoring",
                        Offers.of(new ScraperOffer(Pods.labelled("prometheus", "app", "prometheus"))));
    }

    /** Those components at that site. */
    public static SmallCluster of(Site site, Component... components) {
        return of(site, "https://git.example.org/me/home.git", components);
    }

    /** Those components at that site, with a tree that is read from there. */
    public static SmallCluster of(Site site, String repository, Component... components) {
        Cluster cluster =
                Cluster.named("home").site(site).repository(repository, "main").layer("all", components);
        Expansion expansion = Expansion.of(cluster).derive(new Routes()).derive(new HostNames());
        // Without a Velero there is only a warning, in every small cluster with data.
        Expansion backedUp =
                expansion.view().offers(BackupOffer.class).isEmpty() ? expansion : expansion.derive(new Backups());
        return new SmallCluster(backedUp.derive(new Monitoring())
                .derive(DerivationOffer.all())
                .derive(new Namespaces())
                .patched());
    }

    /** Those components at the usual site. */
    public static SmallCluster of(Component... components) {
        return of(site(), components);
    }

    /** What is wrong. */
    public List<Finding> findings() {
        return expansion.findings();
    }

    /** All objects. */
    public List<Manifest> manifests() {
        return expansion.manifests();
    }

    /** The objects of one component. */
    public List<Manifest> manifests(String component) {
        return manifests().stream()
                .filter(manifest -> manifest.owner().orElse("").equals(component))
                .toList();
    }

    /** One object. */
    public Manifest object(String kind, String name) {
        return manifests().stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among "
                        + manifests().stream().map(Manifest::identity).toList()));
    }

    /** What a Secret of that name would hold: what is settled, and words in the place of what is made up. */
    public String secret(String name, String key) {
        Credential credential = expansion.facts(CredentialUse.class).stream()
                .map(use -> use.fact().credential())
                .filter(used -> used.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody uses a credential " + name));
        return credential.entry(key) instanceof Credential.Fixed fixed ? fixed.value() : key + "-of-" + name;
    }

    /** What is done without. */
    public List<Exemption> exemptions() {
        return expansion.facts(Exemption.class).stream().map(Stated::fact).toList();
    }

    /** The pod of a workload. */
    public static Mapping pod(Manifest workload) {
        return workload.spec().mapping("template").mapping("spec");
    }

    /** The first container of a workload. */
    public static Mapping container(Manifest workload) {
        return pod(workload).sequence("containers").mappings().get(0);
    }

    /** The data of a ConfigMap. */
    public static ImmutableSortedMap<String, String> data(Manifest config) {
        Mapping data = config.root().mapping("data");
        return data.fields().keySet().stream()
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        String::compareTo, key -> key, key -> data.text(key).orElseThrow()));
    }

    /** As it is in YAML's flow form. */
    public static Node texts(String... texts) {
        return Node.texts(Arrays.asList(texts));
    }
}
