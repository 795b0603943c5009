package dev.hearth.dsl.workload;

import dev.hearth.dsl.Port;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold in every pod, whatever the cluster; checked at each call that changes a workload. */
final class PodRules {

    private PodRules() {}

    static void check(Settings settings) {
        containers(settings);
        ports(settings);
        volumes(settings);
        exposures(settings);
    }

    private static void containers(Settings settings) {
        Set<String> names = new HashSet<>();
        for (Container container : settings.containers()) {
            if (!names.add(container.name())) {
                throw new IllegalArgumentException(settings.subject() + " has two containers named '" + container.name()
                        + "'; name one of them otherwise");
            }
        }
    }

    private static void ports(Settings settings) {
        Map<String, Port> byName = new HashMap<>();
        Map<String, Port> byNumber = new HashMap<>();
        for (Container container : settings.running()) {
            for (Port port : container.settings().ports) {
                Port sameName = byName.put(port.name(), port);
                Port sameNumber = byNumber.put(port.protocol() + " " + port.number(), port);
                if (sameName != null || sameNumber != null) {
                    throw new IllegalArgumentException(settings.subject() + " listens on port " + port.name() + " ("
                            + port.number() + "), but a port of that name or number is there already: "
                            + (sameName == null ? sameNumber : sameName) + "; name it otherwise with named(...)");
                }
            }
        }
    }

    private static void volumes(Settings settings) {
        Map<String, Volume> byName = new HashMap<>();
        for (Volume volume : settings.volumes()) {
            Volume other = byName.put(volume.name(), volume);
            if (other != null) {
                throw new IllegalArgumentException(settings.subject() + " has two volumes named '" + volume.name()
                        + "': " + other + " and " + volume + "; name one of them otherwise");
            }
        }
    }

    private static void exposures(Settings settings) {
        Map<Port, String> services = new HashMap<>();
        settings.exposures
                .values()
                .forEach(exposure -> exposure.ports().forEach(port -> {
                    String other = services.put(port, exposure.name());
                    if (other != null) {
                        throw new IllegalArgumentException("port " + port + " of " + settings.subject()
                                + " is exposed by the Services " + other + " and " + exposure.name() + "; choose one");
                    }
                }));
        if (settings.kind == Kind.STATEFUL_SET
                && settings.exposures.containsKey(settings.name + ServiceObjects.GOVERNING)) {
            throw new IllegalArgumentException("Service " + settings.name + ServiceObjects.GOVERNING
                    + " is the governing one of " + settings.subject() + "; name the other otherwise");
        }
    }
}
