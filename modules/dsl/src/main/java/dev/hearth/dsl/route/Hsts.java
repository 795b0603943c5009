package dev.hearth.dsl.route;

import java.time.Duration;

/**
 * HTTP Strict Transport Security: browsers that have seen it open the host with TLS only.
 *
 * @param maxAge how long browsers remember it; whole seconds
 * @param subdomains whether it is meant for all hosts below as well
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6797">RFC 6797</a>
 */
public record Hsts(Duration maxAge, boolean subdomains) {

    public Hsts {
        Seconds.whole("the age of HSTS", maxAge);
    }

    /** For that host alone. */
    public static Hsts of(Duration maxAge) {
        return new Hsts(maxAge, false);
    }

    /** A copy that is meant for all hosts below as well. */
    public Hsts withSubdomains() {
        return new Hsts(maxAge, true);
    }
}
