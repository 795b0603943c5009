package dev.hearth.platform.data;

import static dev.hearth.dsl.dashboard.Color.GREEN;
import static dev.hearth.dsl.dashboard.Color.RED;
import static dev.hearth.dsl.dashboard.Color.YELLOW;

import dev.hearth.dsl.dashboard.Dashboard;
import dev.hearth.dsl.dashboard.Gauge;
import dev.hearth.dsl.dashboard.Thresholds;
import dev.hearth.dsl.dashboard.Unit;
import dev.hearth.platform.ComponentPanels;

/** How full MinIO is, and who asks it for what. */
final class MinioDashboard {

    private MinioDashboard() {}

    static Dashboard of(Minio minio) {
        ComponentPanels panels = ComponentPanels.in(minio.namespace());
        return panels.pods(ComponentPanels.dashboard(minio.name(), "MinIO")
                .panel(panels.none("Drives offline", "max(minio_cluster_drive_offline_total{here})"))
                .panel(panels.now("Buckets", "max(minio_cluster_bucket_total{here})"))
                .panel(panels.now("Objects", "max(minio_cluster_usage_object_total{here})"))
                .panel(panels.now("Kept", "max(minio_cluster_usage_total_bytes{here})")
                        .unit(Unit.BYTES))
                .panel(Gauge.of("Full")
                        .query(
                                panels.here("1 - max(minio_cluster_capacity_usable_free_bytes{here})"
                                        + " / max(minio_cluster_capacity_usable_total_bytes{here})"),
                                "")
                        .fraction()
                        .thresholds(Thresholds.from(GREEN).above(0.7, YELLOW).above(0.85, RED))
                        .width(8)
                        .height(4))
                .panel(panels.rate("Requests", "minio_s3_requests_total{here}", "api"))
                .panel(panels.rate("Errors", "minio_s3_requests_errors_total{here}", "api"))
                .panel(panels.over(
                                "Traffic", "sum(rate(minio_s3_traffic_received_bytes{here}[$__rate_interval]))", "in")
                        .query(panels.here("sum(rate(minio_s3_traffic_sent_bytes{here}[$__rate_interval]))"), "out")
                        .unit(Unit.BYTES_PER_SECOND))
                .panel(panels.over("Requests at once", "sum(minio_s3_requests_inflight_total{here})", "served")
                        .query(panels.here("sum(minio_s3_requests_waiting_total{here})"), "waiting")));
    }
}
