package dev.hearth.dsl;

import java.time.Duration;

/** Short forms of amounts, for static import: {@code requests(cpu("50m"), memory("64Mi"))}. */
public final class Units {

    private Units() {}

    /** Processor time: {@code 50m}, {@code 2}, {@code 0.5}. */
    public static Cpu cpu(String quantity) {
        return Cpu.parse(quantity);
    }

    /** Memory: {@code 64Mi}, {@code 1.5Gi}. */
    public static Bytes memory(String quantity) {
        return Bytes.parse(quantity);
    }

    /** That many MiB. */
    public static Bytes mib(long count) {
        return Bytes.mib(count);
    }

    /** That many GiB. */
    public static Bytes gib(long count) {
        return Bytes.gib(count);
    }

    /** That many seconds. */
    public static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    /** That many minutes. */
    public static Duration minutes(long count) {
        return Duration.ofMinutes(count);
    }

    /** That many hours. */
    public static Duration hours(long count) {
        return Duration.ofHours(count);
    }

    /** That many days of 24 hours. */
    public static Duration days(long count) {
        return Duration.ofDays(count);
    }
}
