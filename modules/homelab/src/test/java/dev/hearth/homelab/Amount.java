package dev.hearth.homelab;

import com.google.common.math.LongMath;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cpu;
import dev.hearth.manifest.Mapping;
import java.math.RoundingMode;
import java.util.Optional;

/** So much processor and memory, requested and at the most, and so much disk. */
record Amount(long cpu, long memory, long cpuLimit, long memoryLimit, long disk) {

    static final Amount NONE = new Amount(0, 0, 0, 0, 0);

    /** What a container asks for; where it has a limit and no request, that is the request, as the API server has it. */
    static Amount of(Mapping resources) {
        Mapping limits = resources.mapping("limits");
        Mapping requests = resources.mapping("requests");
        long cpuLimit = millis(limits);
        long memoryLimit = bytes(limits, "memory");
        return new Amount(
                requests.has("cpu") ? millis(requests) : cpuLimit,
                requests.has("memory") ? bytes(requests, "memory") : memoryLimit,
                cpuLimit,
                memoryLimit,
                0);
    }

    /** The disk that a claim asks for. */
    static Amount disk(Mapping claim) {
        return new Amount(0, 0, 0, 0, bytes(claim.mapping("resources").mapping("requests"), "storage"));
    }

    private static long millis(Mapping from) {
        return quantity(from, "cpu").map(text -> Cpu.parse(text).millis()).orElse(0L);
    }

    private static long bytes(Mapping from, String name) {
        return quantity(from, name).map(text -> Bytes.parse(text).value()).orElse(0L);
    }

    private static Optional<String> quantity(Mapping from, String name) {
        return from.text(name).or(() -> from.number(name).map(String::valueOf));
    }

    Amount plus(Amount other) {
        return new Amount(
                cpu + other.cpu,
                memory + other.memory,
                cpuLimit + other.cpuLimit,
                memoryLimit + other.memoryLimit,
                disk + other.disk);
    }

    Amount times(long count) {
        return new Amount(cpu * count, memory * count, cpuLimit * count, memoryLimit * count, disk * count);
    }

    /** Of each the larger one: containers that run one after the other need no more. */
    Amount orMore(Amount other) {
        return new Amount(
                Math.max(cpu, other.cpu),
                Math.max(memory, other.memory),
                Math.max(cpuLimit, other.cpuLimit),
                Math.max(memoryLimit, other.memoryLimit),
                Math.max(disk, other.disk));
    }

    /** The cells of a table: processor, memory, limit of memory, disk. */
    String cells() {
        return cpu + "m | " + mib(memory) + " | " + mib(memoryLimit) + " | " + gib(disk);
    }

    static String mib(long bytes) {
        return LongMath.divide(bytes, 1L << 20, RoundingMode.CEILING) + " MiB";
    }

    static String gib(long bytes) {
        return bytes == 0 ? "-" : LongMath.divide(bytes, 1L << 30, RoundingMode.CEILING) + " GiB";
    }
}
