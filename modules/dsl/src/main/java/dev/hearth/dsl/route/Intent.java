package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.ServiceOffer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** One thing a route wants, whatever the controller. */
sealed interface Intent {

    /** How it is written in a route, for messages and the table. */
    String words();

    /** With TLS; who comes without is sent to the same address with it. */
    record Encrypted() implements Intent {

        @Override
        public String words() {
            return "TLS, http redirected to https";
        }
    }

    /** What the service speaks. */
    record Speaks(String scheme) implements Intent {

        @Override
        public String words() {
            return "a service that speaks " + scheme;
        }
    }

    /** The longest request body; none means without limit. */
    record BodySize(Optional<Bytes> most) implements Intent {

        @Override
        public String words() {
            return most.map(bytes -> "bodySize(" + bytes + ")").orElse("unlimitedBody()");
        }
    }

    /** How long the service may say nothing. */
    record ReadTimeout(Duration time) implements Intent {

        @Override
        public String words() {
            return "readTimeout(" + time.toSeconds() + "s)";
        }
    }

    /** How long the service may take nothing. */
    record SendTimeout(Duration time) implements Intent {

        @Override
        public String words() {
            return "sendTimeout(" + time.toSeconds() + "s)";
        }
    }

    /** Connections may become websockets. */
    record WebSockets() implements Intent {

        @Override
        public String words() {
            return "websockets()";
        }
    }

    /** Request bodies reach the service as they come. */
    record UnbufferedUploads() implements Intent {

        @Override
        public String words() {
            return "unbufferedUploads()";
        }
    }

    /** Responses reach the client as they come. */
    record UnbufferedResponses() implements Intent {

        @Override
        public String words() {
            return "unbufferedResponses()";
        }
    }

    /** Only clients of those addresses. */
    record ClientRanges(ImmutableList<Cidr> ranges) implements Intent {

        @Override
        public String words() {
            return "allowFrom(...)";
        }
    }

    /** Only clients that log in. */
    record Guarded(Login login, String realm) implements Intent {

        @Override
        public String words() {
            return "login(Login.basic(...))";
        }
    }

    /**
     * Only clients of which a proxy says that they have logged in.
     *
     * @param proxy the port that is asked
     * @param url where that is, without a path
     * @param host where people log in
     * @param headers what of its answer goes on to the service
     */
    record Forwarded(Offered<ServiceOffer> proxy, String url, String host, ImmutableSortedSet<String> headers)
            implements Intent {

        @Override
        public String words() {
            return headers.isEmpty() ? "login(Login.forward(...))" : "login(Login.forward(...).headers(...))";
        }
    }

    /** Responses are kept for that long. */
    record Cache(Duration time) implements Intent {

        @Override
        public String words() {
            return "cache(" + time.toSeconds() + "s)";
        }
    }

    /** Responses that are no errors tell others how long to keep them, whatever the service says. */
    record KeptByOthers(CacheControl control) implements Intent {

        @Override
        public String words() {
            return "cacheControl(" + control.text() + ")";
        }
    }

    /** That very path leads elsewhere. */
    record Redirect(String path, String url) implements Intent {

        @Override
        public String words() {
            return "redirect(\"" + path + "\", ...)";
        }
    }

    /** Responses carry those headers. */
    record ResponseHeaders(ImmutableSortedMap<String, String> headers) implements Intent {

        @Override
        public String words() {
            return headers.entrySet().stream()
                    .map(header -> "responseHeader(\"" + header.getKey() + "\", \"" + header.getValue() + "\")")
                    .collect(Collectors.joining(" "));
        }
    }

    /** Browsers are told to use TLS only. */
    record StrictTransport(Hsts hsts) implements Intent {

        @Override
        public String words() {
            return "hsts(...)";
        }
    }
}
