package dev.hearth.platform.mesh;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Units;
import java.time.Duration;
import java.util.Optional;

/**
 * A component whose pods join the mesh: what they open and what opens them goes through a proxy beside them, and their ports take
 * mutual TLS of the mesh only, but for those that are opened here.
 *
 * <pre>{@code
 * Member.of("shop")
 *     .open(8080, "the ingress controller is outside of the mesh")
 *     .rateLimit(100, seconds(1))
 * }</pre>
 *
 * @param component its name
 * @param workloads those of its workloads that join; empty for all
 * @param open ports that take plain connections beside those of the mesh, and why
 * @param plain ports that take plain connections only, and why
 * @param tcp ports whose protocol is not to be guessed
 * @param breaker when callers of the mesh are held back
 * @param rate how many requests each of its pods takes; empty for any number
 */
public record Member(
        String component,
        ImmutableSortedSet<String> workloads,
        ImmutableSortedMap<Integer, String> open,
        ImmutableSortedMap<Integer, String> plain,
        ImmutableSortedSet<Integer> tcp,
        Breaker breaker,
        Optional<Rate> rate) {

    /**
     * When callers of the mesh are held back from a Service, or from one pod behind it.
     *
     * @param connections how many connections each caller may have
     * @param requests how many requests of each caller may wait, and how many may be under way over HTTP/2
     * @param errors after how many errors on end a pod is left alone
     * @param rest for how long at least
     */
    public record Breaker(int connections, int requests, int errors, Duration rest) {

        public Breaker {
            positive("connections", connections);
            positive("requests", requests);
            positive("errors", errors);
            if (rest.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "a pod must be left alone for a millisecond at least, but was for " + rest);
            }
        }
    }

    /**
     * How many requests a pod takes.
     *
     * @param requests so many
     * @param time within that time
     */
    public record Rate(int requests, Duration time) {

        public Rate {
            positive("requests", requests);
            // Envoy fills no bucket more often.
            if (time.toMillis() < 50) {
                throw new IllegalArgumentException("the time of a rate must be at least 50ms, but was " + time);
            }
        }
    }

    public Member {
        Names.label("component name", component);
        workloads.forEach(workload -> Names.label("workload", workload));
        requireNonNull(tcp, "tcp");
        requireNonNull(breaker, "breaker");
        requireNonNull(rate, "rate");
        open.forEach(Member::reasoned);
        plain.forEach(Member::reasoned);
        open.keySet().stream().filter(plain::containsKey).findFirst().ifPresent(port -> {
            throw new IllegalArgumentException("port " + port + " of " + component + " is both open and plain");
        });
    }

    private static void positive(String what, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of " + what + " must be at least 1, but was " + count);
        }
    }

    private static void reasoned(int port, String why) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port must be 1 to 65535, but was " + port);
        }
        if (why.isBlank()) {
            throw new IllegalArgumentException("port " + port + " needs a reason to take plain connections");
        }
    }

    /** All workloads of that component, each port strict. */
    public static Member of(String component) {
        return new Member(
                component,
                ImmutableSortedSet.of(),
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                ImmutableSortedSet.of(),
                new Breaker(100, 100, 5, Units.seconds(30)),
                Optional.empty());
    }

    /** A copy of which only those workloads join. */
    public Member only(String... names) {
        return new Member(component, ImmutableSortedSet.copyOf(names), open, plain, tcp, breaker, rate);
    }

    /** A copy in which that port of its pods takes plain connections too, for callers outside of the mesh. */
    public Member open(int port, String why) {
        return new Member(component, workloads, with(open, port, why), plain, tcp, breaker, rate);
    }

    /**
     * A copy in which that port of its pods takes plain connections only, from members too; for servers that speak first to callers
     * outside of the mesh, where the proxy would wait for the caller.
     */
    public Member plain(int port, String why) {
        return new Member(component, workloads, open, with(plain, port, why), tcp, breaker, rate);
    }

    /**
     * A copy in which nobody guesses what those ports speak: what is not HTTP, and above all servers that speak first. A port whose
     * name begins with its protocol, such as {@code http} or {@code grpc}, is never guessed.
     */
    public Member tcp(int... ports) {
        ImmutableSortedSet.Builder<Integer> all = ImmutableSortedSet.naturalOrder();
        all.addAll(tcp);
        for (int port : ports) {
            all.add(port);
        }
        return new Member(component, workloads, open, plain, all.build(), breaker, rate);
    }

    /** A copy whose callers are held back so. */
    public Member breaker(Breaker other) {
        return new Member(component, workloads, open, plain, tcp, other, rate);
    }

    /** A copy of which each pod takes so many HTTP requests within that time, and answers others with 429. */
    public Member rateLimit(int requests, Duration time) {
        return new Member(component, workloads, open, plain, tcp, breaker, Optional.of(new Rate(requests, time)));
    }

    private static ImmutableSortedMap<Integer, String> with(
            ImmutableSortedMap<Integer, String> ports, int port, String why) {
        return ImmutableSortedMap.<Integer, String>naturalOrder()
                .putAll(ports)
                .put(port, why)
                .buildOrThrow();
    }

    boolean strict(int port) {
        return !open.containsKey(port) && !plain.containsKey(port);
    }
}
