package dev.hearth.dsl.backup;

import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest {

    private static final BackupOffer OFFSITE =
            new BackupOffer(ImmutableList.of(new BackupOffer.Location("offsite", Optional.empty())));
    private static final Workload PHOTOS = Workload.statefulSet("photos")
            .image(Image.of("ghcr.io/example/photos", "1.4.2"))
            .mount(Volume.claim("data", gib(1)), "/data")
            .mount(Volume.claim("cache", gib(1)), "/cache");

    record Member(String name, String namespace, Offers offers, List<Part> parts) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(parts);
        }
    }

    private static Component velero() {
        return new Member("velero", "velero", Offers.of(OFFSITE), List.of());
    }

    private static Component photos(Part... more) {
        return in("photos", more);
    }

    private static Component in(String namespace, Part... more) {
        return new Member(
                "photos",
                namespace,
                Offers.none(),
                ImmutableList.<Part>builder().add(PHOTOS).add(more).build());
    }

    private static Expansion expand(Component... components) {
        return Expansion.of(Cluster.named("home")
                        .site(Site.microk8s().storageClass("local"))
                        .layer("all", components))
                .derive(new Backups())
                .patched();
    }

    private static List<Manifest> schedules(Expansion expansion) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("Schedule"))
                .toList();
    }

    private static Manifest schedule(Component... components) {
        Expansion expansion = expand(components);
        assertThat(expansion.findings()).isEmpty();
        return schedules(expansion).get(0);
    }

    private static String annotation(Expansion expansion, String name) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals("StatefulSet"))
                .flatMap(manifest ->
                        manifest
                                .spec()
                                .mapping("template")
                                .mapping("metadata")
                                .mapping("annotations")
                                .text(name)
                                .stream())
                .findFirst()
                .orElse("");
    }

    private static List<String> rules(Expansion expansion) {
        return expansion.findings().stream().map(Finding::rule).toList();
    }

    @Test
    void a_component_gets_a_schedule_in_veleros_namespace() {
        assertThat(Yaml.write(schedule(velero(), photos(Backup.volumes("data").keep(days(14))))
                        .root()))
                .isEqualTo("""
                        apiVersion: velero.io/v1
                        kind: Schedule
                        metadata:
                          name: photos-offsite
                          namespace: velero
                          labels:
                            hearth.dev/component: photos
                        spec:
                          schedule: "47 3 * * *"
                          skipImmediately: false
                          template:
                            includedNamespaces:
                            - photos
                            storageLocation: offsite
                            ttl: "336h0m0s"
                            snapshotVolumes: false
                            defaultVolumesToFsBackup: false
                        """);
    }

    @Test
    void of_a_namespace_that_others_share_only_what_is_its_own_is_taken() {
        Component other = new Member("other", "apps", Offers.none(), List.of());

        assertThat(schedule(velero(), other, in("apps", Backup.volumes("data")))
                        .spec()
                        .mapping("template")
                        .mapping("labelSelector")
                        .mapping("matchLabels")
                        .text("app.kubernetes.io/part-of"))
                .contains("photos");
    }

    @Test
    void hooks_run_in_the_containers_they_name() {
        Backup backup = Backup.volumes("data")
                .before(Hook.in(PHOTOS.pods(), "/bin/sync").timeout(minutes(5)))
                .after(Hook.in(PHOTOS.pods(), "/bin/resume").container("helper").optional());

        assertThat(Yaml.write(schedule(velero(), photos(backup))
                        .spec()
                        .mapping("template")
                        .mapping("hooks")))
                .isEqualTo("""
                        resources:
                        - name: photos-pre
                          includedNamespaces:
                          - photos
                          labelSelector:
                            matchLabels:
                              app.kubernetes.io/name: photos
                          pre:
                          - exec:
                              container: photos
                              command:
                              - /bin/sync
                              onError: Fail
                              timeout: 300s
                        - name: photos-post
                          includedNamespaces:
                          - photos
                          labelSelector:
                            matchLabels:
                              app.kubernetes.io/name: photos
                          post:
                          - exec:
                              container: helper
                              command:
                              - /bin/resume
                              onError: Continue
                              timeout: 600s
                        """);
    }

    @Test
    void volumes_are_marked_on_the_pods_and_those_left_out_are_listed() {
        Expansion expansion =
                expand(velero(), photos(Backup.volumes("data").without("cache", "it fills again by itself")));

        assertThat(annotation(expansion, "backup.velero.io/backup-volumes")).isEqualTo("data");
        assertThat(annotation(expansion, "backup.velero.io/backup-volumes-excludes"))
                .isEqualTo("cache");
        assertThat(expansion.facts(Exemption.class))
                .extracting(stated -> stated.fact().what())
                .contains("a backup of volume cache");
    }

    @Test
    void without_a_backup_all_claims_are_left_out_and_the_reason_is_listed() {
        Expansion expansion = expand(velero(), photos(Backup.none("copies of what is on the camera")));

        assertThat(schedules(expansion)).isEmpty();
        assertThat(annotation(expansion, "backup.velero.io/backup-volumes-excludes"))
                .isEqualTo("cache,data");
        assertThat(expansion.facts(Exemption.class))
                .extracting(stated -> stated.fact())
                .contains(new Exemption("a backup", "component photos", "copies of what is on the camera"));
    }

    @Test
    void times_are_spread_over_the_night_and_stay_as_they_are() {
        List<String> times = List.of("a", "b", "c", "d").stream()
                .map(name -> new Plan(
                        name, name, true, Backup.objects(), OFFSITE.locations().get(0)))
                .map(Plan::schedule)
                .toList();

        assertThat(times).doesNotHaveDuplicates().allMatch(time -> time.matches("\\d{1,2} [1-4] \\* \\* \\*"));
        assertThat(schedule(velero(), photos(Backup.objects().at("0 3 * * 0", days(7))))
                        .spec()
                        .text("schedule"))
                .contains("0 3 * * 0");
    }

    @Test
    void a_long_name_stays_one_that_labels_can_hold() {
        Plan plan = new Plan(
                "a".repeat(60),
                "apps",
                true,
                Backup.objects(),
                OFFSITE.locations().get(0));

        assertThat(plan.name()).hasSize(63).startsWith("aaa").matches("[a-z0-9-]+[a-z0-9]");
    }

    @Test
    void a_volume_that_no_pod_has_is_a_finding() {
        assertThat(rules(expand(velero(), photos(Backup.volumes("dta").without("cache", "fills again")))))
                .containsExactly("backup.volume");
    }

    @Test
    void a_cluster_that_makes_no_backups_is_one_finding() {
        assertThat(rules(expand(photos(Backup.volumes("data"))))).containsExactly("backup.velero");
        assertThat(rules(expand(photos(Backup.none("copies"))))).isEmpty();
    }

    @Test
    void data_that_an_operator_keeps_needs_a_word_too() {
        Part data = scope -> scope.fact(new HoldsData(new Identity("example.org", "Store", "photos", "photos")));

        assertThat(rules(expand(velero(), photos(data)))).containsExactly("storage.backup");
        assertThat(rules(expand(velero(), photos(data, Backup.none("copies"))))).isEmpty();
    }

    @Test
    void two_words_of_one_component_are_a_finding() {
        assertThat(rules(expand(velero(), photos(Backup.objects(), Backup.volumes("data")))))
                .containsExactly("model.twice");
    }

    @Test
    void schedules_for_a_velero_that_is_there_already_belong_to_the_component() {
        Expansion expansion = Expansion.of(Cluster.named("home")
                        .site(Site.microk8s()
                                .storageClass("local")
                                .preinstalled("velero", "velero", Offers.of(OFFSITE)))
                        .layer("all", photos(Backup.volumes("data"))))
                .derive(new Backups());

        assertThat(schedules(expansion).get(0).owner()).contains("photos");
        assertThat(schedules(expansion).get(0).namespace()).contains("velero");
    }

    @Test
    void the_page_deletes_what_is_to_come_back_and_restores_it() {
        assertThat(expand(velero(), photos(Backup.volumes("data").without("cache", "fills again")))
                        .facts(Page.class))
                .singleElement()
                .satisfies(stated -> {
                    assertThat(stated.fact().path()).isEqualTo("docs/restore/home.md");
                    assertThat(stated.fact().text()).contains("""
                            kubectl delete statefulset photos --namespace photos
                            kubectl delete pvc --namespace photos --selector app.kubernetes.io/name=photos
                            """).contains("""
                            kubectl exec --namespace velero deployment/velero --container velero -- \\
                              /velero restore create --from-schedule photos-offsite --wait
                            """);
                });
    }

    @Test
    void the_page_has_what_people_do_afterwards() {
        assertThat(expand(
                                velero(),
                                photos(Backup.volumes("data")
                                        .without("cache", "fills again")
                                        .restored("Then press the button.")))
                        .facts(Page.class))
                .singleElement()
                .satisfies(
                        stated -> assertThat(stated.fact().text()).contains("--wait\n```\n\nThen press the button.\n"));
    }

    @Test
    void everything_takes_the_volumes_of_pods_that_the_tree_does_not_know() {
        Manifest schedule = schedule(velero(), photos(Backup.everything().namespace("workspaces")));

        assertThat(schedule.spec().mapping("template").isTrue("defaultVolumesToFsBackup"))
                .isTrue();
        assertThat(schedule.spec()
                        .mapping("template")
                        .sequence("includedNamespaces")
                        .strings())
                .containsExactly("photos", "workspaces");
    }

    @Test
    void two_that_say_the_same_are_equal() {
        assertThat(Backup.volumes("b", "a").keep(days(14)))
                .isEqualTo(Backup.volumes("a", "b").keep(days(14)))
                .hasSameHashCodeAs(Backup.volumes("a", "b").keep(days(14)))
                .isNotEqualTo(Backup.volumes("a", "b"))
                .hasToString("backup of [a, b]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@daily", "0 3 * *", "0  3 * * *", "0 3 * * * *", "0 3 * * $(id)"})
    void refuses_what_is_no_schedule(String cron) {
        assertThatThrownBy(() -> Backup.objects().at(cron, days(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + cron + "'");
    }

    @Test
    void refuses_backups_that_are_gone_before_the_next_one() {
        assertThatThrownBy(() -> Backup.objects().keep(hours(12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("until the next one");
    }

    @Test
    void refuses_a_volume_that_is_taken_and_left_out() {
        assertThatThrownBy(() -> Backup.volumes("data").without("data", "fills again"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("volume data");
    }

    @Test
    void refuses_a_reason_that_says_nothing() {
        assertThatThrownBy(() -> Backup.none(" ")).hasMessageContaining("needs a reason");
        assertThatThrownBy(() -> Backup.objects().without("data", "")).hasMessageContaining("needs a reason");
    }
}
