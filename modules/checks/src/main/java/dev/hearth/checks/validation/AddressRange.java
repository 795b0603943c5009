package dev.hearth.checks.validation;

import java.net.InetAddress;

/** The addresses that begin with the same bits. */
record AddressRange(InetAddress first, int length) {

    /** The range of that written form, which {@link Addresses#cidr} has found good. */
    static AddressRange of(String cidr) {
        int slash = cidr.indexOf('/');
        return new AddressRange(
                Addresses.parse(cidr.substring(0, slash)).orElseThrow(), Integer.parseInt(cidr.substring(slash + 1)));
    }

    /** Whether it is part of that range, and less than all of it. */
    boolean strictlyInside(AddressRange other) {
        return length > other.length && other.contains(first);
    }

    private boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] its = address.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 1 << (Byte.SIZE - 1 - bit % Byte.SIZE);
            if ((mine[bit / Byte.SIZE] & mask) != (its[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
