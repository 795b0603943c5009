package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.config.Config;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands on what Falco tells: to an Alertmanager and to a Loki. It has no rights, no token and no way to a node.
 *
 * @param name its name
 * @param alertmanager where what is bad enough becomes an alert
 * @param worst from which priority on
 * @param loki where everything becomes a line of a log
 * @see <a href="https://github.com/falcosecurity/falcosidekick">Falcosidekick</a>
 */
record Falcosidekick(String name, Optional<ServiceRef> alertmanager, FalcoPriority worst, Optional<ServiceRef> loki) {

    static final Port HTTP = Port.http(2801);

    private static final String FOLDER = "/etc/falcosidekick";
    private static final String FILE = "config.yaml";

    /** How long an event is an alert; nothing ever tells that one is over. */
    private static final int AN_HOUR = 3600;

    private static final int USER = 1234;

    Workload workload() {
        Workload sidekick = Workload.deployment(name)
                .role(NodeRole.MONITORING)
                .image(Catalogue.image("falcosidekick"))
                .args("--config-file=" + FOLDER + "/" + FILE)
                .mount(config(), FOLDER)
                .port(HTTP)
                .runAs(USER, USER)
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"))
                .readiness(Probe.http(HTTP, "/ping"))
                .liveness(Probe.http(HTTP, "/ping").failures(6))
                .metrics(HTTP, "/metrics");
        // In its file this has another, undocumented form; its own words for small priorities no route knows.
        return alertmanager.isEmpty()
                ? sidekick
                : sidekick.env("ALERTMANAGER_CUSTOMSEVERITYMAP", "notice:info,informational:info,debug:info");
    }

    private Config config() {
        List<Object> settings = new ArrayList<>(List.of(
                "listenport",
                HTTP.number(),
                // Labels of logs and alerts, by the names that those of all other pods have.
                "customfields",
                Data.map("job", "falco"),
                "templatedfields",
                Data.map(
                        "namespace", field("k8s.ns.name"),
                        "pod", field("k8s.pod.name"),
                        "container", field("container.name"))));
        alertmanager.ifPresent(service -> settings.addAll(List.of(
                "alertmanager",
                Data.map(
                        "hostport",
                        service.url(),
                        "endpoint",
                        "/api/v2/alerts",
                        "minimumpriority",
                        worst.word(),
                        "expiresafter",
                        AN_HOUR))));
        loki.ifPresent(service -> settings.addAll(List.of(
                "loki", Data.map("hostport", service.url(), "endpoint", "/loki/api/v1/push", "format", "json"))));
        return Config.named(name).yaml(FILE, Data.map(settings.toArray()));
    }

    private static String field(String field) {
        return "{{ or (index . \"" + field + "\") \"\" }}";
    }
}
