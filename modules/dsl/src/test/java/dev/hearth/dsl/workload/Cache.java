package dev.hearth.dsl.workload;

import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;

/** A service of another component: Service 6379, pods 6380. */
final class Cache {

    static final Port PORT = Port.tcp("redis", 6380).servedAt(6379).speaking("redis");
    static final ServiceRef REF = ServiceRef.of("data", "cache", "redis");

    private Cache() {}
}
