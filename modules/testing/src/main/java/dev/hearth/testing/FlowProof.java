package dev.hearth.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.network.OwnNamespaces;
import dev.hearth.graph.network.ContainerPort;
import dev.hearth.graph.network.Endpoint;
import dev.hearth.graph.network.Host;
import dev.hearth.graph.network.NetworkPolicies;
import dev.hearth.graph.network.Pod;
import dev.hearth.graph.network.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Proves, from the NetworkPolicies of an expansion, that every declared flow is allowed and that a sample of everything
 * else is refused, in every namespace that the cluster owns.
 *
 * <pre>{@code
 * FlowProof.of(expansion).holds();
 * }</pre>
 *
 * <p>It asks {@link NetworkPolicies} about the pods of all templates, pods that only flows speak of, a stranger in each
 * namespace, each node, the API server and machines outside. A connection is expected only where a flow accounts for it
 * at each end that policies are to isolate. Where there are more connections than the sample, it is drawn at random with
 * a fixed seed, the same share from each namespace; otherwise all are asked about.
 */
public final class FlowProof {

    private static final int SAMPLE = 2000;
    private static final int SHOWN = 20;

    /** Somebody tries to open something. */
    private record Attempt(Actor from, Actor to, ContainerPort port) {}

    private final Site site;
    private final NetworkPolicies policies;
    private final Declared declared;
    private final ImmutableSortedSet<String> owned;
    private final ImmutableList<Actor> actors;
    private final List<String> faults = new ArrayList<>();
    private int allowed;
    private int refused;

    private FlowProof(Expansion expansion, int sample, long seed) {
        site = expansion.cluster().site();
        policies = NetworkPolicies.of(expansion.manifests())
                .podCidrs(site.podNetwork().toString())
                .nodeCidrs(Actors.nodeAddresses(site).stream()
                        .map(Object::toString)
                        .toArray(String[]::new));
        declared = new Declared(site, expansion.flows(), policies.pods());
        owned = OwnNamespaces.of(expansion);
        actors = Actors.of(site, declared.flows(), owned, policies.pods());
        declared.flows().forEach(this::requireAllowed);
        attempts(sample, seed).forEach(this::requireRefused);
    }

    /**
     * A proof about an expansion whose policies are derived, with a sample of 2000 connections.
     *
     * @throws IllegalArgumentException where the API server would refuse one of the policies
     */
    public static FlowProof of(Expansion expansion) {
        return of(expansion, SAMPLE, 1);
    }

    /**
     * A proof with a sample of that size, drawn with that seed.
     *
     * @throws IllegalArgumentException where the API server would refuse one of the policies, or the sample is empty
     */
    public static FlowProof of(Expansion expansion, int sample, long seed) {
        if (sample < 1) {
            throw new IllegalArgumentException("a sample needs at least one connection, but was " + sample);
        }
        return new FlowProof(expansion, sample, seed);
    }

    /** What is otherwise than declared, each once, a sentence each. */
    public ImmutableList<String> faults() {
        return faults.stream().distinct().collect(ImmutableList.toImmutableList());
    }

    /** How many declared connections were asked about. */
    public int declaredConnections() {
        return allowed;
    }

    /** How many other connections were asked about. */
    public int otherConnections() {
        return refused;
    }

    /** The namespaces it is about, sorted. */
    public ImmutableSortedSet<String> namespaces() {
        return owned;
    }

    /**
     * Passes if nothing is otherwise than declared.
     *
     * @throws AssertionError with the first twenty faults
     */
    public void holds() {
        ImmutableList<String> found = faults();
        if (!found.isEmpty()) {
            throw new AssertionError(found.size() + " connections are not as declared:\n  "
                    + String.join("\n  ", found.subList(0, Math.min(SHOWN, found.size())))
                    + (found.size() > SHOWN ? "\n  ..." : ""));
        }
    }

    private void requireAllowed(Flow flow) {
        ContainerPort port = Declared.port(flow);
        for (Endpoint from : ends(flow.from())) {
            for (Endpoint to : ends(flow.to())) {
                if (from instanceof Host && to instanceof Host) {
                    continue;
                }
                Verdict verdict = policies.verdict(from, to, port.protocol(), port.port());
                allowed++;
                if (!verdict.allowed()) {
                    faults.add(sentence(from, to, port) + " is declared by " + flow.owner() + ", but " + verdict);
                }
            }
        }
    }

    /** Those for whom a declared flow must work. */
    private List<Endpoint> ends(Peer peer) {
        if (peer instanceof Peer.Addresses addresses) {
            return addresses.cidrs().stream()
                    .map(range -> (Endpoint) Host.range(range.toString()))
                    .toList();
        }
        return actors.stream()
                .filter(actor -> meant(peer, actor))
                .map(Actor::endpoint)
                .toList();
    }

    private static boolean meant(Peer peer, Actor actor) {
        if (peer instanceof Pods) {
            return Declared.isOne(peer, actor);
        }
        if (actor.endpoint() instanceof Pod) {
            return false;
        }
        if (peer instanceof Peer.ApiServer || peer instanceof Peer.Nodes) {
            return actor.place() == Actor.Place.NODE;
        }
        return peer instanceof Peer.Anywhere || actor.place() == Actor.Place.OUTSIDE;
    }

    private void requireRefused(Attempt attempt) {
        if (declared.accountsFor(attempt.from(), attempt.to(), attempt.port())) {
            return;
        }
        Endpoint from = attempt.from().endpoint();
        Endpoint to = attempt.to().endpoint();
        if (from.equals(to) && from instanceof Pod pod && pod.alone()) {
            // No policy keeps a pod from itself.
            return;
        }
        Verdict verdict = policies.verdict(
                from, to, attempt.port().protocol(), attempt.port().port());
        refused++;
        if (!verdict.denied()) {
            faults.add(sentence(from, to, attempt.port()) + " is declared by nobody, but " + verdict);
        }
    }

    private static String sentence(Endpoint from, Endpoint to, ContainerPort port) {
        return from + " -> " + to + " " + port.protocol() + " " + port.port();
    }

    private Set<Attempt> attempts(int sample, long seed) {
        List<Actor> isolated = actors.stream().filter(Actor::isolated).toList();
        long count = isolated.stream().mapToLong(this::countOf).sum();
        Set<Attempt> attempts = new LinkedHashSet<>();
        if (count <= sample) {
            isolated.forEach(near -> actors.forEach(far -> {
                far.ports().forEach(port -> attempts.add(new Attempt(near, far, port)));
                near.ports().forEach(port -> attempts.add(new Attempt(far, near, port)));
            }));
            return attempts;
        }
        Random random = new Random(seed);
        int share = Math.max(1, sample / owned.size());
        for (String namespace : owned) {
            List<Actor> here = isolated.stream()
                    .filter(actor -> ((Pod) actor.endpoint()).namespace().equals(namespace))
                    .toList();
            Stream.generate(() -> draw(here, random)).limit(share).forEach(attempts::add);
        }
        return attempts;
    }

    private long countOf(Actor near) {
        return actors.stream()
                .mapToLong(far -> far.ports().size() + near.ports().size())
                .sum();
    }

    private Attempt draw(List<Actor> here, Random random) {
        Actor near = one(here, random);
        Actor far = one(actors, random);
        return random.nextBoolean()
                ? new Attempt(near, far, one(far.ports(), random))
                : new Attempt(far, near, one(near.ports(), random));
    }

    private static <T> T one(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
