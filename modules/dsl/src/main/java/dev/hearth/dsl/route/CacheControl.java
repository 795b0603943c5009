package dev.hearth.dsl.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What browsers, and the caches of a content delivery network, may do with responses: the header {@code Cache-Control}.
 *
 * <pre>{@code
 * CacheControl.shared(hours(1)).inNetworks(days(7))  // public, max-age=3600, s-maxage=604800
 * CacheControl.browsers(minutes(5))                  // private, max-age=300
 * CacheControl.shared(days(365)).immutable()         // for files whose names change with their content
 * CacheControl.never()                               // no-store
 * }</pre>
 *
 * @param text the header's value
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#name-cache-control">RFC 9111</a>
 */
public record CacheControl(String text) {

    public CacheControl {
        if (!text.matches("[a-z0-9=, -]+")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no value of Cache-Control; write for example public, max-age=3600");
        }
    }

    /** Everybody may keep them for that long. */
    public static CacheControl shared(Duration age) {
        return new CacheControl("public, max-age=" + seconds(age));
    }

    /** Browsers may keep them for that long, and nobody on the way: for responses that depend on who asks. */
    public static CacheControl browsers(Duration age) {
        return new CacheControl("private, max-age=" + seconds(age));
    }

    /** Nobody may keep them. */
    public static CacheControl never() {
        return new CacheControl("no-store");
    }

    /** A copy by which caches on the way, such as those of a content delivery network, keep them for that long. */
    public CacheControl inNetworks(Duration age) {
        return with("s-maxage=" + seconds(age), !shared());
    }

    /** A copy by which old ones may be served for that long while a new one is fetched. */
    public CacheControl staleWhileRevalidating(Duration time) {
        return with("stale-while-revalidate=" + seconds(time), equals(never()));
    }

    /** A copy that says that they never change. */
    public CacheControl immutable() {
        return with("immutable", equals(never()));
    }

    boolean shared() {
        return text.startsWith("public");
    }

    private CacheControl with(String directive, boolean contradiction) {
        if (contradiction) {
            throw new IllegalArgumentException("'" + directive + "' contradicts '" + text + "'");
        }
        List<String> directives = new ArrayList<>(List.of(text.split(", ")));
        directives.add(directive);
        return new CacheControl(String.join(", ", directives));
    }

    private static long seconds(Duration time) {
        return Optional.of(time)
                .filter(given -> !given.isNegative() && given.equals(Duration.ofSeconds(given.toSeconds())))
                .orElseThrow(() -> new IllegalArgumentException("the time must be whole seconds, but was " + time))
                .toSeconds();
    }
}
