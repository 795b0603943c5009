package dev.hearth.homelab;

import static dev.hearth.dsl.NodeRole.APPLICATIONS;
import static dev.hearth.dsl.NodeRole.BACKUP;
import static dev.hearth.dsl.NodeRole.DEVELOPMENT;
import static dev.hearth.dsl.NodeRole.INGRESS;
import static dev.hearth.dsl.NodeRole.MONITORING;
import static dev.hearth.dsl.NodeRole.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Site;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.pipeline.Rendering;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which node what runs on, as the requirement draws it. */
class PlacementTest {

    private static final Cluster HOME = new HomeLab().define();
    private static final Site ONE = PlatformPage.onNodes(HOME.site(), 1);

    private static Site two() {
        return ONE.node("shelf", "192.168.10.12")
                .roles("rack", INGRESS, MONITORING, APPLICATIONS)
                .roles("shelf", STORAGE, DEVELOPMENT, BACKUP);
    }

    /** By workload, how strictly it wants which nodes; without those that may be anywhere. */
    private static Map<String, String> places(Site site) {
        Rendering rendering = PlatformPage.render(HOME.site(site));
        Map<String, String> places = new TreeMap<>();
        for (Manifest object : rendering.manifests()) {
            Mapping spec = object.kind().equals("CronJob")
                    ? object.spec().mapping("jobTemplate").mapping("spec")
                    : object.spec();
            Mapping pod = spec.has("template") ? spec.mapping("template").mapping("spec") : spec;
            Mapping wanted = pod.mapping("affinity").mapping("nodeAffinity");
            wanted.fields()
                    .forEach((how, terms) -> places.put(
                            object.kind() + " " + object.name(),
                            (how.startsWith("required") ? "only " : "rather ") + node(terms.toString())));
        }
        return places;
    }

    private static String node(String terms) {
        return terms.contains("shelf") ? "shelf" : "rack";
    }

    @Test
    void everything_is_on_the_one_node_where_there_is_one() {
        assertThat(places(ONE)).isEmpty();
        assertThat(places(ONE.roles("rack", INGRESS, MONITORING, APPLICATIONS, STORAGE, DEVELOPMENT, BACKUP)))
                .isEmpty();
    }

    @Test
    void ingress_monitoring_and_applications_are_apart_from_storage_development_and_backup() {
        assertThat(places(two()))
                .containsEntry("DaemonSet nginx-ingress", "only rack")
                .containsEntry("Prometheus prometheus", "only rack")
                .containsEntry("Deployment grafana", "only rack")
                .containsEntry("Deployment kube-state-metrics", "rather rack")
                .containsEntry("Deployment prometheus-operator", "rather rack")
                .containsEntry("StatefulSet minio", "only shelf")
                .containsEntry("StatefulSet postgres", "only shelf")
                .containsEntry("StatefulSet redis", "only shelf")
                .containsEntry("Deployment redis-master", "rather shelf")
                .containsEntry("Deployment coder", "rather shelf")
                .containsEntry("Deployment velero", "rather shelf")
                .doesNotContainKeys("DaemonSet node-exporter", "DaemonSet node-agent");
    }

    @Test
    void an_ingress_is_told_the_address_of_a_node_that_has_the_ingress() {
        Site elsewhere = ONE.node("shelf", "192.168.10.12").roles("shelf", INGRESS);

        assertThat(PlatformPage.render(HOME.site(elsewhere)).manifests())
                .filteredOn(object ->
                        object.kind().equals("ConfigMap") && object.name().startsWith("nginx-ingress"))
                .anyMatch(config -> config.root().toString().contains("192.168.10.12"));
        assertThat(PlatformPage.render(HOME.site(two())).manifests())
                .filteredOn(object ->
                        object.kind().equals("ConfigMap") && object.name().startsWith("nginx-ingress"))
                .anyMatch(config -> config.root().toString().contains("192.168.10.11"));
    }
}
