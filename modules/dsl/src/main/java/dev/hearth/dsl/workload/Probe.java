package dev.hearth.dsl.workload;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Protocol;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.time.Duration;
import java.util.Map;

/**
 * How the kubelet asks a container how it is. What is not set has Kubernetes' default: period 10 s, timeout 1 s, no delay,
 * 3 failures, 1 success.
 *
 * <pre>{@code
 * Probe.http(http, "/healthz").period(seconds(5)).failures(6)
 * }</pre>
 */
public final class Probe {

    private final String kind;
    private final Mapping action;
    private final ImmutableMap<String, Integer> settings;

    private Probe(String kind, Mapping action, Map<String, Integer> settings) {
        this.kind = kind;
        this.action = action;
        this.settings = ImmutableMap.copyOf(settings);
    }

    private static Probe of(String kind, Mapping action) {
        return new Probe(kind, action, ImmutableMap.of());
    }

    /**
     * A GET of that path, with TLS (and no look at the certificate) where the port speaks {@code https}; well is what is
     * answered with a status from 200 to 399.
     */
    public static Probe http(Port port, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a probe must start with '/', but was '" + path + "'");
        }
        Mapping.Builder get = Mapping.builder().put("path", path).put("port", tcp("http", port));
        if (port.scheme().equals("https")) {
            get.put("scheme", "HTTPS");
        }
        return of("httpGet", get.build());
    }

    /** A connection to that port. */
    public static Probe tcp(Port port) {
        return of("tcpSocket", Mapping.of("port", Node.number(tcp("tcp", port))));
    }

    /** gRPC's own health check, without TLS, of the whole server. */
    public static Probe grpc(Port port) {
        return of("grpc", Mapping.of("port", Node.number(tcp("grpc", port))));
    }

    /** gRPC's own health check, without TLS, of one service. */
    public static Probe grpc(Port port, String service) {
        return of(
                "grpc",
                Mapping.builder()
                        .put("port", tcp("grpc", port))
                        .put("service", service)
                        .build());
    }

    /** A program of the container, which ends with 0 if all is well; no shell reads its arguments. */
    public static Probe exec(String program, String... args) {
        return of(
                "exec",
                Mapping.of(
                        "command",
                        Node.texts(ImmutableList.<String>builder()
                                .add(program)
                                .add(args)
                                .build())));
    }

    private static int tcp(String probe, Port port) {
        if (port.protocol() != Protocol.TCP) {
            throw new IllegalArgumentException(
                    "a probe by " + probe + " needs a TCP port, but " + port + " is " + port.protocol());
        }
        return port.number();
    }

    /** A copy with that request header, for a probe by HTTP. */
    public Probe header(String name, String value) {
        if (!kind.equals("httpGet")) {
            throw new IllegalArgumentException("header '" + name + "' needs a probe by http, but it is " + kind);
        }
        Mapping header = Mapping.builder()
                .put("name", requireNonNull(name, "name"))
                .put("value", value)
                .build();
        return new Probe(
                kind,
                action.with(
                        "httpHeaders",
                        Node.list(ImmutableList.<Node>builder()
                                .addAll(action.sequence("httpHeaders"))
                                .add(header)
                                .build()
                                .toArray(new Node[0]))),
                settings);
    }

    /** A copy that waits so long after the start, whole seconds. */
    public Probe delay(Duration delay) {
        return with("initialDelaySeconds", Amounts.seconds("delay of a probe", delay, 0));
    }

    /** A copy that asks so often, whole seconds, at least 1. */
    public Probe period(Duration period) {
        return with("periodSeconds", Amounts.seconds("period of a probe", period, 1));
    }

    /** A copy that waits so long for an answer, whole seconds, at least 1. */
    public Probe timeout(Duration timeout) {
        return with("timeoutSeconds", Amounts.seconds("timeout of a probe", timeout, 1));
    }

    /** A copy that takes so many failures in a row for one, at least 1. */
    public Probe failures(int count) {
        return with("failureThreshold", Amounts.atLeast("failures of a probe", 1, count));
    }

    /** A copy that takes so many successes in a row for one, at least 1; only a readiness probe may want more than 1. */
    public Probe successes(int count) {
        return with("successThreshold", Amounts.atLeast("successes of a probe", 1, count));
    }

    private Probe with(String setting, int value) {
        return new Probe(
                kind,
                action,
                ImmutableMap.<String, Integer>builder()
                        .putAll(settings)
                        .put(setting, value)
                        .buildKeepingLast());
    }

    /** The probe itself, refused where it wants more than one success and must not. */
    Probe forLife(String use) {
        if (settings.getOrDefault("successThreshold", 1) != 1) {
            throw new IllegalArgumentException(
                    "a " + use + " probe takes one success, but has " + settings.get("successThreshold"));
        }
        return this;
    }

    Mapping node() {
        Mapping.Builder probe = Mapping.builder().put(kind, action);
        settings.forEach((name, value) -> probe.put(name, (long) value));
        return probe.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Probe that && node().equals(that.node());
    }

    @Override
    public int hashCode() {
        return node().hashCode();
    }
}
