package dev.hearth.schemas.cel;

import com.google.common.net.InetAddresses;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * IP addresses and ranges of them within an expression.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library">IP address library</a>
 */
final class NetworkValues {

    private static final CelType IP = OpaqueType.create("net.IP");
    private static final CelType CIDR = OpaqueType.create("net.CIDR");
    private static final int BITS = 8;

    private NetworkValues() {}

    /** An address. */
    record Ip(InetAddress address) {

        /** Refuses zones, and IPv4 addresses in the form of IPv6, as the API server does. */
        static Optional<Ip> parse(String text) {
            boolean strange = text.indexOf('%') >= 0 || (text.indexOf(':') >= 0 && text.indexOf('.') >= 0);
            return strange || !InetAddresses.isInetAddress(text)
                    ? Optional.empty()
                    : Optional.of(new Ip(InetAddresses.forString(text)));
        }

        static Ip require(String text) throws CelEvaluationException {
            return parse(text).orElseThrow(() -> refused(text, "IP address"));
        }

        boolean v6() {
            return address instanceof Inet6Address;
        }

        String text() {
            return InetAddresses.toAddrString(address);
        }

        boolean global() {
            byte[] bytes = address.getAddress();
            boolean broadcast = !v6() && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
            return !broadcast
                    && !address.isAnyLocalAddress()
                    && !address.isLoopbackAddress()
                    && !address.isMulticastAddress()
                    && !address.isLinkLocalAddress();
        }
    }

    /** A range of addresses; the address keeps the bits behind its prefix. */
    record Cidr(Ip ip, int prefix) {

        static Optional<Cidr> parse(String text) {
            int slash = text.indexOf('/');
            String length = text.substring(slash + 1);
            if (slash < 0 || !length.matches("0|[1-9][0-9]{0,2}")) {
                return Optional.empty();
            }
            int prefix = Integer.parseInt(length);
            return Ip.parse(text.substring(0, slash))
                    .filter(ip -> prefix <= ip.address().getAddress().length * BITS)
                    .map(ip -> new Cidr(ip, prefix));
        }

        static Cidr require(String text) throws CelEvaluationException {
            return parse(text).orElseThrow(() -> refused(text, "CIDR"));
        }

        Ip network() {
            byte[] bytes = ip.address().getAddress();
            for (int bit = prefix; bit < bytes.length * BITS; bit++) {
                bytes[bit / BITS] &= (byte) ~(0x80 >> (bit % BITS));
            }
            return new Ip(InetAddresses.forString(InetAddresses.toAddrString(address(bytes))));
        }

        private static InetAddress address(byte[] bytes) {
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
            }
        }

        boolean contains(Ip other) {
            return other.v6() == ip.v6() && new Cidr(other, prefix).network().equals(network());
        }

        boolean contains(Cidr other) {
            return other.prefix >= prefix && contains(other.ip);
        }
    }

    private static CelEvaluationException refused(String text, String what) {
        return CelEvaluationExceptionBuilder.newBuilder("'%s' is no %s", text, what)
                .build();
    }

    static void functions(Functions to) {
        addresses(to);
        ranges(to);
    }

    private static void addresses(Functions to) {
        to.global("ip", IP, SimpleType.STRING, String.class, Ip::require)
                .global(
                        "isIP",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        String.class,
                        text -> Ip.parse(text).isPresent())
                .global(
                        "ip.isCanonical",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        String.class,
                        text -> Ip.require(text).text().equals(text))
                .global("string", SimpleType.STRING, IP, Ip.class, Ip::text)
                .member("family", SimpleType.INT, IP, Ip.class, ip -> ip.v6() ? 6L : 4L)
                .member(
                        "isUnspecified",
                        SimpleType.BOOL,
                        IP,
                        Ip.class,
                        ip -> ip.address().isAnyLocalAddress())
                .member(
                        "isLoopback",
                        SimpleType.BOOL,
                        IP,
                        Ip.class,
                        ip -> ip.address().isLoopbackAddress())
                .member(
                        "isLinkLocalMulticast",
                        SimpleType.BOOL,
                        IP,
                        Ip.class,
                        ip -> ip.address().isMCLinkLocal())
                .member(
                        "isLinkLocalUnicast",
                        SimpleType.BOOL,
                        IP,
                        Ip.class,
                        ip -> ip.address().isLinkLocalAddress())
                .member("isGlobalUnicast", SimpleType.BOOL, IP, Ip.class, Ip::global);
    }

    private static void ranges(Functions to) {
        to.global("cidr", CIDR, SimpleType.STRING, String.class, Cidr::require)
                .global(
                        "isCIDR",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        String.class,
                        text -> Cidr.parse(text).isPresent())
                .global(
                        "string",
                        SimpleType.STRING,
                        CIDR,
                        Cidr.class,
                        cidr -> cidr.ip().text() + "/" + cidr.prefix())
                .member("containsIP", SimpleType.BOOL, CIDR, Cidr.class, IP, Ip.class, Cidr::contains)
                .member(
                        "containsIP",
                        SimpleType.BOOL,
                        CIDR,
                        Cidr.class,
                        SimpleType.STRING,
                        String.class,
                        (cidr, ip) -> cidr.contains(Ip.require(ip)))
                .member("containsCIDR", SimpleType.BOOL, CIDR, Cidr.class, CIDR, Cidr.class, Cidr::contains)
                .member(
                        "containsCIDR",
                        SimpleType.BOOL,
                        CIDR,
                        Cidr.class,
                        SimpleType.STRING,
                        String.class,
                        (cidr, other) -> cidr.contains(Cidr.require(other)))
                .member("ip", IP, CIDR, Cidr.class, Cidr::ip)
                .member("masked", CIDR, CIDR, Cidr.class, cidr -> new Cidr(cidr.network(), cidr.prefix()))
                .member("prefixLength", SimpleType.INT, CIDR, Cidr.class, cidr -> (long) cidr.prefix());
    }
}
