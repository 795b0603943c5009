package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code loki.config}: what Loki takes without a word, and then cannot work with; and what it refuses.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/configure/">Configuration of Loki</a>
 */
final class LokiConfig implements ConfiguredPrograms.Judge {

    @Override
    public String id() {
        return "loki.config";
    }

    @Override
    public void judge(ProgramConfig config, Context context, Consumer<Finding> findings) {
        if (!config.is("loki")) {
            return;
        }
        ring(config, findings);
        retention(config, findings);
        new LokiSchemas(config, findings).judge();
        replication(config, context, findings);
    }

    private void ring(ProgramConfig config, Consumer<Finding> findings) {
        if (config.field("common.ring.kvstore.store").present()
                || config.field("common.ring.kvstore.consul").present()
                || config.argued("ring.store")
                || config.argued("consul.hostname")) {
            return;
        }
        if (!config.field("common.ring").empty()) {
            findings.accept(config.error(
                    id(),
                    "says something of common.ring, but not where it is kept: then its rings are sought in a Consul at localhost:8500",
                    "write common.ring.kvstore.store, inmemory for one Loki, or leave common.ring out"));
        } else if (config.monolithic()
                && config.field("memberlist.join_members").empty()
                && !config.argued("memberlist.join")
                && config.keys("kvstore").findAny().isEmpty()) {
            findings.accept(config.error(
                    id(),
                    "says nowhere where its rings are kept: then they are sought in a Consul at localhost:8500",
                    "write common.ring.kvstore.store, inmemory for one Loki, or memberlist.join_members for several"));
        }
    }

    private void retention(ProgramConfig config, Consumer<Finding> findings) {
        String enabled = "compactor.retention_enabled";
        boolean deletes = config.field(enabled).isTrue();
        Field retention = config.field("limits_config.retention_period");
        if (retention.present()
                && !retention.textOrEmpty().matches("(0[a-z]*)?")
                && !deletes
                && !config.varies(enabled)
                && !config.argued("compactor.retention-enabled")
                && !config.field("table_manager.retention_deletes_enabled").isTrue()
                && (config.runs("compactor") || config.runs("backend"))) {
            findings.accept(config.warning(
                    id(),
                    "keeps logs for " + config.shown(retention.textOrEmpty())
                            + ", but nobody deletes them: compactor.retention_enabled is not true",
                    "write compactor.retention_enabled: true and compactor.delete_request_store"));
        }
        if (deletes
                && config.since(3, 0)
                && config.field("compactor.delete_request_store").empty()
                && !config.argued("delete-request-store")) {
            findings.accept(config.error(
                    id(),
                    "deletes what is old, but says nothing of compactor.delete_request_store: Loki refuses to start",
                    "write compactor.delete_request_store, such as s3"));
        }
    }

    private void replication(ProgramConfig config, Context context, Consumer<Finding> findings) {
        String own = "ingester.lifecycler.ring.replication_factor";
        String said = config.field(own).present() ? own : "common.replication_factor";
        long factor = config.number(said, 3).orElse(0L);
        long pods = config.replicas().orElse(Long.MAX_VALUE);
        if (config.monolithic() && !config.argued("replication-factor") && factor > pods && config.alone(context)) {
            findings.accept(config.error(
                    id(),
                    "keeps each line " + factor + " times, but there is " + pods + " of it: nothing is taken",
                    "write " + said + ": " + pods));
        }
    }
}
