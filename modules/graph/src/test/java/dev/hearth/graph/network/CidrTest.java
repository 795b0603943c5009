package dev.hearth.graph.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255/32, 255.255.255.255/32",
        "FD00:0:0::1/8, fd00::/8",
        "2001:db8:0:0:ffff::1/65, 2001:db8:0:0:8000::/65",
        "::/0, ::/0"
    })
    void drops_the_bits_after_the_prefix_and_writes_one_form(String text, String written) {
        assertThat(Cidr.parse(text)).hasToString(written).isEqualTo(Cidr.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0/8",
                "010.0.0.0/8",
                "10.0.0.0/8/8",
                "fd00::/129",
                "::ffff:10.0.0.1/128",
                "fe80::1%1/64",
                "node.home.arpa/32",
                " 10.0.0.0/8"
            })
    void refuses_what_readers_of_ranges_disagree_about(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but was \"" + text + "\"");
    }

    @Test
    void compares_ranges_as_sets_of_numbers() throws UnknownHostException {
        Random random = new Random(20261123);
        for (int i = 0; i < 20_000; i++) {
            Cidr left = any(random);
            Cidr right = any(random);
            boolean holds = left.ipv6() == right.ipv6()
                    && first(left).compareTo(first(right)) <= 0
                    && last(right).compareTo(last(left)) <= 0;
            boolean meets = left.ipv6() == right.ipv6()
                    && first(left).compareTo(last(right)) <= 0
                    && first(right).compareTo(last(left)) <= 0;
            assertThat(left.contains(right)).as("%s in %s", right, left).isEqualTo(holds);
            assertThat(left.overlaps(right)).as("%s and %s", left, right).isEqualTo(meets);
        }
    }

    @Test
    void splits_a_range_into_the_two_that_make_it_up() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Cidr whole = any(random);
            if (whole.prefix() == (whole.ipv6() ? 128 : 32)) {
                continue;
            }
            Cidr.Halves halves = whole.halves();
            assertThat(first(halves.lower())).isEqualTo(first(whole));
            assertThat(first(halves.upper())).isEqualTo(last(halves.lower()).add(BigInteger.ONE));
            assertThat(last(halves.upper())).isEqualTo(last(whole));
        }
    }

    /** A range with few different leading bits, so that ranges often meet. */
    private static Cidr any(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        bytes[0] = 32;
        for (int i = 1; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? 1 << random.nextInt(8) : 0);
        }
        return Cidr.parse(
                InetAddress.getByAddress(bytes).getHostAddress() + "/" + random.nextInt(bytes.length * 8 + 1));
    }

    private static BigInteger first(Cidr cidr) throws UnknownHostException {
        String text = cidr.toString();
        return new BigInteger(
                1, InetAddress.getByName(text.substring(0, text.indexOf('/'))).getAddress());
    }

    private static BigInteger last(Cidr cidr) throws UnknownHostException {
        int free = (cidr.ipv6() ? 128 : 32) - cidr.prefix();
        return first(cidr).add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
    }
}
