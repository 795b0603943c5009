package dev.hearth.checks.validation;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IP addresses and ranges as the API server reads them. Old fields take what is not in the canonical form; newer ones do
 * not. Each form answers with the rule that is broken, as words that begin with "must".
 */
final class Addresses {

    private static final Pattern V4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern LEADING_ZEROS = Pattern.compile("(^|\\.)0+(?=\\d)");
    private static final Pattern RANGE = Pattern.compile("([^/]*)/(\\d{1,9})");
    private static final String IP = "must be an IP address, like 10.9.8.7 or 2001:db8::ffff";
    private static final String CIDR = "must be a range of addresses in CIDR form, like 10.9.8.0/24 or 2001:db8::/64";

    private Addresses() {}

    /** The address; empty where it is none. Zeros before the digits of an IPv4 address count for nothing. */
    static Optional<InetAddress> parse(String text) {
        String plain = V4.matcher(text).matches() ? LEADING_ZEROS.matcher(text).replaceAll("$1") : text;
        return plain.indexOf('%') < 0 && InetAddresses.isInetAddress(plain)
                ? Optional.of(InetAddresses.forString(plain))
                : Optional.empty();
    }

    /** Whether that is an IPv4 address, also in the clothes of an IPv6 one. */
    static boolean isV4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    /** An address, as fields take it that are older than the strict form. */
    static Optional<String> ip(String text) {
        return parse(text).isPresent() ? Optional.empty() : Optional.of(IP);
    }

    /** An address in its one canonical form. */
    static Optional<String> canonicalIp(String text) {
        Optional<InetAddress> address = parse(text);
        if (address.isEmpty()) {
            return Optional.of(IP);
        }
        String canonical = InetAddresses.toAddrString(address.get());
        return text.equals(canonical) ? Optional.empty() : Optional.of("must be written " + canonical);
    }

    /** A range, as fields take it that are older than the strict form: bits may be set behind its length. */
    static Optional<String> cidr(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.of(CIDR);
        }
        int most = range.group(1).indexOf(':') < 0 ? 32 : 128;
        boolean good = parse(range.group(1)).isPresent() && Integer.parseInt(range.group(2)) <= most;
        return good ? Optional.empty() : Optional.of(CIDR);
    }

    /** A range in its one canonical form, without bits behind its length. */
    static Optional<String> canonicalCidr(String text) {
        Optional<String> fault = cidr(text);
        if (fault.isPresent()) {
            return fault;
        }
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.of(CIDR);
        }
        int length = Integer.parseInt(range.group(2));
        String canonical =
                InetAddresses.toAddrString(masked(parse(range.group(1)).orElseThrow(), length)) + "/" + length;
        return text.equals(canonical) ? Optional.empty() : Optional.of("must be written " + canonical);
    }

    private static InetAddress masked(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
