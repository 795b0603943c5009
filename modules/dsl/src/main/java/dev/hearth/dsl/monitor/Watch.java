package dev.hearth.dsl.monitor;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.manifest.Mapping;

/**
 * One endpoint of a ServiceMonitor or a PodMonitor.
 *
 * @param name the name of the object
 * @param byService whether a Service leads to the pods
 * @param pods the pods
 * @param port where they listen
 * @param selector labels of the Service or of the pods
 * @param endpoint the endpoint as the operator's API has it
 */
record Watch(
        String name, boolean byService, Pods pods, Port port, ImmutableMap<String, String> selector, Mapping endpoint) {

    String kind() {
        return byService ? "ServiceMonitor" : "PodMonitor";
    }

    /** What the endpoint of the same port has not said itself is kept. */
    String portName() {
        return endpoint.text("port").orElse(port.name());
    }
}
