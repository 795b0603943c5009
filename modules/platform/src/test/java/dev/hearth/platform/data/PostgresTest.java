package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresTest {

    private static final Postgres POSTGRES = Postgres.named("postgres");

    /** Asks for a database and reads where it is. */
    record Album(Database database) implements Component {

        @Override
        public ImmutableSet<Ask> asks() {
            return ImmutableSet.of(database);
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment("album")
                    .image(Image.of("ghcr.io/example/album", "1.0"))
                    .env("DATABASE_URL", database.credential().key("url")));
        }
    }

    private static List<CredentialUse> uses(SmallCluster cluster, String credential) {
        return cluster.expansion().facts(CredentialUse.class).stream()
                .map(stated -> stated.fact())
                .filter(use -> use.credential().name().equals(credential))
                .toList();
    }

    private static String variable(Mapping container, String name) {
        return container.sequence("env").mappings().stream()
                .filter(variable -> variable.text("name").orElseThrow().equals(name))
                .findFirst()
                .orElseThrow()
                .text("value")
                .orElseThrow();
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster cluster = SmallCluster.of(POSTGRES.databases("photos"), new Album(POSTGRES.database("albums")));

        assertThat(cluster.findings()).isEmpty();
        GoldenTree.assertTree("postgres", cluster.manifests("postgres"));
    }

    @Test
    void makes_the_databases_it_is_told_and_those_that_others_ask_for_once_each() {
        SmallCluster cluster =
                SmallCluster.of(POSTGRES.databases("photos", "albums"), new Album(POSTGRES.database("albums")));

        assertThat(variable(container(cluster.object("Job", "postgres-databases")), "DATABASES"))
                .isEqualTo("albums photos");
    }

    @Test
    void the_one_who_asks_and_the_server_have_the_same_credential_each_in_its_namespace() {
        List<CredentialUse> uses =
                uses(SmallCluster.of(POSTGRES, new Album(POSTGRES.database("albums"))), "postgres-albums");

        assertThat(uses).extracting(CredentialUse::namespace).containsExactlyInAnyOrder("postgres", "album");
        assertThat(uses)
                .extracting(CredentialUse::credential)
                .containsOnly(uses.get(0).credential());
        assertThat(((Credential.Composed) uses.get(0).credential().entry("url"))
                        .text()
                        .pieces())
                .extracting(Object::toString)
                .containsExactly(
                        "Literal[text=postgres://${user}:${password:url}@postgres.postgres.svc.cluster.local:5432"
                                + "/albums?sslmode=disable]");
    }

    @Test
    void who_uses_the_address_may_open_the_server_and_nobody_else() {
        SmallCluster cluster = SmallCluster.of(POSTGRES, new Album(POSTGRES.database("albums")));

        assertThat(cluster.expansion().flows().stream()
                        .filter(flow ->
                                flow.to() instanceof Pods pods && pods.name().equals("postgres"))
                        .map(flow -> flow.from() + " " + flow.port())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "album/album 5432",
                        "postgres/postgres-databases 5432",
                        "postgres/postgres-dump 5432",
                        "monitoring/prometheus 9187");
    }

    @Test
    void sizes_follow_from_the_memory_and_the_connections() {
        assertThat(data(SmallCluster.of(POSTGRES.memory(gib(4)).maxConnections(200))
                                .object("ConfigMap", "postgres"))
                        .get("postgresql.conf"))
                .contains(
                        "shared_buffers = '1024MB'\n",
                        "effective_cache_size = '2048MB'\n",
                        "maintenance_work_mem = '256MB'\n",
                        "work_mem = '5MB'\n",
                        "max_connections = '200'\n");
    }

    @Test
    void a_setting_of_ones_own_wins_and_its_quotes_stay_in_it() {
        assertThat(data(SmallCluster.of(POSTGRES.setting("work_mem", "64MB").setting("search_path", "'own', public"))
                                .object("ConfigMap", "postgres"))
                        .get("postgresql.conf"))
                .contains("work_mem = '64MB'\n", "search_path = '''own'', public'\n")
                .doesNotContain("work_mem = '5MB'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen_addresses", "ssl", "hba_file", "Work_mem", "work mem", "work_mem = 1 #"})
    void refuses_settings_that_are_none_or_not_free(String setting) {
        assertThatThrownBy(() -> POSTGRES.setting(setting, "on"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Photos", "1st", "a--b", "a-", "a_b", "postgres", "template0", "a;drop", "x\"", "a b"})
    void refuses_names_that_no_database_should_have(String name) {
        assertThatThrownBy(() -> POSTGRES.databases(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("database '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "18.6-alpine3.24", "13.1"})
    void refuses_images_that_do_not_tell_a_maintained_version_on_debian(String tag) {
        Image image = Image.of("docker.io/library/postgres", tag);
        assertThatThrownBy(() -> POSTGRES.image(image)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_major_version_has_a_folder_of_its_own_on_the_disk() {
        Manifest set = SmallCluster.of(POSTGRES.image(Image.of("docker.io/library/postgres", "17.11-bookworm")))
                .object("StatefulSet", "postgres");

        assertThat(variable(container(set), "PGDATA")).isEqualTo("/var/lib/postgresql/17/data");
    }

    @Test
    void dumps_go_to_a_bucket_as_well_once_they_are_there() {
        Minio minio = Minio.named("minio");
        Credential keys = Credential.named("dump-keys")
                .asked("access-key", "the access key")
                .asked("secret-key", "the secret key");
        SmallCluster cluster =
                SmallCluster.of(minio, POSTGRES.dumps(Dumps.daily().copy(minio.bucket("dumps"), keys, Minio.SILO)));

        assertThat(cluster.findings()).isEmpty();
        Mapping pod = cluster.object("CronJob", "postgres-dump")
                .spec()
                .mapping("jobTemplate")
                .mapping("spec")
                .mapping("template")
                .mapping("spec");
        assertThat(pod.sequence("initContainers").mappings().get(0).text("name"))
                .contains("dump");
        assertThat(pod.sequence("containers")
                        .mappings()
                        .get(0)
                        .sequence("args")
                        .strings()
                        .get(0))
                .contains("mc mirror")
                .doesNotContain("--remove");
        assertThat(SmallCluster.data(cluster.object("ConfigMap", "minio-buckets"))
                        .get("buckets.sh"))
                .contains("bucket dumps\n");
    }

    @Test
    void keys_of_a_copy_need_both_halves() {
        Credential half = Credential.named("half").asked("access-key", "the access key");
        assertThatThrownBy(() -> Dumps.daily().copy(new Bucket("minio", "dumps"), half, Minio.SILO))
                .hasMessageContaining("secret-key");
    }

    @Test
    void without_dumps_there_is_no_job_no_disk_for_them_and_a_word_about_it() {
        SmallCluster cluster = SmallCluster.of(POSTGRES.withoutDumps());

        assertThat(cluster.manifests()).noneMatch(manifest -> manifest.kind().equals("CronJob"));
        assertThat(cluster.object("StatefulSet", "postgres").spec().sequence("volumeClaimTemplates"))
                .hasSize(1);
        assertThat(cluster.exemptions()).extracting(Exemption::what).contains("dumps");
    }

    @Test
    void a_database_of_a_server_that_is_not_there_is_a_finding() {
        assertThat(SmallCluster.of(new Album(new Database("nowhere", "albums"))).findings())
                .extracting(Finding::rule)
                .contains("link.component");
    }

    @Test
    void a_database_asked_of_something_that_is_no_server_is_a_finding() {
        assertThat(SmallCluster.of(Minio.named("minio"), new Album(new Database("minio", "albums")))
                        .findings())
                .extracting(Finding::rule)
                .containsOnly("link.service-port")
                .isNotEmpty();
    }

    @Test
    void two_stand_side_by_side() {
        Postgres second = Postgres.named("archive").databases("scans");
        SmallCluster cluster = SmallCluster.of(POSTGRES, second);

        assertThat(cluster.findings()).isEmpty();
        assertThat(variable(container(cluster.object("Job", "archive-databases")), "DATABASES"))
                .isEqualTo("scans");
    }

    @Test
    void prometheus_reads_its_alerts_and_has_nothing_to_say() {
        Outcome outcome = Judges.require("promtool")
                .run(List.of("check", "rules", "--lint=all", "--lint-fatal"), Yaml.bytes(rules()));

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void alerts_fire_when_they_should_and_not_before(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("postgres.yml"), Yaml.bytes(rules()));
        Files.writeString(folder.resolve("tests.yaml"), """
                rule_files: [postgres.yml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - series: pg_up{namespace="postgres", pod="postgres-0"}
                        values: 1x2400 0x1200
                      - series: pg_up{namespace="elsewhere", pod="other-0"}
                        values: 0x3600
                      - series: pg_stat_database_numbackends{namespace="postgres", pod="postgres-0", datname="photos"}
                        values: 30x2400 35x1200
                      - series: pg_stat_database_numbackends{namespace="postgres", pod="postgres-0", datname="albums"}
                        values: 10x3600
                      - series: kube_cronjob_created{namespace="postgres", cronjob="postgres-dump"}
                        values: 0x3600
                    alert_rule_test:
                      - {eval_time: 36h, alertname: PostgresDown}
                      - {eval_time: 36h, alertname: PostgresConnectionsHigh}
                      - {eval_time: 36h, alertname: PostgresDumpMissing}
                      - eval_time: 45h
                        alertname: PostgresDown
                        exp_alerts:
                          - exp_labels: {severity: critical, namespace: postgres, pod: postgres-0}
                            exp_annotations:
                              summary: PostgreSQL does not answer
                              description: The exporter of postgres/postgres-0 cannot log in.
                      - eval_time: 45h
                        alertname: PostgresConnectionsHigh
                        exp_alerts:
                          - exp_labels: {severity: warning, namespace: postgres, pod: postgres-0}
                            exp_annotations:
                              summary: Few connections to PostgreSQL are left
                              description: 45 of 50 connections of postgres/postgres-0 are in use.
                      - eval_time: 37h
                        alertname: PostgresDumpMissing
                        exp_alerts:
                          - exp_labels: {severity: critical, namespace: postgres, cronjob: postgres-dump}
                            exp_annotations:
                              summary: PostgreSQL has no fresh dump
                              description: The last dump of postgres is 1d 13h 0m 0s old.
                  - interval: 1m
                    input_series:
                      - series: pg_database_size_bytes{namespace="postgres", pod="postgres-0", datname="photos"}
                        values: 17000000000x300 17500000000x300
                      - series: kube_cronjob_status_last_successful_time{namespace="postgres", cronjob="postgres-dump"}
                        values: 0+60x3600
                      - series: kube_cronjob_created{namespace="postgres", cronjob="postgres-dump"}
                        values: 0x3600
                    alert_rule_test:
                      - {eval_time: 4h, alertname: PostgresSpaceLow}
                      - {eval_time: 50h, alertname: PostgresDumpMissing}
                      - eval_time: 8h
                        alertname: PostgresSpaceLow
                        exp_alerts:
                          - exp_labels: {severity: warning, namespace: postgres, pod: postgres-0}
                            exp_annotations:
                              summary: PostgreSQL's disk is almost full
                              description: Databases of postgres/postgres-0 take 16.3GiB of 20Gi.
                """);

        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    private static Mapping rules() {
        return SmallCluster.of(POSTGRES).object("PrometheusRule", "postgres").spec();
    }

    @Test
    void a_dump_is_overdue_when_it_is_said_to_be() {
        Manifest rules = SmallCluster.of(POSTGRES.dumps(Dumps.daily().schedule("0 0 * * 0", hours(200))))
                .object("PrometheusRule", "postgres");

        assertThat(new String(Yaml.bytes(rules.spec()), UTF_8)).contains("> 720000\"");
    }

    @Test
    void refuses_less_memory_than_it_needs() {
        assertThatThrownBy(() -> POSTGRES.memory(mib(128))).hasMessageContaining("at least 256Mi");
    }
}
