package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;

/**
 * How a Service is reached.
 *
 * @param name as written; {@code ClusterIP} where nothing is
 */
record ServiceType(String name) {

    static final ImmutableSet<String> NAMES = ImmutableSet.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");

    static ServiceType of(Field spec) {
        String name = spec.get("type").textOrEmpty();
        return new ServiceType(name.isEmpty() ? "ClusterIP" : name);
    }

    boolean clusterIp() {
        return name.equals("ClusterIP");
    }

    boolean nodePort() {
        return name.equals("NodePort");
    }

    boolean loadBalancer() {
        return name.equals("LoadBalancer");
    }

    boolean externalName() {
        return name.equals("ExternalName");
    }

    /** Whether traffic from outside the cluster can come in. */
    boolean reachedFromOutside(Field spec) {
        return loadBalancer()
                || nodePort()
                || (clusterIp() && !spec.get("externalIPs").empty());
    }
}
