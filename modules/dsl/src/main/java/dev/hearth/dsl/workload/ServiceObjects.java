package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Services of a workload. */
final class ServiceObjects {

    static final String GOVERNING = "-headless";

    private ServiceObjects() {}

    /** The ports that some Service offers, in the order in which they were declared. */
    static ImmutableList<Port> served(Settings settings) {
        if (settings.kind.ends()) {
            return ImmutableList.of();
        }
        return settings.running().stream()
                .flatMap(container -> container.settings().ports.stream()
                        .filter(port -> !container.settings().unserved.contains(port)))
                .collect(ImmutableList.toImmutableList());
    }

    /** The Services with their ports, without the governing one. */
    private static List<Exposure> exposures(Settings settings) {
        ImmutableList<Port> rest = served(settings).stream()
                .filter(port -> settings.exposures.values().stream()
                        .noneMatch(exposure -> exposure.ports().contains(port)))
                .collect(ImmutableList.toImmutableList());
        List<Exposure> all = new ArrayList<>();
        Exposure own = settings.exposures.get(settings.name);
        if (own != null || !rest.isEmpty()) {
            Exposure base = own == null ? Exposure.named(settings.name) : own;
            ImmutableSet<Port> ports = ImmutableSet.<Port>builder()
                    .addAll(base.ports())
                    .addAll(rest)
                    .build();
            all.add(base.ports(ports.toArray(new Port[0])));
        }
        settings.exposures.values().stream()
                .filter(exposure -> !exposure.name().equals(settings.name))
                .forEach(all::add);
        return all;
    }

    private static boolean ownGoverns(Settings settings) {
        Exposure own = settings.exposures.get(settings.name);
        return own != null && own.headless();
    }

    /** The name of the governing Service of a StatefulSet. */
    static String governing(Settings settings) {
        return ownGoverns(settings) ? settings.name : settings.name + GOVERNING;
    }

    private static boolean hasGoverning(Settings settings) {
        return settings.kind == Kind.STATEFUL_SET && !ownGoverns(settings);
    }

    static ImmutableList<ServiceOffer> offers(Settings settings, boolean withGoverning) {
        ImmutableList.Builder<ServiceOffer> offers = ImmutableList.builder();
        exposures(settings)
                .forEach(exposure ->
                        exposure.ports().forEach(port -> offers.add(offer(settings, exposure.name(), port))));
        if (withGoverning && hasGoverning(settings)) {
            served(settings).forEach(port -> offers.add(offer(settings, governing(settings), port)));
        }
        return offers.build();
    }

    private static ServiceOffer offer(Settings settings, String service, Port port) {
        boolean login = settings.login && (settings.loginPorts.isEmpty() || settings.loginPorts.contains(port));
        return new ServiceOffer(service, port, settings.traffic.pods(), login);
    }

    static List<Manifest> manifests(Settings settings, Metadata metadata) {
        List<Manifest> services = new ArrayList<>();
        exposures(settings).forEach(exposure -> services.add(manifest(settings, metadata, exposure, false)));
        if (hasGoverning(settings)) {
            Exposure governing = Exposure.named(governing(settings))
                    .ports(served(settings).toArray(new Port[0]))
                    .asHeadless();
            services.add(manifest(settings, metadata, governing, true));
        }
        return services;
    }

    private static Manifest manifest(Settings settings, Metadata metadata, Exposure exposure, boolean governing) {
        Mapping.Builder spec = Mapping.builder();
        if (!exposure.type().equals("ClusterIP")) {
            spec.put("type", exposure.type());
        }
        if (exposure.headless()) {
            spec.put("clusterIP", "None");
        }
        if (exposure.clientAddress()) {
            spec.put("externalTrafficPolicy", "Local");
        }
        if (governing || (settings.kind == Kind.STATEFUL_SET && exposure.headless())) {
            // Pods that find each other by name must be found before they are ready.
            spec.put("publishNotReadyAddresses", true);
        }
        spec.put("selector", Mapping.texts(Map.of(Labels.NAME, settings.name)));
        spec.putUnlessEmpty(
                "ports",
                Sequence.of(exposure.ports().stream().map(ServiceObjects::port).toList()));
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Service")
                .put(
                        "metadata",
                        metadata.of(exposure.name(), Map.of(Labels.SERVICE, exposure.name()), exposure.annotations()))
                .put("spec", spec.build())
                .build());
    }

    private static Node port(Port port) {
        Mapping.Builder node = Mapping.builder()
                .put("name", port.name())
                .put("port", port.servicePort())
                .put("targetPort", port.number())
                .put("protocol", port.protocol().name());
        return node.build();
    }
}
