package dev.hearth.platform.security;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.PodSecurity;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FalcoTest {

    private static final ServiceRef ALERTMANAGER = ServiceRef.of("alertmanager", "alertmanager", "web");
    private static final ServiceRef LOKI = ServiceRef.of("loki", "loki", "http-metrics");

    private static final Falco FALCO = Falco.named("falco")
            .alertsTo(ALERTMANAGER)
            .logsTo(LOKI)
            .developing("coder")
            .rules(FalcoRules.none().except("Terminal shell in container", "k8s.ns.name = workshop"));

    /** One with an Alertmanager and a Loki. */
    static Site site() {
        return SmallCluster.site()
                .preinstalled(
                        "alertmanager",
                        "monitoring",
                        Offers.of(ServiceOffer.of(
                                "alertmanager",
                                Port.http(9093).named("web"),
                                Pods.labelled("alertmanager", "app", "alertmanager"))))
                .preinstalled(
                        "loki",
                        "monitoring",
                        Offers.of(ServiceOffer.of(
                                "loki", Port.http(3100).named("http-metrics"), Pods.labelled("loki", "app", "loki"))));
    }

    private static SmallCluster cluster(Falco falco) {
        return SmallCluster.of(site(), falco);
    }

    private static Mapping settings(SmallCluster cluster) {
        return file(cluster, "falco", "falco.yaml");
    }

    private static Mapping sidekick(SmallCluster cluster) {
        return file(cluster, "falcosidekick", "config.yaml");
    }

    private static Mapping file(SmallCluster cluster, String config, String key) {
        String text = cluster.object("ConfigMap", config)
                .root()
                .mapping("data")
                .text(key)
                .orElseThrow();
        return Yaml.documents(text, key).get(0).mapping();
    }

    private static List<String> opened(SmallCluster cluster, String pods) {
        return cluster.expansion().flows().stream()
                .filter(flow -> flow.from() instanceof Pods from && from.name().equals(pods))
                .map(flow -> flow.to() + ":" + flow.port())
                .toList();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = cluster(FALCO);

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("falco", cluster.manifests("falco"));
    }

    @Test
    void every_setting_is_one_that_falco_knows_of_its_type() throws IOException {
        Map<String, String> known = Files.readAllLines(Path.of("src/test/resources/falco-keys.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(' ')), line -> line.substring(line.indexOf(' ') + 1)));
        Map<String, Node> said = new TreeMap<>();
        leaves("", settings(cluster(FALCO)), said);

        assertThat(said).hasSizeGreaterThan(30);
        said.forEach((path, value) -> assertThat(known.getOrDefault(path, "no such setting"))
                .as("%s: %s", path, value)
                .matches(type -> fits(type, value)));
    }

    private static void leaves(String path, Node node, Map<String, Node> found) {
        if (node instanceof Mapping mapping) {
            mapping.fields().forEach((name, value) -> leaves(path.isEmpty() ? name : path + "." + name, value, found));
        } else if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> leaves(path + "[]", item, found));
        } else {
            found.put(path, node);
        }
    }

    private static boolean fits(String type, Node value) {
        String kind = value.getClass().getSimpleName();
        return switch (type) {
            case "boolean" -> kind.equals("Bool");
            case "integer", "number" -> kind.equals("Numeral");
            case "string" -> kind.equals("Text");
            default -> false;
        };
    }

    /** Its pods must come up with what is in the image, whatever the registries are doing. */
    @Test
    void loads_nothing_while_it_runs() {
        SmallCluster cluster = cluster(FALCO);

        assertThat(pod(cluster.object("DaemonSet", "falco"))
                        .sequence("initContainers")
                        .isEmpty())
                .isTrue();
        assertThat(opened(cluster, "falco")).containsExactly("falco/falcosidekick:2801");
        assertThat(settings(cluster).sequence("rules_files").strings())
                .containsExactly("/etc/falco/falco_rules.yaml", "/etc/falco/rules.d");
        assertThat(settings(cluster).sequence("config_files").isEmpty()).isTrue();
    }

    @Test
    void has_the_least_rights_on_its_node_with_which_it_sees_everything() {
        Mapping security =
                container(cluster(FALCO).object("DaemonSet", "falco")).mapping("securityContext");

        assertThat(security.mapping("capabilities").sequence("add").strings())
                .containsExactly("BPF", "PERFMON", "SYS_PTRACE", "SYS_RESOURCE");
        assertThat(security.mapping("capabilities").sequence("drop").strings()).containsExactly("ALL");
        assertThat(security.has("privileged")).isFalse();
        assertThat(security.mapping("appArmorProfile").text("type")).contains("Unconfined");
        assertThat(FALCO.podSecurity().level()).isEqualTo(PodSecurity.Level.PRIVILEGED);
        assertThat(pod(cluster(FALCO).object("DaemonSet", "falco")).has("hostPID"))
                .isFalse();
        assertThat(cluster(FALCO).manifests("falco"))
                .noneMatch(manifest ->
                        manifest.kind().startsWith("Role") || manifest.kind().startsWith("ClusterRole"));
    }

    @Test
    void says_each_right_that_others_do_not_have() {
        assertThat(cluster(FALCO).exemptions())
                .extracting(Exemption::what)
                .contains("the container runtime's AppArmor profile")
                .hasSizeGreaterThan(8);
    }

    /** A socket that is mounted by itself is the old one after the runtime was restarted, and pods have no names any more. */
    @Test
    void mounts_the_directory_of_the_container_runtime_and_names_its_socket_in_it() {
        SmallCluster cluster = cluster(FALCO);
        Mapping pod = pod(cluster.object("DaemonSet", "falco"));

        assertThat(pod.sequence("volumes").mappings())
                .anyMatch(volume ->
                        volume.mapping("hostPath").text("path").equals(Optional.of("/var/snap/microk8s/common/run")));
        assertThat(container(cluster.object("DaemonSet", "falco"))
                        .sequence("volumeMounts")
                        .mappings())
                .anyMatch(mount -> mount.text("mountPath").equals(Optional.of("/host/var/snap/microk8s/common/run")));
        Mapping engines = settings(cluster)
                .sequence("plugins")
                .mappings()
                .get(0)
                .mapping("init_config")
                .mapping("engines");
        assertThat(engines.mapping("cri").sequence("sockets").strings())
                .containsExactly("/var/snap/microk8s/common/run/containerd.sock");
        assertThat(engines.fields().keySet())
                .contains("bpm", "containerd", "cri", "docker", "libvirt_lxc", "lxc", "podman");
    }

    @Test
    void warnings_become_alerts_and_everything_is_kept_by_the_labels_of_all_logs() {
        SmallCluster cluster = cluster(FALCO);
        Mapping sidekick = sidekick(cluster);

        assertThat(settings(cluster).mapping("http_output").text("url"))
                .contains("http://falcosidekick.falco.svc.cluster.local:2801");
        assertThat(sidekick.mapping("alertmanager").text("hostport"))
                .contains("http://alertmanager.monitoring.svc.cluster.local:9093");
        assertThat(sidekick.mapping("alertmanager").text("minimumpriority")).contains("warning");
        assertThat(sidekick.mapping("loki").text("hostport")).contains("http://loki.monitoring.svc.cluster.local:3100");
        assertThat(sidekick.mapping("customfields").text("job")).contains("falco");
        assertThat(sidekick.mapping("templatedfields").fields().keySet())
                .containsExactly("namespace", "pod", "container");
        assertThat(opened(cluster, "falcosidekick"))
                .containsExactlyInAnyOrder("monitoring/alertmanager:9093", "monitoring/loki:3100");
    }

    @Test
    void only_falco_and_prometheus_may_open_what_hands_on() {
        assertThat(cluster(FALCO).expansion().flows().stream()
                        .filter(flow ->
                                flow.to() instanceof Pods to && to.name().equals("falcosidekick"))
                        .map(flow -> flow.from() + ":" + flow.port()))
                .containsExactlyInAnyOrder("falco/falco:2801", "monitoring/prometheus:2801");
        assertThat(cluster(FALCO).expansion().flows())
                .noneMatch(flow ->
                        flow.to() instanceof Peer.ApiServer && flow.owner().equals("falco"));
    }

    @Test
    void without_anybody_to_tell_its_events_are_in_the_logs_of_its_pods() {
        SmallCluster cluster = cluster(Falco.named("falco"));

        assertThat(cluster.manifests("falco"))
                .noneMatch(manifest -> manifest.kind().equals("Deployment"));
        assertThat(settings(cluster).has("http_output")).isFalse();
        assertThat(settings(cluster).mapping("stdout_output").fields()).containsEntry("enabled", Bool.TRUE);
        assertThat(Falco.named("falco").offers().of(LogRules.class)).isEmpty();
        assertThat(FALCO.offers().of(LogRules.class)).hasSize(1);
    }

    @Test
    void names_the_profile_by_annotation_where_kubernetes_has_no_field_for_it() {
        SmallCluster old = new SmallCluster(Expansion.of(
                        Cluster.named("home").kubernetes("1.29").site(site()).layer("all", FALCO))
                .patched());
        Manifest pods = old.object("DaemonSet", "falco");

        assertThat(pods.spec()
                        .mapping("template")
                        .mapping("metadata")
                        .mapping("annotations")
                        .text("container.apparmor.security.beta.kubernetes.io/falco"))
                .contains("unconfined");
        assertThat(container(pods).mapping("securityContext").has("appArmorProfile"))
                .isFalse();
    }

    @Test
    void refuses_to_make_alerts_of_what_is_not_told() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FALCO.priority(FalcoPriority.ERROR))
                .withMessageContaining("tells nothing less bad than error");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FALCO.alertsFrom(FalcoPriority.DEBUG))
                .withMessageContaining("say priority(DEBUG) too");
    }

    @Test
    void several_kinds_of_small_things_in_one_pod_are_an_alert_over_logs() {
        Mapping group = FALCO.offers().of(LogRules.class).get(0).node();

        assertThat(group.sequence("rules").mappings().get(0).text("expr"))
                .contains("count by (namespace, pod) (sum by (namespace, pod, rule)"
                        + " (count_over_time({job=\"falco\", pod=~\".+\"}[10m]))) >= 4");
    }
}
