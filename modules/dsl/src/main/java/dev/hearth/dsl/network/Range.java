package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.UnsignedBytes;
import dev.hearth.dsl.Cidr;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Comparator;
import java.util.List;

/**
 * An {@code ipBlock} of a policy.
 *
 * @param cidr the addresses
 * @param except addresses of them that are not meant, sorted
 */
record Range(Cidr cidr, ImmutableList<Cidr> except) {

    private static final Comparator<Cidr> ORDER = Comparator.comparing(Cidr::ipv6)
            .thenComparing(range -> range.address().getAddress(), UnsignedBytes.lexicographicalComparator())
            .thenComparingInt(Cidr::prefix);

    static Range of(Cidr cidr) {
        return new Range(cidr, ImmutableList.of());
    }

    /** Every address of the family that pods have. */
    static Range everything(Cidr podNetwork) {
        return of(Cidr.parse(podNetwork.ipv6() ? "::/0" : "0.0.0.0/0"));
    }

    /** Without those; an exception of another family, or of all addresses, is none that the API server takes. */
    Range without(List<Cidr> exceptions) {
        return new Range(
                cidr,
                exceptions.stream()
                        .filter(exception -> cidr.contains(exception) && !exception.equals(cidr))
                        .distinct()
                        .sorted(ORDER)
                        .collect(ImmutableList.toImmutableList()));
    }

    /** Those addresses, each once, in the order of numbers. */
    static ImmutableList<Range> sorted(List<Cidr> cidrs) {
        return cidrs.stream().distinct().sorted(ORDER).map(Range::of).collect(ImmutableList.toImmutableList());
    }

    Mapping node() {
        return Mapping.of(
                "ipBlock",
                Mapping.builder()
                        .put("cidr", cidr.toString())
                        .putUnlessEmpty(
                                "except",
                                Node.texts(except.stream().map(Cidr::toString).toList()))
                        .build());
    }
}
