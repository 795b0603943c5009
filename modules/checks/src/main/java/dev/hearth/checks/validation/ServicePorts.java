package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the API server refuses of the ports of a Service. */
final class ServicePorts {

    static final int LAST = 65_535;
    static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("SCTP", "TCP", "UDP");

    private ServicePorts() {}

    static void validate(Field spec, ServiceType type, Faults faults) {
        List<Field> ports = spec.get("ports").items();
        if (ports.isEmpty() && !type.externalName() && !ServiceAddresses.headless(spec)) {
            faults.required(spec.get("ports"), "must hold a port, but for a Service without an address");
        }
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        for (Field port : ports) {
            name(port, ports.size() > 1, names, faults);
            numbers(port, faults);
            nodePort(port, type, nodePorts, faults);
            if (!numbers.add(protocol(port) + port.get("port").number().orElse(0L))) {
                faults.duplicate(port);
            }
        }
    }

    private static String protocol(Field port) {
        return port.get("protocol").text().filter(name -> !name.isEmpty()).orElse("TCP");
    }

    private static void name(Field port, boolean needed, Set<String> names, Faults faults) {
        Field name = port.get("name");
        if (name.empty()) {
            if (needed) {
                faults.required(name, "must be there where there are several ports");
            }
            return;
        }
        faults.form(name, Syntax::label);
        if (!names.add(name.textOrEmpty())) {
            faults.duplicate(name);
        }
    }

    private static void numbers(Field port, Faults faults) {
        faults.within(port.get("port"), 1, LAST);
        if (!port.get("protocol").empty()) {
            faults.oneOf(port.get("protocol"), PROTOCOLS);
        }
        target(port, faults);
        if (port.get("appProtocol").present()) {
            faults.form(port.get("appProtocol"), Syntax::labelKey);
        }
    }

    /** Where it is nought or empty, the port itself is the default. */
    private static void target(Field port, Faults faults) {
        Field target = port.get("targetPort");
        Optional<Long> number = target.number().filter(given -> given != 0);
        if (!target.textOrEmpty().isEmpty()) {
            faults.form(target, Syntax::portName);
        } else {
            long effective = number.or(port.get("port")::number).orElse(0L);
            if (effective < 1 || effective > LAST) {
                faults.invalid(target, "must be between 1 and " + LAST);
            }
        }
    }

    /** In which range node ports lie is for each cluster to say. */
    private static void nodePort(Field port, ServiceType type, Set<String> taken, Faults faults) {
        Field nodePort = port.get("nodePort");
        long number = nodePort.number().orElse(0L);
        if (number == 0) {
            return;
        }
        if (type.clusterIp()) {
            faults.forbidden(nodePort, "is not for the type ClusterIP");
        }
        boolean first = taken.add(protocol(port) + number);
        if (!first && (type.nodePort() || type.loadBalancer())) {
            faults.invalid(nodePort, "must not be that of another port");
        } else if (!first) {
            faults.duplicate(nodePort);
        }
    }
}
