package dev.hearth.platform.data;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;

/** What people are told of a Redis; metrics are those of oliver006/redis_exporter and of HAProxy's own exporter. */
final class RedisAlerts {

    private RedisAlerts() {}

    static Rules of(Redis redis) {
        String here = "{namespace=\"" + redis.namespace() + "\"}";
        Rules rules = Rules.named(redis.name())
                .alert(Alert.named("RedisMemberDown")
                        .expr("redis_up" + here + " == 0")
                        .holding(minutes(5))
                        .severity(Severity.WARNING)
                        .summary("A member of Redis is down")
                        .description("{{ $labels.pod }} of {{ $labels.namespace }} does not answer."))
                .alert(Alert.named("RedisWithoutMaster")
                        .expr("sum(haproxy_backend_active_servers{namespace=\"" + redis.namespace()
                                + "\", proxy=~\"member-.*\"}) by (namespace, pod) == 0")
                        .holding(minutes(2))
                        .severity(Severity.CRITICAL)
                        .summary("Redis has no master")
                        .description("{{ $labels.pod }} of {{ $labels.namespace }} finds no member that is master."));
        if (redis.members() > 1) {
            rules = rules.alert(Alert.named("RedisReplicaBehind")
                    .expr("redis_master_link_up" + here + " == 0")
                    .holding(minutes(5))
                    .severity(Severity.WARNING)
                    .summary("A replica of Redis has lost its master")
                    .description("{{ $labels.pod }} of {{ $labels.namespace }} gets no changes."));
        }
        if (redis.persistence() != Persistence.NONE) {
            rules = rules.alert(Alert.named("RedisCannotSave")
                    .expr("redis_rdb_last_bgsave_status" + here + " == 0 or redis_aof_last_write_status" + here
                            + " == 0 or redis_aof_last_bgrewrite_status" + here + " == 0")
                    .holding(minutes(5))
                    .severity(Severity.CRITICAL)
                    .summary("Redis cannot write to its disk")
                    .description("{{ $labels.pod }} of {{ $labels.namespace }} failed to save its data."));
        }
        if (redis.eviction() == Eviction.REFUSE_WRITES) {
            rules = rules.alert(Alert.named("RedisMemoryLow")
                    .expr("redis_memory_used_bytes" + here + " / (redis_memory_max_bytes" + here + " > 0) > 0.9")
                    .holding(minutes(10))
                    .severity(Severity.WARNING)
                    .summary("Redis is almost full")
                    .description("{{ $labels.pod }} of {{ $labels.namespace }} will refuse writes when it is full."));
        }
        return rules;
    }
}
