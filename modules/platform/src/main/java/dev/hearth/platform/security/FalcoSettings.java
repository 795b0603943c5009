package dev.hearth.platform.security;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Falco's own settings. Nothing of its image is merged in: what holds is in one file.
 *
 * @param least what is less bad than that is not told
 * @param socket of the container runtime, on the node
 * @param sidekick what hands on its events
 * @see <a href="https://github.com/falcosecurity/falco/blob/0.44.1/falco.yaml">falco.yaml</a>
 */
record FalcoSettings(FalcoPriority least, String socket, Optional<Falcosidekick> sidekick) {

    static final String FILE = "falco.yaml";

    /** Where what is of the node is mounted. */
    static final String HOST = "/host";

    Config config(String name) {
        List<Object> all = new ArrayList<>(List.of(
                "config_files",
                Data.list(),
                // The pods are exchanged when it changes.
                "watch_config_files",
                false,
                "rules_files",
                Data.list("/etc/falco/falco_rules.yaml", "/etc/falco/rules.d"),
                "engine",
                Data.map(
                        "kind",
                        "modern_ebpf",
                        "modern_ebpf",
                        Data.map("cpus_for_each_buffer", 2, "buf_size_preset", 4, "drop_failed_exit", false)),
                "load_plugins",
                Data.list("container"),
                "plugins",
                Data.list(containers()),
                "priority",
                least.word(),
                "time_format_iso_8601",
                true,
                "json_output",
                true,
                // Which container and pod an event is of; for every rule.
                "append_output",
                Data.list(Data.map("suggested_output", true)),
                // What remains where nothing hands it on.
                "stdout_output",
                Data.map("enabled", true)));
        all.addAll(List.of(
                "syslog_output",
                Data.map("enabled", false),
                "log_syslog",
                false,
                "log_stderr",
                true,
                "syscall_event_drops",
                Data.map("threshold", 0.1, "actions", Data.list("log"), "rate", 0.03333, "max_burst", 1),
                "webserver",
                Data.map(
                        "enabled",
                        true,
                        "listen_port",
                        Falco.WEB.number(),
                        "k8s_healthz_endpoint",
                        "/healthz",
                        "prometheus_metrics_enabled",
                        true,
                        "ssl_enabled",
                        false),
                "metrics",
                Data.map(
                        "enabled",
                        true,
                        "output_rule",
                        false,
                        "rules_counters_enabled",
                        true,
                        "resource_utilization_enabled",
                        true,
                        "kernel_event_counters_enabled",
                        true,
                        "kernel_event_counters_per_cpu_enabled",
                        false,
                        "libbpf_stats_enabled",
                        false)));
        sidekick.ifPresent(some -> all.addAll(List.of(
                "http_output",
                Data.map(
                        "enabled",
                        true,
                        "url",
                        ServiceRef.own(some.name(), Falcosidekick.HTTP.name()).url()))));
        return Config.named(name).yaml(FILE, Data.map(all.toArray()));
    }

    private Data containers() {
        Data runtime = Data.map("enabled", true, "sockets", Data.list(socket));
        Data off = Data.map("enabled", false);
        return Data.map(
                "name",
                "container",
                "library_path",
                "libcontainer.so",
                "init_config",
                Data.map(
                        "label_max_len",
                        100,
                        "with_size",
                        false,
                        "engines",
                        // All must be named.
                        Data.map(
                                "containerd", runtime,
                                "cri", runtime,
                                "docker", off,
                                "podman", off,
                                "lxc", off,
                                "libvirt_lxc", off,
                                "bpm", off)));
    }
}
