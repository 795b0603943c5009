package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.List;

/** Jobs that ask an API after each sync, and fail where it does not answer as promised. */
final class ApiCheck {

    private static final String LOGIN = "/run/secrets/login";
    private static final int USER = 100;
    private static final int GROUP = 101;

    private static final String ASK = """
            set -eu
            ask() {
              curl --fail --silent --show-error --max-time 10 --retry "${RETRIES:-30}" --retry-delay "${DELAY:-5}" \\
                --retry-all-errors "$@"
            }
            """;

    private ApiCheck() {}

    private static Workload job(String name, ServiceRef api, String script) {
        return Workload.job(name)
                .image(Catalogue.image("curl"))
                .command("/bin/sh", "-c")
                .args(ASK + script)
                .env("URL", api.url())
                .runAs(USER, GROUP)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("16Mi"))
                .limits(memory("64Mi"))
                .backoffLimit(3)
                .deadline(minutes(10))
                .annotation("argocd.argoproj.io/hook", "PostSync")
                .annotation("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation");
    }

    /** Prometheus evaluates a query. */
    static Workload query(String name, ServiceRef api) {
        return query(name, api, "");
    }

    /** What answers as Prometheus does below that path evaluates a query. */
    static Workload query(String name, ServiceRef api, String below) {
        return job(name, api, """
                ask "$URL%s/api/v1/query?query=vector(1)" > /tmp/answer
                grep -q '"status":"success"' /tmp/answer || { cat /tmp/answer >&2; exit 1; }
                echo 'the query API answers'
                """.formatted(below));
    }

    /** What is at that path answers, and that text is in the answer. */
    static Workload answers(String name, ServiceRef api, String path, String expected) {
        return job(name, api, """
                ask "$URL$API_PATH" > /tmp/answer
                grep -qF "$EXPECTED" /tmp/answer || { cat /tmp/answer >&2; exit 1; }
                echo 'the API answers'
                """).env("API_PATH", path).env("EXPECTED", expected);
    }

    /** Pyroscope knows the labels of the last hour, should there be any. */
    static Workload profiles(String name, ServiceRef api) {
        return job(name, api, """
                now=$(date +%s)
                ask --header 'Content-Type: application/json' \\
                  --data '{"start":'$((now - 3600))'000,"end":'$now'000}' \\
                  "$URL/querier.v1.QuerierService/LabelNames" > /tmp/answer
                grep -q '^{' /tmp/answer || { cat /tmp/answer >&2; exit 1; }
                echo 'the query API answers'
                """);
    }

    /** Grafana has those dashboards, asked as its administrator. The password is no argument, which others could read. */
    static Workload dashboards(String name, ServiceRef api, Credential admin, List<String> uids) {
        return job(name, api, """
                quoted() { sed 's/[\\\\"]/\\\\&/g' "$LOGIN/$1"; }
                for uid in $DASHBOARDS; do
                  printf 'user = "%s:%s"\\n' "$(quoted user)" "$(quoted password)" |
                    ask --config - "$URL/api/dashboards/uid/$uid" > /tmp/answer
                  grep -q "\\"uid\\":\\"$uid\\"" /tmp/answer || { cat /tmp/answer >&2; exit 1; }
                  echo "dashboard $uid is there"
                done
                """)
                .env("DASHBOARDS", String.join(" ", uids))
                .env("LOGIN", LOGIN)
                .mount(Volume.secret(admin).item("user", "user").item("password", "password"), LOGIN)
                .fsGroup(GROUP);
    }
}
