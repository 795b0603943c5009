package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all pods of a namespace may ask for together, and what a container has that asks for nothing. As a part it is about the
 * namespace of its component; {@link Quotas#namespace} says it of any other.
 *
 * <pre>{@code
 * Quota.of(cpu("4"), memory("8Gi")).pods(20).storage(gib(100))
 *     .defaults(cpu("50m"), memory("128Mi")).largestContainer(cpu("2"), memory("4Gi"))
 * }</pre>
 *
 * @param cpu the sum of requests of processor time
 * @param memory the sum of requests of memory
 * @param memoryLimit the sum of limits of memory
 * @param pods how many pods there are at most
 * @param storage the sum of the sizes of claims
 * @param claims how many claims there are at most
 * @param defaults what a container has that says nothing
 * @param largestContainer what one container has at most
 * @param largestClaim how large a claim is at most
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
 */
public record Quota(
        Optional<Cpu> cpu,
        Optional<Bytes> memory,
        Optional<Bytes> memoryLimit,
        OptionalInt pods,
        Optional<Bytes> storage,
        OptionalInt claims,
        Optional<Amount> defaults,
        Optional<Amount> largestContainer,
        Optional<Bytes> largestClaim)
        implements Part {

    /**
     * Processor time and memory.
     *
     * @param cpu processor time
     * @param memory memory
     */
    public record Amount(Cpu cpu, Bytes memory) {

        public Amount {
            requireNonNull(cpu, "cpu");
            requireNonNull(memory, "memory");
        }

        private Mapping node() {
            return Mapping.builder()
                    .put("cpu", cpu.toString())
                    .put("memory", memory.toString())
                    .build();
        }
    }

    public Quota {
        requireNonNull(cpu, "cpu");
        requireNonNull(memory, "memory");
        requireNonNull(memoryLimit, "memoryLimit");
        requireNonNull(pods, "pods");
        requireNonNull(storage, "storage");
        requireNonNull(claims, "claims");
        requireNonNull(defaults, "defaults");
        requireNonNull(largestContainer, "largestContainer");
        requireNonNull(largestClaim, "largestClaim");
        if (pods.orElse(1) < 1) {
            throw new IllegalArgumentException("a quota has room for one pod at least, but said " + pods.getAsInt());
        }
        if (defaults.isPresent()
                && largestContainer.isPresent()
                && (defaults.get().cpu().compareTo(largestContainer.get().cpu()) > 0
                        || defaults.get()
                                        .memory()
                                        .compareTo(largestContainer.get().memory())
                                > 0)) {
            throw new IllegalArgumentException(
                    "a container that says nothing would have more than the largest may: " + defaults.get());
        }
    }

    /** Requests of all pods together. */
    public static Quota of(Cpu cpu, Bytes memory) {
        return new Quota(
                Optional.of(cpu),
                Optional.of(memory),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A copy with that for the limits of memory of all pods together. */
    public Quota memoryLimit(Bytes most) {
        return new Quota(
                cpu, memory, Optional.of(most), pods, storage, claims, defaults, largestContainer, largestClaim);
    }

    /** A copy for at most so many pods. */
    public Quota pods(int most) {
        return new Quota(
                cpu,
                memory,
                memoryLimit,
                OptionalInt.of(most),
                storage,
                claims,
                defaults,
                largestContainer,
                largestClaim);
    }

    /** A copy for claims of at most that together. */
    public Quota storage(Bytes most) {
        return new Quota(
                cpu, memory, memoryLimit, pods, Optional.of(most), claims, defaults, largestContainer, largestClaim);
    }

    /** A copy for at most so many claims. */
    public Quota claims(int most) {
        return new Quota(
                cpu,
                memory,
                memoryLimit,
                pods,
                storage,
                OptionalInt.of(most),
                defaults,
                largestContainer,
                largestClaim);
    }

    /** A copy in which a container that says nothing requests that, and has that limit of memory. */
    public Quota defaults(Cpu ofCpu, Bytes ofMemory) {
        return new Quota(
                cpu,
                memory,
                memoryLimit,
                pods,
                storage,
                claims,
                Optional.of(new Amount(ofCpu, ofMemory)),
                largestContainer,
                largestClaim);
    }

    /** A copy in which no container has more than that. Those without a limit of cpu get that one. */
    public Quota largestContainer(Cpu ofCpu, Bytes ofMemory) {
        return new Quota(
                cpu,
                memory,
                memoryLimit,
                pods,
                storage,
                claims,
                defaults,
                Optional.of(new Amount(ofCpu, ofMemory)),
                largestClaim);
    }

    /** A copy in which no claim is larger than that. */
    public Quota largestClaim(Bytes most) {
        return new Quota(
                cpu, memory, memoryLimit, pods, storage, claims, defaults, largestContainer, Optional.of(most));
    }

    @Override
    public void expand(Scope scope) {
        scope.fact(new Quotas.InNamespace(scope.namespace(), this));
    }

    /** What a ResourceQuota says of it. */
    public Mapping hard() {
        Mapping.Builder hard = Mapping.builder();
        memoryLimit.ifPresent(most -> hard.put("limits.memory", most.toString()));
        claims.ifPresent(most -> hard.put("persistentvolumeclaims", Integer.toString(most)));
        pods.ifPresent(most -> hard.put("pods", Integer.toString(most)));
        cpu.ifPresent(most -> hard.put("requests.cpu", most.toString()));
        memory.ifPresent(most -> hard.put("requests.memory", most.toString()));
        storage.ifPresent(most -> hard.put("requests.storage", most.toString()));
        return hard.build();
    }

    /** What a LimitRange says of it; empty where there is nothing to say. */
    public Sequence limits() {
        Mapping.Builder container = Mapping.builder();
        largestContainer.ifPresent(most -> container.put("max", most.node()));
        defaults.ifPresent(usual -> {
            Mapping.Builder limit = Mapping.builder();
            largestContainer.ifPresent(most -> limit.put("cpu", most.cpu().toString()));
            container
                    .put(
                            "default",
                            limit.put("memory", usual.memory().toString()).build())
                    .put("defaultRequest", usual.node());
        });
        Mapping ofContainers = container.build();
        Optional<Mapping> ofClaims = largestClaim.map(most -> Mapping.builder()
                .put("type", "PersistentVolumeClaim")
                .put("max", Mapping.builder().put("storage", most.toString()).build())
                .build());
        List<Mapping> all = new ArrayList<>();
        if (!ofContainers.isEmpty()) {
            all.add(Mapping.builder()
                    .put("type", "Container")
                    .putAll(ofContainers)
                    .build());
        }
        ofClaims.ifPresent(all::add);
        return Sequence.of(all);
    }
}
