package dev.hearth.checks.programs;

import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.function.Consumer;

/**
 * {@code loki.config}: what Loki takes without a word, and then cannot work with.
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
        if (config.field("common.ring").present()
                && !config.field("common.ring.kvstore.store").present()) {
            findings.accept(config.error(
                    id(),
                    "says something of common.ring, but not where it is kept: then its rings are sought in a Consul at localhost:8500",
                    "write common.ring.kvstore.store, inmemory for one Loki, or leave common.ring out"));
        }
        Field retention = config.field("limits_config.retention_period");
        if (retention.present()
                && !retention.textOrEmpty().matches("(0[a-z]*)?")
                && !config.field("compactor.retention_enabled").isTrue()
                && !config.varies("compactor.retention_enabled")
                && !config.argued("compactor.retention-enabled")) {
            findings.accept(config.warning(
                    id(),
                    "keeps logs for " + retention.textOrEmpty()
                            + ", but nobody deletes them: compactor.retention_enabled is not true",
                    "write compactor.retention_enabled: true and compactor.delete_request_store"));
        }
        for (Field schema : config.field("schema_config.configs").items()) {
            Field period = schema.get("index").get("period");
            if (period.present() && !period.textOrEmpty().equals("24h")) {
                findings.accept(
                        config.error(
                                id(),
                                "has an index of " + period.textOrEmpty() + " at " + period.path()
                                        + ", but it may only be of 24h",
                                "write 24h; an entry that was in use stays as it is, and a change is a new entry with a date to come"));
            }
        }
        replication(config, findings);
    }

    private void replication(ProgramConfig config, Consumer<Finding> findings) {
        String own = "ingester.lifecycler.ring.replication_factor";
        String said = config.field(own).present() ? own : "common.replication_factor";
        long factor = config.number(said, 3).orElse(0L);
        long pods = config.replicas().orElse(Long.MAX_VALUE);
        if (config.monolithic() && !config.argued("replication-factor") && factor > pods) {
            findings.accept(config.error(
                    id(),
                    "keeps each line " + factor + " times, but there is " + pods + " of it: nothing is taken",
                    "write " + said + ": " + pods));
        }
    }
}
