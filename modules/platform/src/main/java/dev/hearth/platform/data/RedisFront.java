package dev.hearth.platform.data;

import dev.hearth.dsl.Value;
import java.util.stream.IntStream;

/**
 * The configuration of HAProxy, which leads to the master: to the member that says it is, and that a majority of the Sentinels
 * call so. A master cut off from the others says it is still, so its word alone is not enough.
 *
 * @see <a href="https://docs.haproxy.org/3.2/configuration.html">HAProxy's configuration manual</a>
 */
final class RedisFront {

    static final String FOLDER = "/usr/local/etc/haproxy";
    static final String FILE = "haproxy.cfg";

    private final Redis redis;

    RedisFront(Redis redis) {
        this.redis = redis;
    }

    Value file() {
        Value all = Value.of(general());
        for (int member = 0; member < redis.members(); member++) {
            all = all.then("\n").then(member(member)).then("\n").then(chosen(member));
        }
        return all;
    }

    private String general() {
        StringBuilder leads = new StringBuilder();
        StringBuilder up = new StringBuilder();
        IntStream.range(0, redis.members()).forEach(member -> {
            leads.append("    use_backend member-%d if { nbsrv(chosen-%1$d) ge %d } { srv_is_up(member-%1$d/redis) }\n"
                    .formatted(member, redis.quorum()));
            up.append("    acl led nbsrv(member-%d) ge 1\n".formatted(member));
        });
        return """
                global
                    log stdout format raw local0 notice
                    maxconn 4096
                    hard-stop-after 20s

                defaults
                    mode tcp
                    log global
                    option dontlognull
                    option clitcpka
                    option srvtcpka
                    timeout connect 2s
                    timeout check 2s
                    # Subscribers may hear nothing for long.
                    timeout client 24h
                    timeout server 24h
                    default-server check inter 1s fall 2 rise 1 resolvers cluster init-addr none

                # Members keep their names and change their addresses.
                resolvers cluster
                    parse-resolv-conf
                    accepted_payload_size 4096
                    resolve_retries 2
                    timeout resolve 1s
                    timeout retry 1s
                    hold valid 2s
                    hold nx 2s
                    hold obsolete 2s

                frontend redis
                    bind *:%d
                %s
                frontend state
                    bind *:%d
                    mode http
                    timeout client 10s
                    monitor-uri /ready
                %s    monitor fail unless led
                    http-request use-service prometheus-exporter if { path /metrics }
                """.formatted(Redis.PORT.number(), leads, RedisPods.STATE.number(), up);
    }

    private Value member(int member) {
        return Value.of("""
                        backend member-%d
                            option tcp-check
                            tcp-check connect
                            tcp-check send "AUTH %s ${FRONT_PASSWORD}\\r\\n"
                            tcp-check expect string +OK
                            tcp-check send "INFO replication\\r\\n"
                            # After so many bytes the role has come, and a replica need not be waited for until the timeout.
                            tcp-check expect min-recv 64 string role:master
                            server redis\
                        """.formatted(member, RedisFiles.FRONT))
                .then(" ")
                .then(RedisFiles.host(redis, member, Redis.PORT))
                .then(":" + Redis.PORT.number() + " on-marked-down shutdown-sessions\n");
    }

    private Value chosen(int member) {
        Value all = Value.of("""
                        backend chosen-%d
                            timeout check 1s
                            option tcp-check
                            tcp-check connect
                            tcp-check send "AUTH %s ${FRONT_PASSWORD}\\r\\n"
                            tcp-check expect string +OK
                            tcp-check send "SENTINEL get-master-addr-by-name %s\\r\\n"
                            tcp-check expect min-recv 16 string\
                        """.formatted(member, RedisFiles.FRONT, RedisFiles.GROUP))
                .then(" ")
                .then(RedisFiles.host(redis, member, Redis.PORT))
                .then("\n");
        for (int sentinel = 0; sentinel < redis.members(); sentinel++) {
            all = all.then("    server sentinel-" + sentinel + " ")
                    .then(RedisFiles.host(redis, sentinel, Redis.SENTINEL))
                    .then(":" + Redis.SENTINEL.number() + "\n");
        }
        return all;
    }
}
