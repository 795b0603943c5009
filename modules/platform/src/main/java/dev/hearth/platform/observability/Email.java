package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How alerts leave by e-mail: through which server, from whom, to whom.
 *
 * <pre>{@code
 * Email.through("smtp.example.org", 587).from("alerts@home.arpa").to("me@home.arpa").user("alerts")
 * }</pre>
 *
 * <p>Port 465 is encrypted from the start; on others the server must offer STARTTLS. The password is no part of this: it is a
 * credential of Alertmanager, which reads it from a file.
 *
 * @param host the mail server
 * @param port its port
 * @param from the sender
 * @param to whom everything is sent that nobody else is told of
 * @param user the name to log in with; empty for a server that asks for none
 * @param unencrypted why nothing is encrypted; empty where it is
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#email_config">E-mail in Alertmanager</a>
 */
public record Email(String host, int port, String from, ImmutableList<String> to, String user, String unencrypted) {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,<>\"]+@[^@\\s,<>\"]+");

    /** The port that is encrypted from the start. */
    static final int SUBMISSIONS = 465;

    public Email {
        Names.subdomain("mail server", host);
        requireNonNull(user, "user");
        requireNonNull(unencrypted, "unencrypted");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "the port of mail server " + host + " must be 1 to 65535, but was " + port);
        }
        address("the sender of alerts", from);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("alerts by e-mail need somebody to go to; add to(...)");
        }
        to.forEach(address -> address("whom alerts go to", address));
        if (!user.isEmpty() && !unencrypted.isEmpty()) {
            throw new IllegalArgumentException(
                    "the password of " + user + " would be sent to " + host + " for everybody to read");
        }
    }

    static ImmutableList<String> addresses(Collection<String> all) {
        all.forEach(address -> address("whom alerts go to", address));
        return ImmutableList.copyOf(all);
    }

    private static void address(String what, String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(what + " must be an e-mail address, but was '" + address + "'");
        }
    }

    /** A mail server. */
    public record Server(String host, int port) {

        /** Mail from that address. */
        public Sender from(String address) {
            return new Sender(this, address);
        }
    }

    /** Mail from somebody through a server. */
    public record Sender(Server server, String address) {

        /** Mail to those addresses. */
        public Email to(String... addresses) {
            return new Email(server.host(), server.port(), address, ImmutableList.copyOf(addresses), "", "");
        }
    }

    /** The mail server at that host and port: 587 for STARTTLS, 465 for TLS from the start. */
    public static Server through(String host, int port) {
        return new Server(host, port);
    }

    /** A copy that goes to those addresses too. */
    public Email to(String... more) {
        return new Email(
                host,
                port,
                from,
                Stream.concat(to.stream(), Arrays.stream(more)).collect(ImmutableList.toImmutableList()),
                user,
                unencrypted);
    }

    /** A copy that logs in with that name, and with a password that is a credential of Alertmanager. */
    public Email user(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name to log in with at mail server " + host
                    + " is empty; leave out user(...) where none is asked for");
        }
        return new Email(host, port, from, to, name, unencrypted);
    }

    /** A copy for a server that encrypts nothing, and why that is all right; it is listed as an exemption. */
    public Email unencrypted(String reason) {
        return new Email(host, port, from, to, user, reason);
    }

    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
