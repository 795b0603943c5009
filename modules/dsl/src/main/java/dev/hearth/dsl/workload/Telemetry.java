package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.monitor.ProfilesOffer;
import dev.hearth.dsl.monitor.TracesOffer;
import java.util.List;

/** What a workload gets where the cluster takes its traces and profiles; where it takes none, nothing. */
final class Telemetry {

    /** How traces are sent. */
    enum Traces {
        NONE,
        HTTP,
        GRPC
    }

    /** Profiles in the form of Go's pprof, below that path. */
    record Profiles(Port port, String path) {

        /** A kind of profile, and where below the path it is. */
        private record Kind(String name, String file) {}

        static final String USUAL_PATH = "/debug/pprof";

        // Others are empty unless a program asks its runtime for them.
        private static final ImmutableList<Kind> KINDS = ImmutableList.of(
                new Kind("cpu", "/profile"), new Kind("goroutine", "/goroutine"), new Kind("memory", "/allocs"));

        Profiles {
            if (!path.startsWith("/") || path.endsWith("/")) {
                throw new IllegalArgumentException(
                        "the path of profiles must start with '/' and not end with one, but was '" + path + "'");
            }
        }
    }

    private static final String POD_NAME = "OTEL_RESOURCE_ATTRIBUTES_POD_NAME";
    private static final String POD_UID = "OTEL_RESOURCE_ATTRIBUTES_POD_UID";

    private Telemetry() {}

    /** The settings in that cluster. */
    static Settings applied(Settings settings, Scope scope) {
        Settings copy = settings.copy();
        if (settings.traces != Traces.NONE) {
            scope.cluster().offers(TracesOffer.class).stream()
                    .findFirst()
                    .ifPresent(collector -> traces(copy, scope, collector.offer()));
        }
        settings.profiles.ifPresent(profiles -> profiles(copy, scope, profiles));
        return copy;
    }

    private static void traces(Settings settings, Scope scope, TracesOffer collector) {
        boolean grpc = settings.traces == Traces.GRPC;
        ServiceRef receiver = grpc ? collector.grpc() : collector.http();
        Container main = settings.main;
        // A variable can hold only those that stand before it.
        main = main.envField(POD_NAME, "metadata.name").envField(POD_UID, "metadata.uid");
        main = unlessSet(
                main, "OTEL_EXPORTER_OTLP_ENDPOINT", Value.of("http://").then(receiver.address()));
        main = unlessSet(main, "OTEL_EXPORTER_OTLP_PROTOCOL", Value.of(grpc ? "grpc" : "http/protobuf"));
        main = unlessSet(main, "OTEL_SERVICE_NAME", Value.of(settings.name));
        settings.main = unlessSet(
                main,
                "OTEL_RESOURCE_ATTRIBUTES",
                Value.of("k8s.namespace.name=" + scope.namespace() + ",k8s.pod.name=$(" + POD_NAME + "),k8s.pod.uid=$("
                        + POD_UID + "),service.namespace=" + scope.namespace()));
    }

    private static Container unlessSet(Container container, String name, Value value) {
        return container.settings().environment.containsKey(name) ? container : container.env(name, value);
    }

    private static void profiles(Settings settings, Scope scope, Profiles profiles) {
        List<Offered<ProfilesOffer>> collectors = scope.cluster().offers(ProfilesOffer.class);
        for (Offered<ProfilesOffer> collector : collectors) {
            scope.flow(
                    collector.offer().pods().orIn(collector.namespace()),
                    settings.traffic.pods(),
                    Protocol.TCP,
                    profiles.port().number());
        }
        if (!collectors.isEmpty()) {
            for (Profiles.Kind kind : Profiles.KINDS) {
                String prefix = "profiles.grafana.com/" + kind.name() + ".";
                annotate(settings, prefix + "scrape", "true");
                annotate(settings, prefix + "port_name", profiles.port().name());
                if (!profiles.path().equals(Profiles.USUAL_PATH)) {
                    annotate(settings, prefix + "path", profiles.path() + kind.file());
                }
            }
        }
    }

    private static void annotate(Settings settings, String name, String value) {
        settings.podAnnotations = Container.put(settings.podAnnotations, name, value);
    }
}
