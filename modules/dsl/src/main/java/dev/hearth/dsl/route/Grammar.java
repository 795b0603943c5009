package dev.hearth.dsl.route;

import dev.hearth.dsl.Bytes;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** How one dialect is written. */
interface Grammar {

    /** Where an intent is to be kept. */
    record Place(Piece piece, String className, boolean shared) {}

    /** How that intent is kept there, or why not. */
    Answer answer(Intent intent, Place place);

    /** The annotation that holds lines of configuration for a whole host. */
    String hostSnippets();

    /** The annotation that holds lines of configuration for the paths of an Ingress. */
    String pathSnippets();

    /** The paths of a piece; the taken ones are asked for as they are by the same host. */
    List<Mapping> paths(Piece piece, List<Path> taken);

    /**
     * The annotation by which several Ingresses of a host are told apart: {@code minion} for each, and {@code master} for
     * one more that holds what is of the whole host. Empty where they stand side by side.
     */
    Optional<String> role();

    /** What an annotation holds that two intents say something of: what the later one says, unless it is a list. */
    default BinaryOperator<String> both(String annotation) {
        return (before, after) -> after;
    }

    /** How it deals with a path and all below, for the table. */
    String prefixWords();

    /** How it deals with several Ingresses of one host, for the table. */
    String sharedWords();

    static Grammar of(Dialect dialect) {
        if (dialect instanceof F5Nginx f5) {
            return new F5Grammar(f5);
        }
        return dialect instanceof CommunityNginx community ? new CommunityGrammar(community) : new GatewayGrammar();
    }

    /** What every nginx says to certain intents where the service speaks gRPC. */
    static Optional<Answer> ofGrpc(Intent intent) {
        if (intent instanceof Intent.UnbufferedUploads || intent instanceof Intent.UnbufferedResponses) {
            return Optional.of(Answer.Kept.byItself("by itself"));
        }
        if (intent instanceof Intent.Forwarded) {
            return Optional.of(new Answer.NotKept(
                    "the service speaks gRPC, whose clients know no pages to log in at",
                    "leave it out, and let the service ask for tokens itself"));
        }
        if (intent instanceof Intent.WebSockets || intent instanceof Intent.Cache) {
            return Optional.of(new Answer.NotKept(
                    "the service speaks gRPC, which has none of it",
                    "leave it out, or give the service's other port a route of its own"));
        }
        return Optional.empty();
    }

    /** A size as nginx reads it, exact. */
    static String size(Bytes bytes) {
        long value = bytes.value();
        if (value % (1L << 30) == 0) {
            return (value >> 30) + "g";
        }
        if (value % (1L << 20) == 0) {
            return (value >> 20) + "m";
        }
        return value % 1024 == 0 ? (value >> 10) + "k" : Long.toString(value);
    }

    /** A text within the quotes of nginx configuration. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** An Ingress of a host with those paths. */
    static Sequence rules(String host, List<Mapping> paths) {
        Mapping.Builder rule = Mapping.builder().put("host", host);
        if (!paths.isEmpty()) {
            rule.put("http", Mapping.of("paths", Sequence.of(paths)));
        }
        return Sequence.of(List.of(rule.build()));
    }

    /** Lines that keep responses for a while, but none of or for somebody who is known. */
    static String[] cacheLines(String zone, Intent.Cache cache) {
        return new String[] {
            "proxy_cache " + zone + ";",
            "proxy_cache_valid 200 301 302 " + cache.time().toSeconds() + "s;",
            "proxy_cache_bypass $http_authorization $http_cookie;",
            "proxy_no_cache $http_authorization $http_cookie;"
        };
    }
}
