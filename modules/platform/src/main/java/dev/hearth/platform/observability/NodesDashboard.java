package dev.hearth.platform.observability;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.TimeSeries;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.dsl.dashboard.Variable;
import dev.hearth.platform.ComponentPanels;

/** How busy and how full the machines are. */
final class NodesDashboard {

    private NodesDashboard() {}

    static Dashboard of(NodeExporter nodeExporter) {
        String disks = "{fstype!~\"tmpfs|overlay|squashfs|ramfs\",instance=~\"$node\"}";
        ComponentPanels panels = ComponentPanels.in(nodeExporter.namespace());
        return panels.pods(ComponentPanels.shared(Dashboard.of("nodes", "Nodes"))
                .variable(Variable.query("node", "Node", "label_values(node_uname_info, instance)")
                        .orAll())
                .panel(panels.now("Nodes", "count(node_boot_time_seconds)"))
                .panel(panels.now("Cores", "count(node_cpu_seconds_total{mode=\"idle\",instance=~\"$node\"})"))
                .panel(panels.now("Memory", "sum(node_memory_MemTotal_bytes{instance=~\"$node\"})")
                        .unit(Unit.BYTES))
                .panel(panels.now("Up for", "min(time() - node_boot_time_seconds{instance=~\"$node\"})")
                        .unit(Unit.SECONDS))
                .panel(panels.none(
                        "Killed for memory within a day",
                        "ceil(sum(increase(node_vmstat_oom_kill{instance=~\"$node\"}[1d])))"))
                .panel(panels.now(
                                "Fullest disk",
                                "1 - min(node_filesystem_avail_bytes" + disks + " / node_filesystem_size_bytes" + disks
                                        + ")")
                        .fraction()
                        .thresholds(Thresholds.from(GREEN).above(0.8, YELLOW).above(0.9, RED)))
                .panel(TimeSeries.of("CPU")
                        .query(
                                "100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\",instance=~\"$node\"}[$__rate_interval])))",
                                "{{instance}}")
                        .percent())
                .panel(TimeSeries.of("Memory")
                        .query(
                                "100 * (1 - node_memory_MemAvailable_bytes{instance=~\"$node\"} / node_memory_MemTotal_bytes{instance=~\"$node\"})",
                                "{{instance}}")
                        .percent())
                .panel(panels.over("Load", "node_load1{instance=~\"$node\"}", "{{instance}}"))
                .panel(TimeSeries.of("Disks")
                        .query(
                                "100 * (1 - node_filesystem_avail_bytes" + disks + " / node_filesystem_size_bytes"
                                        + disks + ")",
                                "{{instance}} {{mountpoint}}")
                        .percent()
                        .thresholds(Thresholds.from(GREEN).above(90, RED)))
                .panel(panels.over(
                                "Read and written",
                                "sum by (instance) (rate(node_disk_read_bytes_total{instance=~\"$node\"}[$__rate_interval]))",
                                "{{instance}} read")
                        .query(
                                "sum by (instance) (rate(node_disk_written_bytes_total{instance=~\"$node\"}[$__rate_interval]))",
                                "{{instance}} written")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.over(
                                "Network",
                                "sum by (instance) (rate(node_network_receive_bytes_total{device!=\"lo\",instance=~\"$node\"}[$__rate_interval]))",
                                "{{instance}} in")
                        .query(
                                "sum by (instance) (rate(node_network_transmit_bytes_total{device!=\"lo\",instance=~\"$node\"}[$__rate_interval]))",
                                "{{instance}} out")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.over(
                                "Waiting for",
                                "rate(node_pressure_cpu_waiting_seconds_total{instance=~\"$node\"}[$__rate_interval])",
                                "{{instance}} CPU")
                        .query(
                                "rate(node_pressure_io_waiting_seconds_total{instance=~\"$node\"}[$__rate_interval])",
                                "{{instance}} disks")
                        .query(
                                "rate(node_pressure_memory_waiting_seconds_total{instance=~\"$node\"}[$__rate_interval])",
                                "{{instance}} memory")
                        .fraction())
                .panel(panels.over(
                                "Disks at work",
                                "rate(node_disk_io_time_seconds_total{instance=~\"$node\"}[$__rate_interval])",
                                "{{instance}} {{device}}")
                        .fraction()));
    }
}
