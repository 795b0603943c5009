package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;

import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Container;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pods of a PostgreSQL server: the server with its exporter of metrics, the job that makes databases, and the job
 * that dumps them.
 */
final class PostgresPods {

    /** Of the exporter; no database can have that name. */
    static final String METRICS_ROLE = "hearth_metrics";

    private static final Image EXPORTER = Catalogue.image("postgres-exporter");
    private static final Port METRICS = Port.http(9187).named("metrics");
    private static final int USER = 999;
    private static final String HOME = "/var/lib/postgresql";
    private static final String BACKUPS = "/backups";
    private static final String SCRIPTS = "/etc/postgresql-jobs";
    private static final String SUPERUSER = "/run/secrets/superuser";
    private static final String PASSWORDS = "/run/secrets/passwords";

    private final Postgres postgres;

    PostgresPods(Postgres postgres) {
        this.postgres = postgres;
    }

    private Credential superuser() {
        return Credential.named(postgres.name() + "-superuser")
                .fixed("user", "postgres")
                .password("password", 32);
    }

    private Credential metrics() {
        return Credential.named(postgres.name() + "-metrics")
                .fixed("user", METRICS_ROLE)
                .password("password", 32);
    }

    private Config configuration() {
        Config config = Config.named(postgres.name())
                .file(
                        "postgresql.conf",
                        PostgresSettings.file(
                                postgres.memory(), postgres.storage(), postgres.maxConnections(), postgres.settings()))
                .file("pg_hba.conf", PostgresSettings.access())
                .file("start.sh", PostgresScripts.start());
        return postgres.dumps().isPresent() ? config.file("restore.sh", PostgresScripts.restore()) : config;
    }

    private Config scripts() {
        Config config = Config.named(postgres.name() + "-jobs").file("databases.sh", PostgresScripts.databases());
        return postgres.dumps().isPresent() ? config.file("dump.sh", PostgresScripts.dump()) : config;
    }

    /** The server, whose data of each major version has a folder of its own. */
    Workload server() {
        Workload server = Workload.statefulSet(postgres.name())
                .image(postgres.image())
                .command("/bin/sh", PostgresSettings.FOLDER + "/start.sh")
                .env("PGDATA", HOME + "/" + postgres.majorVersion() + "/data")
                .env("POSTGRES_PASSWORD_FILE", SUPERUSER + "/password")
                // By code point: order by a locale changes with the image's C library, and breaks indexes.
                .env("POSTGRES_INITDB_ARGS", "--data-checksums --encoding=UTF8 --locale=C.UTF-8")
                .port(Postgres.PORT)
                .login(Postgres.PORT)
                .runAs(USER, USER)
                .mount(configuration(), PostgresSettings.FOLDER)
                .mount(Volume.secret(superuser()).item("password", "password"), SUPERUSER)
                .mount(Volume.claim("data", postgres.storage()), HOME)
                .mount(Volume.scratch("sockets"), PostgresSettings.SOCKETS)
                .mount(Volume.scratch("shared-memory").inMemory().size(sharedMemory()), "/dev/shm")
                .scratch("/tmp")
                .requests(cpu("100m"), postgres.memory())
                .limits(postgres.memory())
                .startup(ready().period(seconds(10)).failures(180))
                .readiness(ready())
                // Not by a query: whoever recovers from a crash takes connections, and no queries yet.
                .liveness(Probe.tcp(Postgres.PORT).failures(6))
                .terminationGracePeriod(minutes(2))
                .role(NodeRole.STORAGE)
                .sidecar(exporter())
                .metrics(METRICS, "/metrics");
        return postgres.dumps()
                .map(dumps -> server.mountReadOnly(Volume.claim("backups", dumps.storage()), BACKUPS))
                .orElse(server);
    }

    /** For what parallel queries share; the runtime's own share is 64 MiB, whatever the memory. */
    private Bytes sharedMemory() {
        return mib(Math.max(64, postgres.memory().value() / 4 / mib(1).value()));
    }

    private static Probe ready() {
        return Probe.exec("pg_isready", "--quiet", "--host=127.0.0.1", "--username=postgres")
                .timeout(seconds(5));
    }

    /** It has no probe for readiness: the database is ready without it. */
    private Container exporter() {
        return Container.named("exporter")
                .image(EXPORTER)
                .env("DATA_SOURCE_URI", "127.0.0.1:" + Postgres.PORT.number() + "/postgres?sslmode=disable")
                .env("DATA_SOURCE_USER", METRICS_ROLE)
                .env("DATA_SOURCE_PASS_FILE", "/run/secrets/metrics/password")
                .mount(Volume.secret(metrics()).item("password", "password"), "/run/secrets/metrics")
                .port(METRICS)
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"))
                .liveness(Probe.http(METRICS, "/").failures(6));
    }

    /** Runs after each sync; what is there already it leaves alone. */
    Workload databases(Workload server, List<Database> wanted) {
        Stream<Volume.Source> owners = wanted.stream()
                .map(database -> Volume.secret(database.credential()).item("password", database.name()));
        Volume passwords = Volume.projected(
                        "passwords",
                        Stream.concat(Stream.of(Volume.secret(metrics()).item("password", METRICS_ROLE)), owners)
                                .toArray(Volume.Source[]::new))
                .mode(0400);
        return Workload.job(postgres.name() + "-databases")
                .container(container -> client(container, server))
                .command("/bin/sh", SCRIPTS + "/databases.sh")
                .env("METRICS", METRICS_ROLE)
                .env(
                        "DATABASES",
                        String.join(" ", wanted.stream().map(Database::name).toList()))
                .env("PASSWORDS", PASSWORDS)
                .mount(passwords, PASSWORDS)
                .runAs(USER, USER)
                .backoffLimit(6)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }

    /** Dumps to the disk that the server has too: that way it is bound, and within reach of a restore. */
    Workload dump(Workload server, Dumps dumps) {
        Volume backups = Volume.existingClaim("backups", "backups-" + postgres.name() + "-0");
        Workload job = Workload.cronJob(postgres.name() + "-dump", dumps.schedule())
                .timeZone("Etc/UTC")
                .startingDeadline(hours(6))
                .runAs(USER, USER)
                .backoffLimit(2)
                .deadline(hours(3))
                .newPodOnFailure()
                .role(NodeRole.STORAGE);
        if (dumps.copy().isEmpty()) {
            return job.container(container -> dumping(client(container, server), dumps, backups));
        }
        Dumps.Copy copy = dumps.copy().orElseThrow();
        return job.initContainer(dumping(client(Container.named("dump"), server), dumps, backups))
                .image(copy.client())
                .command("/bin/sh", "-euc")
                .args(PostgresScripts.copy())
                .env("URL", copy.bucket().api().url())
                .env("ACCESS_KEY", copy.keys().key(Dumps.ACCESS_KEY))
                .env("SECRET_KEY", copy.keys().key(Dumps.SECRET_KEY))
                .env("BUCKET", copy.bucket().name())
                .env("PREFIX", postgres.name())
                .env("BACKUPS", BACKUPS)
                .env("MC_CONFIG_DIR", "/tmp/.mc")
                .mountReadOnly(backups, BACKUPS)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"));
    }

    private Container dumping(Container container, Dumps dumps, Volume backups) {
        return container
                .command("/bin/sh", SCRIPTS + "/dump.sh")
                .env("BACKUPS", BACKUPS)
                .env("KEEP", Integer.toString(dumps.keep()))
                .mount(backups, BACKUPS);
    }

    /** A container that talks to the server as the superuser, over the network. */
    private Container client(Container container, Workload server) {
        return container
                .image(postgres.image())
                .env("PGHOST", server.service(Postgres.PORT).host())
                .env("PGPORT", server.service(Postgres.PORT).portNumber())
                .env("PGUSER", "postgres")
                .env("PGSSLMODE", "disable")
                .env("SUPERUSER", SUPERUSER)
                .mount(scripts(), SCRIPTS)
                .mount(Volume.secret(superuser()).item("password", "password"), SUPERUSER)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"));
    }
}
