package dev.hearth.graph.network;

import static java.util.Objects.requireNonNull;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of IP addresses of one family that a prefix names. Never asks a name server.
 *
 * <p>IPv4 and IPv6 do not mix: {@code 0.0.0.0/0} holds no IPv6 address, {@code ::/0} no IPv4 address.
 */
public final class Cidr {

    private final boolean ipv6;
    // The address from the first bit on, whatever its length; bits after the prefix are zero.
    private final long high;
    private final long low;
    private final int prefix;

    private Cidr(boolean ipv6, long high, long low, int prefix) {
        this.ipv6 = ipv6;
        this.high = high & mask(prefix);
        this.low = low & mask(prefix - Long.SIZE);
        this.prefix = prefix;
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
    }

    /**
     * The range of that text, such as {@code 192.168.10.0/24} or {@code fd00::/8}. Bits after the prefix are dropped, as
     * the API server does.
     *
     * @throws IllegalArgumentException where the text is no range; numbers with leading zeros and IPv4 written as IPv6
     *     are refused, because readers of them disagree
     */
    public static Cidr parse(String text) {
        requireNonNull(text, "text");
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "an IP range is an address, a slash and a prefix length, such as 192.168.10.11/32, but was \""
                            + text + "\"");
        }
        byte[] address = bytes(text.substring(0, slash), text);
        String digits = text.substring(slash + 1);
        Integer prefix = Ints.tryParse(digits);
        int length = address.length * Byte.SIZE;
        if (prefix == null || prefix < 0 || prefix > length || !digits.equals(prefix.toString())) {
            throw new IllegalArgumentException(
                    "the prefix length of an IP range is between 0 and " + length + ", but was \"" + text + "\"");
        }
        return of(address, prefix);
    }

    /**
     * The range of that one address, such as {@code 192.168.10.11} or {@code fd00::1}.
     *
     * @throws IllegalArgumentException where the text is no address
     */
    public static Cidr address(String text) {
        byte[] address = bytes(requireNonNull(text, "text"), text);
        return of(address, address.length * Byte.SIZE);
    }

    private static byte[] bytes(String address, String whole) {
        boolean literal = address.indexOf('%') < 0 && InetAddresses.isInetAddress(address);
        byte[] bytes = literal ? InetAddresses.forString(address).getAddress() : new byte[0];
        boolean ipv4AsIpv6 = bytes.length == 4 && address.indexOf(':') >= 0;
        if (!literal || ipv4AsIpv6) {
            throw new IllegalArgumentException("an IP address is written like 192.168.10.11 or fd00::1, but was \""
                    + whole + "\"" + (ipv4AsIpv6 ? "; write it as IPv4" : ""));
        }
        return bytes;
    }

    private static Cidr of(byte[] address, int prefix) {
        byte[] aligned = Arrays.copyOf(address, 2 * Long.BYTES);
        return new Cidr(
                address.length > 4,
                Longs.fromByteArray(aligned),
                Longs.fromByteArray(Arrays.copyOfRange(aligned, Long.BYTES, 2 * Long.BYTES)),
                prefix);
    }

    /** Whether every address of the other range is in this one. */
    public boolean contains(Cidr other) {
        return ipv6 == other.ipv6
                && prefix <= other.prefix
                && high == (other.high & mask(prefix))
                && low == (other.low & mask(prefix - Long.SIZE));
    }

    /** Whether some address is in both ranges. Ranges never overlap in part: one then contains the other. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** Whether this is a range of IPv6 addresses. */
    public boolean ipv6() {
        return ipv6;
    }

    /** How many leading bits all addresses of the range share. */
    public int prefix() {
        return prefix;
    }

    /** The two halves of this range, which must be more than one address. */
    Halves halves() {
        int longer = prefix + 1;
        long highBit = mask(longer) & ~mask(prefix);
        long lowBit = mask(longer - Long.SIZE) & ~mask(prefix - Long.SIZE);
        return new Halves(new Cidr(ipv6, high, low, longer), new Cidr(ipv6, high | highBit, low | lowBit, longer));
    }

    record Halves(Cidr lower, Cidr upper) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that
                && ipv6 == that.ipv6
                && high == that.high
                && low == that.low
                && prefix == that.prefix;
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + prefix + (ipv6 ? 1 : 0);
    }

    /** For example {@code 192.168.10.0/24} or {@code fd00::/8}. */
    @Override
    public String toString() {
        byte[] bytes = Arrays.copyOf(Bytes.concat(Longs.toByteArray(high), Longs.toByteArray(low)), ipv6 ? 16 : 4);
        try {
            return InetAddresses.toAddrString(InetAddress.getByAddress(bytes)) + "/" + prefix;
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }
}
