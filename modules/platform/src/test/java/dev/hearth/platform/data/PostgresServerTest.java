package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.judges.Outcome;
import dev.hearth.platform.SmallCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real PostgreSQL on the rendered settings and scripts. It is the one of the distribution, which may be older than the
 * image: what is rendered has to hold for both.
 */
class PostgresServerTest {

    private static final String SUPERUSER = "superuser0'with a quote";
    private static final List<String> DATABASES = List.of("photos", "two-words", "rotated", "restored");

    @TempDir
    private static Path folder;

    @AutoClose
    private static RunningPostgres server;

    @BeforeAll
    static void start() {
        SmallCluster cluster = SmallCluster.of(Postgres.named("postgres")
                .memory(mib(512))
                .setting("random_page_cost", "1.1")
                .setting("application_name", "it's")
                .databases(DATABASES.toArray(new String[0]))
                .dumps(Dumps.daily().keep(2)));
        server = RunningPostgres.start(cluster, "postgres", folder, SUPERUSER);
        server.password("hearth_metrics", "metrics-password");
        DATABASES.forEach(database -> server.password(database, secret(database)));
        makeDatabases();
    }

    private static String secret(String database) {
        return "secret of '" + database + "\" $HOME";
    }

    private static String makeDatabases() {
        Outcome outcome = server.script("Job", "postgres-databases", "jobs/databases.sh");
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }

    private static String ask(String role, String database, String sql) {
        Outcome outcome = server.query(role, role.equals("postgres") ? SUPERUSER : secret(role), database, sql);
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout().strip();
    }

    @Test
    void takes_every_setting_of_the_file() {
        assertThat(ask("postgres", "postgres", "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL"))
                .isEqualTo("0");
        assertThat(ask("postgres", "postgres", "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL"))
                .isEqualTo("0");
        assertThat(ask(
                        "postgres",
                        "postgres",
                        "SELECT current_setting('shared_buffers'), current_setting('work_mem'),"
                                + " current_setting('random_page_cost'), current_setting('application_name')"))
                .isEqualTo("128MB|2MB|1.1|psql");
        assertThat(ask("postgres", "postgres", "SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    void an_owner_logs_in_to_a_database_of_its_own_and_makes_tables_there() {
        assertThat(ask("photos", "photos", "CREATE TABLE albums (name text); SELECT count(*) FROM albums"))
                .isEqualTo("0");
        assertThat(ask("two-words", "two-words", "SELECT current_user || '@' || current_database()"))
                .isEqualTo("two-words@two-words");
    }

    @Test
    void an_owner_may_open_no_other_database_and_make_none() {
        assertThat(server.query("photos", secret("photos"), "two-words", "SELECT 1")
                        .stderr())
                .contains("permission denied for database");
        assertThat(server.query("photos", secret("photos"), "photos", "CREATE DATABASE more")
                        .stderr())
                .contains("permission denied to create database");
        assertThat(ask(
                        "postgres",
                        "postgres",
                        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = 'photos'"))
                .isEqualTo("f");
    }

    @Test
    void nobody_comes_without_a_password_or_with_a_wrong_one() {
        assertThat(server.query("photos", "", "photos", "SELECT 1").exitCode()).isNotZero();
        assertThat(server.query("photos", "wrong", "photos", "SELECT 1").stderr())
                .contains("password authentication failed");
        assertThat(ask(
                        "postgres",
                        "postgres",
                        "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname =" + " 'photos'"))
                .isEqualTo("t");
    }

    @Test
    void the_role_for_metrics_sees_statistics_and_no_tables() {
        assertThat(server.query(
                                "hearth_metrics",
                                "metrics-password",
                                "postgres",
                                "SELECT pg_database_size('photos') > 0")
                        .stdout()
                        .strip())
                .isEqualTo("t");
        assertThat(server.query("hearth_metrics", "metrics-password", "photos", "SELECT 1")
                        .exitCode())
                .isNotZero();
    }

    @Test
    void the_job_changes_nothing_where_all_is_there() {
        String roles = "SELECT string_agg(rolname || rolpassword, ' ' ORDER BY rolname) FROM pg_authid";
        String before = ask("postgres", "postgres", roles);

        assertThat(makeDatabases()).doesNotContain("new password").contains("database photos is there");
        assertThat(ask("postgres", "postgres", roles)).isEqualTo(before);
    }

    @Test
    void a_changed_password_is_applied_and_the_old_one_is_none_any_more() {
        server.password("rotated", "another password");
        try {
            assertThat(makeDatabases()).contains("role rotated has a new password");
            assertThat(server.query("rotated", "another password", "rotated", "SELECT 1")
                            .exitCode())
                    .isZero();
            assertThat(server.query("rotated", secret("rotated"), "rotated", "SELECT 1")
                            .exitCode())
                    .isNotZero();
        } finally {
            server.password("rotated", secret("rotated"));
            makeDatabases();
        }
    }

    @Test
    void a_changed_password_of_the_superuser_is_applied_by_the_next_start() {
        server.superuser("quite'another");
        try {
            server.restart();
            assertThat(server.query("postgres", "quite'another", "postgres", "SELECT 1")
                            .exitCode())
                    .isZero();
            assertThat(server.query("postgres", SUPERUSER, "postgres", "SELECT 1")
                            .exitCode())
                    .isNotZero();
        } finally {
            server.superuser(SUPERUSER);
            server.restart();
        }
    }

    @Test
    void what_was_dumped_is_restored_with_its_owner_and_only_the_newest_dumps_are_kept() {
        ask("restored", "restored", "CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL)");
        ask("restored", "restored", "INSERT INTO notes (text) VALUES ('kept'), ('kept too')");
        server.oldDump("20250101T000000Z");
        server.oldDump("20250102T000000Z");
        server.oldDump("unfinished");

        Outcome dump = server.script("CronJob", "postgres-dump", "jobs/dump.sh");
        assertThat(dump.exitCode()).as(dump.stderr()).isZero();
        assertThat(server.dumps()).hasSize(2).startsWith("20250102T000000Z").doesNotContain("unfinished");

        ask("restored", "restored", "DELETE FROM notes; ALTER TABLE notes ADD COLUMN later text");
        Outcome restore = server.script("StatefulSet", "postgres", "config/restore.sh", "newest", "restored");
        assertThat(restore.exitCode()).as(restore.stderr()).isZero();
        assertThat(ask("restored", "restored", "SELECT string_agg(text, ', ' ORDER BY id) FROM notes"))
                .isEqualTo("kept, kept too");
        assertThat(ask("restored", "restored", "INSERT INTO notes (text) VALUES ('next') RETURNING id"))
                .isEqualTo("3");
    }

    @Test
    void a_database_that_is_gone_comes_back_and_belongs_to_its_owner_again_after_the_job() {
        ask("two-words", "two-words", "CREATE TABLE gone AS SELECT 7 AS number");
        assertThat(server.script("CronJob", "postgres-dump", "jobs/dump.sh").exitCode())
                .isZero();
        ask("postgres", "postgres", "DROP DATABASE \"two-words\"");

        Outcome restore = server.script("StatefulSet", "postgres", "config/restore.sh", "newest", "two-words");
        assertThat(restore.exitCode()).as(restore.stderr()).isZero();
        makeDatabases();

        assertThat(ask("two-words", "two-words", "SELECT number FROM gone")).isEqualTo("7");
        assertThat(ask("two-words", "two-words", "DROP TABLE gone; SELECT 1")).isEqualTo("1");
    }

    @Test
    void a_restore_of_a_dump_that_is_not_there_says_so() {
        Outcome outcome = server.script("StatefulSet", "postgres", "config/restore.sh", "20200101T000000Z");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("there is no dump '20200101T000000Z'");
    }

    @Test
    void no_password_is_ever_in_what_the_job_and_the_server_say() {
        server.password("photos", "loud and clear");
        String said = makeDatabases() + server.log();
        server.password("photos", secret("photos"));
        said += makeDatabases();

        assertThat(said).contains("role photos has a new password").doesNotContain("loud and clear", "secret of");
        assertThat(server.log()).doesNotContain("loud and clear", "secret of", "superuser0", "SCRAM-SHA-256$");
    }
}
