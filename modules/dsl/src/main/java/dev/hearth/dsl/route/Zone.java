package dev.hearth.dsl.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.TreeMultimap;
import com.google.common.hash.Hashing;

/**
 * A zone file (RFC 1035).
 *
 * @param domain what it is of
 * @param server the address of its name server
 * @param names names without the domain, with their addresses
 */
record Zone(String domain, String server, TreeMultimap<String, String> names) {

    private static final int WIDTH = 24;
    private static final long LARGEST_SERIAL = 0x7fff_ffffL;

    String text() {
        StringBuilder records = new StringBuilder();
        record(records, "@", "NS", "ns");
        if (!names.containsKey("ns")) {
            record(records, "ns", type(server), server);
        }
        names.forEach((name, address) -> record(records, name, type(address), address));
        return "$ORIGIN " + domain + ".\n$TTL 300\n"
                // It only has to differ when anything does: nobody copies the zone, and CoreDNS compares for equality.
                + "@ SOA ns hostmaster " + serial(records.toString()) + " 3600 600 604800 300\n"
                + records;
    }

    private static long serial(String records) {
        return 1
                + Integer.toUnsignedLong(
                                Hashing.sha256().hashString(records, UTF_8).asInt())
                        % LARGEST_SERIAL;
    }

    private static void record(StringBuilder out, String name, String type, String value) {
        out.append(name).append(" ".repeat(Math.max(1, WIDTH - name.length())));
        out.append(type).append(' ').append(value).append('\n');
    }

    private static String type(String address) {
        return address.indexOf(':') < 0 ? "A" : "AAAA";
    }
}
