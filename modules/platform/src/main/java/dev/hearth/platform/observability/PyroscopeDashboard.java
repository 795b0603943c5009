package dev.hearth.platform.observability;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** How many profiles come in, and whether they reach the store. */
final class PyroscopeDashboard {

    private PyroscopeDashboard() {}

    static Dashboard of(String name, String namespace) {
        ComponentPanels panels = ComponentPanels.in(namespace, name);
        return panels.pods(ComponentPanels.dashboard(name, "Pyroscope")
                .panel(panels.now(
                                "Profiles",
                                "sum(rate(pyroscope_distributor_received_decompressed_bytes_count{here}[5m]))")
                        .unit(Unit.PER_SECOND))
                .panel(panels.none(
                                "Thrown away within a day",
                                "ceil(sum(increase(pyroscope_discarded_samples_total{here}[1d])))")
                        .orElse("0"))
                .panel(panels.over(
                                "Comes in",
                                "sum(rate(pyroscope_distributor_received_decompressed_bytes_sum{here}[$__rate_interval]))",
                                "bytes")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.rate("Answers", "pyroscope_request_duration_seconds_count{here}", "status_code"))
                .panel(panels.durations("Time for an answer", "pyroscope_request_duration_seconds_bucket{here}"))
                .panel(panels.durations(
                        "Time to write to the store",
                        "pyroscope_segment_writer_upload_duration_seconds_bucket{here}")));
    }
}
