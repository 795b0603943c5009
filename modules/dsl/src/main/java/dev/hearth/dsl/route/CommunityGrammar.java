package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.route.Answer.Kept;
import dev.hearth.dsl.route.Answer.NotKept;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Annotations {@code nginx.ingress.kubernetes.io/*}, checked against internal/ingress/annotations of v1.15.1. */
record CommunityGrammar(CommunityNginx controller) implements Grammar {

    private static final String PREFIX = "nginx.ingress.kubernetes.io/";
    private static final String SNIPPETS =
            "let the ingress component allow snippets and say CommunityNginx.withSnippets()";

    @Override
    public Answer answer(Intent intent, Place place) {
        return (place.piece().grpc() ? Grammar.ofGrpc(intent) : Optional.<Answer>empty())
                .orElseGet(() -> answerTo(intent, place));
    }

    private Answer answerTo(Intent intent, Place place) {
        if (intent instanceof Intent.Encrypted) {
            return Kept.onPaths(PREFIX + "ssl-redirect", "true");
        }
        if (intent instanceof Intent.Speaks speaks) {
            return speaks.scheme().equals("http")
                    ? Kept.byItself("as it is")
                    : Kept.onPaths(PREFIX + "backend-protocol", speaks.scheme().toUpperCase(Locale.ROOT));
        }
        if (intent instanceof Intent.BodySize body) {
            return Kept.onPaths(
                    PREFIX + "proxy-body-size", body.most().map(Grammar::size).orElse("0"));
        }
        if (intent instanceof Intent.ReadTimeout timeout) {
            return Kept.onPaths(
                    PREFIX + "proxy-read-timeout", Long.toString(timeout.time().toSeconds()));
        }
        if (intent instanceof Intent.SendTimeout timeout) {
            return Kept.onPaths(
                    PREFIX + "proxy-send-timeout", Long.toString(timeout.time().toSeconds()));
        }
        if (intent instanceof Intent.WebSockets) {
            return Kept.byItself("by itself");
        }
        if (intent instanceof Intent.UnbufferedUploads) {
            return Kept.onPaths(PREFIX + "proxy-request-buffering", "off");
        }
        if (intent instanceof Intent.UnbufferedResponses) {
            return Kept.onPaths(PREFIX + "proxy-buffering", "off");
        }
        if (intent instanceof Intent.ClientRanges ranges) {
            return Kept.onPaths(
                    PREFIX + "allowlist-source-range",
                    ranges.ranges().stream().map(Object::toString).collect(Collectors.joining(",")));
        }
        if (intent instanceof Intent.Guarded guarded) {
            return login(guarded);
        }
        if (intent instanceof Intent.Forwarded forwarded) {
            return forwarded(forwarded, place);
        }
        if (intent instanceof Intent.Redirect redirect) {
            return Kept.byItself("an Ingress of its own").beside(redirect(redirect, place));
        }
        if (intent instanceof Intent.ResponseHeaders headers) {
            return headers(headers.headers(), place);
        }
        if (intent instanceof Intent.KeptByOthers kept) {
            return cacheControl(kept.control());
        }
        if (intent instanceof Intent.StrictTransport strict) {
            return strict(strict.hsts());
        }
        return cache((Intent.Cache) intent);
    }

    private static Answer login(Intent.Guarded guarded) {
        Credential credential = ((Login.Basic) guarded.login()).passwordFile().credential();
        Credential users = ((Login.Basic) guarded.login()).as(credential.type(), "auth");
        return Kept.onPaths(Map.of(
                        PREFIX + "auth-type",
                        "basic",
                        PREFIX + "auth-secret",
                        users.name(),
                        PREFIX + "auth-realm",
                        guarded.realm()))
                .using(users)
                .noted("Secret with key auth");
    }

    /** The path back is told as a path alone, so that nobody is sent to another host. */
    private static Answer forwarded(Intent.Forwarded login, Place place) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(PREFIX + "auth-url", login.url() + Login.Forward.BASE + "/auth");
        annotations.put(
                PREFIX + "auth-signin",
                "https://" + login.host() + Login.Forward.BASE + "/start?rd=$escaped_request_uri");
        if (!login.headers().isEmpty()) {
            annotations.put(PREFIX + "auth-response-headers", String.join(",", login.headers()));
        }
        return Kept.onPaths(annotations)
                .beside(pages(login, place))
                .noted("an Ingress of the host for `" + Login.Forward.BASE + "` beside the proxy");
    }

    /** An Ingress reaches no other namespace, so what leads to the proxy is beside it. */
    private static Manifest pages(Intent.Forwarded login, Place place) {
        Backend pages = new Backend(Path.prefix(Login.Forward.BASE), login.proxy());
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "Ingress")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", place.piece().name() + "-login")
                                .put("namespace", login.proxy().namespace())
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("ingressClassName", place.className())
                                .put(
                                        "rules",
                                        Grammar.rules(
                                                login.host(), List.of(Piece.path(Login.Forward.BASE, false, pages))))
                                .build())
                .build());
    }

    private static Manifest redirect(Intent.Redirect redirect, Place place) {
        Piece piece = place.piece();
        Path path = Path.exact(redirect.path());
        String slug = path.slug();
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "Ingress")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", piece.name() + "-redirect" + (slug.isEmpty() ? "" : "-" + slug))
                                .put("namespace", piece.namespace())
                                .put("annotations", Mapping.texts(Map.of(PREFIX + "temporal-redirect", redirect.url())))
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("ingressClassName", place.className())
                                .put(
                                        "rules",
                                        Grammar.rules(
                                                piece.route().host(),
                                                // An Ingress must name a service, though this one is never asked.
                                                List.of(Piece.path(
                                                        redirect.path(),
                                                        true,
                                                        piece.backends().get(0)))))
                                .build())
                .build());
    }

    private Answer headers(ImmutableSortedMap<String, String> headers, Place place) {
        if (controller.responseHeaders().containsAll(headers.keySet())) {
            Piece piece = place.piece();
            String name = piece.name() + "-headers";
            return Kept.onPaths(PREFIX + "custom-headers", piece.namespace() + "/" + name)
                    .beside(Manifest.of(Mapping.builder()
                            .put("apiVersion", "v1")
                            .put("kind", "ConfigMap")
                            .put(
                                    "metadata",
                                    Mapping.builder()
                                            .put("name", name)
                                            .put("namespace", piece.namespace())
                                            .build())
                            .put("data", Mapping.texts(headers))
                            .build()))
                    .noted("ConfigMap with the headers");
        }
        if (headers.values().stream().anyMatch(value -> value.contains("$"))) {
            return new NotKept(
                    "it would read '$' in the value of a header as a variable", "let the service send the header");
        }
        if (controller.snippets()) {
            return Kept.byItself("")
                    .withLines(headers.entrySet().stream()
                            .map(header -> "more_set_headers "
                                    + Grammar.quoted(header.getKey() + ": " + header.getValue()) + ";")
                            .toList());
        }
        return new NotKept(
                "its ConfigMap allows routes to set " + controller.responseHeaders() + ", and " + headers.keySet()
                        + " are wanted",
                "let the ingress component's ConfigMap name them in global-allowed-response-headers and say"
                        + " CommunityNginx.withResponseHeaders(...)");
    }

    private Answer strict(Hsts wanted) {
        if (controller.hsts().equals(Optional.of(wanted))) {
            return Kept.byItself("the controller's ConfigMap, for every host with TLS");
        }
        return new NotKept(
                "it sends one HSTS for all hosts, "
                        + controller.hsts().map(CommunityGrammar::words).orElse("none")
                        + ", and " + words(wanted) + " is wanted",
                "let the ingress component's ConfigMap set hsts, hsts-max-age and hsts-include-subdomains and say"
                        + " CommunityNginx.withHsts(...)");
    }

    private static String words(Hsts hsts) {
        return "max-age " + hsts.maxAge().toSeconds() + (hsts.subdomains() ? " with subdomains" : "");
    }

    /** Its own headers go to errors as well, which nobody is to keep. */
    private Answer cacheControl(CacheControl control) {
        return controller.snippets()
                ? Kept.inPaths("more_set_headers -s \"200 203 204 206 301 302 304 307 308\" "
                        + Grammar.quoted("Cache-Control: " + control.text()) + ";")
                : new NotKept("it knows this from snippets only, which are off", SNIPPETS);
    }

    private Answer cache(Intent.Cache cache) {
        if (controller.cacheZone().isEmpty()) {
            return new NotKept(
                    "it has no cache",
                    "let the ingress component's ConfigMap declare a proxy_cache_path zone in http-snippet, allow"
                            + " snippets, and say CommunityNginx.withSnippets().withCacheZone(...)");
        }
        if (!controller.snippets()) {
            return new NotKept("it knows this from snippets only, which are off", SNIPPETS);
        }
        // Nothing is cached that is not buffered, and here buffering is off unless asked for.
        return Kept.onPaths(PREFIX + "proxy-buffering", "on")
                .withLines(List.of(Grammar.cacheLines(controller.cacheZone(), cache)));
    }

    @Override
    public String hostSnippets() {
        return PREFIX + "server-snippet";
    }

    @Override
    public String pathSnippets() {
        return PREFIX + "configuration-snippet";
    }

    @Override
    public List<Mapping> paths(Piece piece, List<Path> taken) {
        return piece.backends().stream()
                .map(backend -> Piece.path(backend.path().text(), backend.path().exact(), backend))
                .toList();
    }

    @Override
    public Optional<String> role() {
        return Optional.empty();
    }

    @Override
    public String prefixWords() {
        return "a path of type Prefix";
    }

    @Override
    public String sharedWords() {
        return "an Ingress for each; the one with the root path holds TLS";
    }
}
