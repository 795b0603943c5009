package dev.hearth.dsl;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/**
 * A range of addresses in canonical form: no bits set behind the prefix.
 *
 * @param address the first address
 * @param prefix how many bits all its addresses share
 */
public record Cidr(InetAddress address, int prefix) {

    public Cidr {
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the prefix of " + InetAddresses.toAddrString(address) + " must be 0 to "
                    + bits + ", but was " + prefix);
        }
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bits; bit++) {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException(InetAddresses.toAddrString(address) + "/" + prefix
                        + " has bits set behind its prefix; write the first address of the range");
            }
        }
    }

    /**
     * The written form, such as {@code 10.1.0.0/16}; an address without a prefix is that one address.
     *
     * @throws IllegalArgumentException where it is no such range
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!InetAddresses.isInetAddress(address)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no range of addresses; write for example 10.1.0.0/16");
        }
        InetAddress first = InetAddresses.forString(address);
        try {
            return new Cidr(
                    first, slash < 0 ? first.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("'" + text + "' has no number behind its '/'", noNumber);
        }
    }

    /** Whether that range lies within this one. */
    public boolean contains(Cidr other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.address.getAddress();
        if (mine.length != theirs.length || other.prefix < prefix) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether its addresses are of IPv6. */
    public boolean ipv6() {
        return address.getAddress().length == 16;
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(address) + "/" + prefix;
    }
}
