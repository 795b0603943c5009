package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.RuleGroup;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** What a node exporter tells of nodes: whether they answer, their disks, their memory, their load and their clocks. */
final class NodeRules {

    private static final String REAL = "fstype!~\"tmpfs|overlay|squashfs|ramfs\"";

    private NodeRules() {}

    static Rules of(String exporter) {
        return Rules.named(exporter)
                .record(
                        "instance:node_cpu_utilisation:ratio_rate5m",
                        "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))")
                .record(
                        "instance:node_memory_utilisation:ratio",
                        "1 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)")
                .alert(Alert.named("NodeDown")
                        .expr("up{job=\"" + exporter + "\"} == 0 or absent(up{job=\"" + exporter + "\"})")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        // By this name what is known of the node elsewhere is found, and need not be told as well.
                        .label("node", "{{ $labels.instance }}")
                        .summary("A node does not answer")
                        .description("The exporter of {{ or $labels.instance \"any node\" }} has not answered"
                                + " for 5 minutes."))
                .group(disks(RuleGroup.named("disks")))
                .group(load(RuleGroup.named("load")))
                .group(clocks(RuleGroup.named("clocks")));
    }

    private static RuleGroup disks(RuleGroup group) {
        return group.alert(Alert.named("DiskAlmostFull")
                        .expr("node_filesystem_avail_bytes{" + REAL + "} / node_filesystem_size_bytes{" + REAL
                                + "} * 100 < 10 and node_filesystem_readonly{" + REAL + "} == 0")
                        .holding(minutes(30))
                        .severity(Severity.CRITICAL)
                        .summary("A disk is almost full")
                        .description("{{ $labels.mountpoint }} of {{ $labels.instance }} has"
                                + " {{ $value | humanize }} % left."))
                .alert(Alert.named("DiskFillingUp")
                        .expr("predict_linear(node_filesystem_avail_bytes{" + REAL + "}[6h], 24*3600) < 0"
                                + " and node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.4")
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("A disk will be full within a day")
                        .description("{{ $labels.mountpoint }} of {{ $labels.instance }} fills up."))
                .alert(Alert.named("DiskOutOfInodes")
                        .expr("node_filesystem_files_free{" + REAL + "} / (node_filesystem_files{" + REAL
                                + "} > 0) * 100 < 5 and node_filesystem_readonly{" + REAL + "} == 0")
                        .holding(minutes(30))
                        .severity(Severity.CRITICAL)
                        .summary("A disk can hold few more files")
                        .description(
                                "{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanize }} % of"
                                        + " its inodes left, however much room there is."))
                .alert(Alert.named("DiskBecameReadOnly")
                        .expr("node_filesystem_readonly{" + REAL + "} == 1 and node_filesystem_readonly{" + REAL
                                + "} offset 1h == 0")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary("Nothing can be written to a disk any more")
                        .description("{{ $labels.mountpoint }} of {{ $labels.instance }} became read-only within the"
                                + " last hour; faults of the disk are the usual reason."))
                .alert(Alert.named("DiskArrayDegraded")
                        .expr("node_md_disks_required - on (instance, device) node_md_disks{state=\"active\"} > 0")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("A RAID has lost a disk")
                        .description(
                                "{{ $value }} disks of {{ $labels.device }} of {{ $labels.instance }} are missing."));
    }

    private static RuleGroup load(RuleGroup group) {
        return group.alert(Alert.named("NodeMemoryLow")
                        .expr("node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("A node has little memory left")
                        .description("{{ $labels.instance }} has {{ $value | humanizePercentage }} left; pods are"
                                + " killed when it is used up."))
                .alert(Alert.named("NodeKillsProcesses")
                        .expr("increase(node_vmstat_oom_kill[15m]) > 0")
                        .severity(Severity.WARNING)
                        .summary("Processes are killed for want of memory")
                        .description("{{ $value | humanize }} processes of {{ $labels.instance }} within 15 minutes; a"
                                + " container over its limit counts too."))
                .alert(Alert.named("NodeLoadHigh")
                        .expr(
                                "node_load15 / on (instance) count by (instance) (node_cpu_seconds_total{mode=\"idle\"}) > 2")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("A node has more to do than it can")
                        .description("{{ $value | humanize }} processes wait for each CPU of {{ $labels.instance }}."))
                .alert(Alert.named("NodeNetworkFaulty")
                        .expr("rate(node_network_receive_errs_total[10m]) + rate(node_network_transmit_errs_total[10m])"
                                + " > 0.01 * (rate(node_network_receive_packets_total[10m])"
                                + " + rate(node_network_transmit_packets_total[10m]))")
                        .holding(minutes(30))
                        .severity(Severity.WARNING)
                        .summary("A network device has errors")
                        .description("More than 1 % of the packets of {{ $labels.device }} of {{ $labels.instance }}."))
                .alert(Alert.named("NodeRestarted")
                        .expr("time() - node_boot_time_seconds < 600")
                        .severity(Severity.INFO)
                        .summary("A node has been started")
                        .description("{{ $labels.instance }} started {{ $value | humanizeDuration }} ago."));
    }

    /** Certificates, tokens and leases are worth nothing to a node that does not know the time. */
    private static RuleGroup clocks(RuleGroup group) {
        return group.alert(Alert.named("NodeClockSkewed")
                        .expr(
                                "(node_timex_offset_seconds > 0.05 and deriv(node_timex_offset_seconds[5m]) >= 0)"
                                        + " or (node_timex_offset_seconds < -0.05 and deriv(node_timex_offset_seconds[5m]) <= 0)")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("A clock is wrong")
                        .description("{{ $labels.instance }} is {{ $value | humanizeDuration }} off, and not getting"
                                + " better."))
                .alert(Alert.named("NodeClockNotSynchronised")
                        .expr("min_over_time(node_timex_sync_status[5m]) == 0 and node_timex_maxerror_seconds >= 16")
                        .holding(minutes(10))
                        .severity(Severity.WARNING)
                        .summary("A clock is not synchronised")
                        .description("{{ $labels.instance }} reaches no time server."));
    }
}
