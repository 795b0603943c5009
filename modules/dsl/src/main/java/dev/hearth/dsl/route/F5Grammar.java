package dev.hearth.dsl.route;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.route.Answer.Kept;
import dev.hearth.dsl.route.Answer.NotKept;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Annotations {@code nginx.org/*}, checked against internal/k8s/validation.go and annotations.go of v5.5.4. */
record F5Grammar(F5Nginx controller) implements Grammar {

    private static final String PREFIX = "nginx.org/";
    private static final String POLICIES = PREFIX + "policies";
    private static final String SNIPPETS = "let the ingress component allow snippets and say F5Nginx.withSnippets()";

    @Override
    public Answer answer(Intent intent, Place place) {
        return (place.piece().grpc() ? Grammar.ofGrpc(intent) : Optional.<Answer>empty())
                .orElseGet(() -> answerTo(intent, place));
    }

    private Answer answerTo(Intent intent, Place place) {
        if (intent instanceof Intent.Encrypted) {
            return Kept.onHost(Map.of(PREFIX + "ssl-redirect", "true"));
        }
        if (intent instanceof Intent.Speaks speaks) {
            return speaks(speaks.scheme(), place.piece().services());
        }
        if (intent instanceof Intent.BodySize body) {
            return place.piece().grpc()
                    ? bodySizeOfGrpc(body)
                    : Kept.onPaths(
                            PREFIX + "client-max-body-size",
                            body.most().map(Grammar::size).orElse("0"));
        }
        if (intent instanceof Intent.ReadTimeout timeout) {
            return Kept.onPaths(PREFIX + "proxy-read-timeout", timeout.time().toSeconds() + "s");
        }
        if (intent instanceof Intent.SendTimeout timeout) {
            return Kept.onPaths(PREFIX + "proxy-send-timeout", timeout.time().toSeconds() + "s");
        }
        if (intent instanceof Intent.WebSockets) {
            return Kept.onPaths(PREFIX + "websocket-services", place.piece().services());
        }
        if (intent instanceof Intent.UnbufferedResponses) {
            return Kept.onPaths(PREFIX + "proxy-buffering", "false");
        }
        if (intent instanceof Intent.Guarded guarded) {
            return login(guarded);
        }
        if (intent instanceof Intent.Forwarded forwarded) {
            return forwarded(forwarded, place);
        }
        if (intent instanceof Intent.ClientRanges ranges) {
            return ranges(ranges, place);
        }
        if (intent instanceof Intent.ResponseHeaders headers) {
            return headers(headers, place);
        }
        if (intent instanceof Intent.KeptByOthers kept) {
            return cacheControl(kept.control());
        }
        if (intent instanceof Intent.StrictTransport strict) {
            return Kept.onHost(Map.of(
                    PREFIX + "hsts",
                    "true",
                    PREFIX + "hsts-max-age",
                    Long.toString(strict.hsts().maxAge().toSeconds()),
                    PREFIX + "hsts-include-subdomains",
                    Boolean.toString(strict.hsts().subdomains())));
        }
        return bySnippetsOnly(intent);
    }

    private Answer speaks(String scheme, String services) {
        if (scheme.startsWith("grpc") && !controller.http2()) {
            return new NotKept(
                    "it serves gRPC over HTTP/2 only, which is off",
                    "let the ingress component's ConfigMap say http2: \"True\" and say F5Nginx.withHttp2()");
        }
        return switch (scheme) {
            case "https" -> Kept.onPaths(PREFIX + "ssl-services", services);
            case "grpc" -> Kept.onPaths(PREFIX + "grpc-services", services);
            case "grpcs" -> Kept.onPaths(Map.of(PREFIX + "grpc-services", services, PREFIX + "ssl-services", services));
            default -> Kept.byItself("as it is");
        };
    }

    /** Its annotation holds for what is passed on as HTTP only. */
    private Answer bodySizeOfGrpc(Intent.BodySize body) {
        return controller.snippets()
                ? Kept.inPaths(
                        "client_max_body_size " + body.most().map(Grammar::size).orElse("0") + ";")
                : new NotKept("for gRPC it knows this from snippets only, which are off", SNIPPETS);
    }

    private static Answer login(Intent.Guarded guarded) {
        Credential users = ((Login.Basic) guarded.login()).as("nginx.org/htpasswd", "htpasswd");
        return Kept.onPaths(Map.of(
                        PREFIX + "basic-auth-secret", users.name(), PREFIX + "basic-auth-realm", guarded.realm()))
                .using(users)
                .noted("Secret of type nginx.org/htpasswd, key htpasswd");
    }

    private Answer ranges(Intent.ClientRanges ranges, Place place) {
        List<String> allowed = ranges.ranges().stream().map(Object::toString).toList();
        if (controller.customResources()) {
            String name = place.piece().name();
            return Kept.onPaths(POLICIES, name)
                    .beside(policy(place, name, "accessControl", Mapping.of("allow", Node.texts(allowed))))
                    .noted("Policy with accessControl");
        }
        if (controller.snippets()) {
            List<String> lines = new ArrayList<>();
            allowed.forEach(range -> lines.add("allow " + range + ";"));
            lines.add("deny all;");
            return Kept.byItself("").withLines(lines);
        }
        return new NotKept(
                "it knows client ranges only from its Policy resources or from snippets",
                "let the ingress component read custom resources and say F5Nginx.withCustomResources()");
    }

    /** The controller itself leads the path of the proxy's pages to it, once for a host. */
    private Answer forwarded(Intent.Forwarded login, Place place) {
        if (!controller.customResources()) {
            return new NotKept(
                    "it asks a proxy by its Policy resources alone",
                    "let the ingress component read custom resources and say F5Nginx.withCustomResources(), or let the host"
                            + " lead to a proxy before the service, OAuth2Proxy.before(service, host, client)");
        }
        if (place.shared()) {
            return new NotKept(
                    "on a host of several Ingresses each would bring the places of the login again",
                    "give the route a host of its own, or let the host lead to a proxy before the service,"
                            + " OAuth2Proxy.before(service, host, client)");
        }
        if (!login.headers().isEmpty() && !controller.snippets()) {
            return new NotKept(
                    "it tells the service of " + login.headers() + " by snippets only, which are off", SNIPPETS);
        }
        String name = place.piece().name() + "-login";
        return Kept.onPaths(POLICIES, name)
                .beside(policy(place, name, "externalAuth", asking(login)))
                .withLines(login.headers().stream()
                        .flatMap(header -> Stream.of(
                                "auth_request_set " + variable(header) + " $upstream_http_"
                                        + Ascii.toLowerCase(header).replace('-', '_') + ";",
                                "proxy_set_header " + header + " " + variable(header) + ";"))
                        .toList())
                .noted("Policy with externalAuth");
    }

    private static String variable(String header) {
        return "$login_" + Ascii.toLowerCase(header).replace('-', '_');
    }

    private static Mapping asking(Intent.Forwarded login) {
        return Mapping.builder()
                .put(
                        "authServiceName",
                        login.proxy().namespace() + "/" + login.proxy().offer().service())
                .put(
                        "authServicePorts",
                        Sequence.of(
                                List.of(Node.number(login.proxy().offer().port().servicePort()))))
                .put("authURI", Login.Forward.BASE + "/auth")
                .put("authSigninURI", Login.Forward.BASE + "/sign_in")
                .put("authSigninRedirectBasePath", Login.Forward.BASE)
                .build();
    }

    private static Manifest policy(Place place, String name, String what, Mapping settings) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "k8s.nginx.org/v1")
                .put("kind", "Policy")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", place.piece().namespace())
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("ingressClassName", place.className())
                                .put(what, settings)
                                .build())
                .build());
    }

    private Answer headers(Intent.ResponseHeaders wanted, Place place) {
        ImmutableSortedMap<String, String> headers = wanted.headers();
        // nginx drops the headers of the host where a path adds its own, unless told to merge them.
        ImmutableMap<String, String> merged = ImmutableMap.of(PREFIX + "add-header-inherit", "merge");
        if (headers.values().stream().noneMatch(value -> value.matches(".*[,:\"\\\\$].*"))) {
            String value = joined(headers, header -> header.getKey() + ": " + header.getValue() + ": always", ", ");
            ImmutableMap.Builder<String, String> annotations =
                    ImmutableMap.<String, String>builder().put(PREFIX + "add-header", value);
            return Kept.onPaths((place.shared() ? annotations.putAll(merged) : annotations).buildOrThrow());
        }
        if (headers.values().stream().anyMatch(value -> value.contains("$"))) {
            return new NotKept(
                    "it would read '$' in the value of a header as a variable", "let the service send the header");
        }
        if (!controller.snippets()) {
            return new NotKept(
                    "its annotation add-header takes no ',', ':', '\"' and '\\' in a value",
                    SNIPPETS + ", or let the service send the header");
        }
        return Kept.onPaths(merged)
                .withLines(headers.entrySet().stream()
                        .map(header ->
                                "add_header " + header.getKey() + " " + Grammar.quoted(header.getValue()) + " always;")
                        .toList());
    }

    /** By lines, for its annotation takes no ',' in a value and is the one of other headers. */
    private Answer cacheControl(CacheControl control) {
        return controller.snippets()
                ? Kept.onPaths(PREFIX + "add-header-inherit", "merge")
                        .withLines(List.of(
                                "proxy_hide_header Cache-Control;",
                                "add_header Cache-Control " + Grammar.quoted(control.text()) + ";"))
                : new NotKept("it knows this from snippets only, which are off", SNIPPETS);
    }

    private static String joined(
            ImmutableSortedMap<String, String> headers, Function<Map.Entry<String, String>, String> form, String with) {
        return headers.entrySet().stream().map(form).collect(Collectors.joining(with));
    }

    private Answer bySnippetsOnly(Intent intent) {
        if (intent instanceof Intent.Cache && controller.cacheZone().isEmpty()) {
            return new NotKept(
                    "it has no cache",
                    "let the ingress component's ConfigMap declare a proxy_cache_path zone in http-snippets, allow"
                            + " snippets, and say F5Nginx.withSnippets().withCacheZone(...)");
        }
        if (!controller.snippets()) {
            return new NotKept("it knows this from snippets only, which are off", SNIPPETS);
        }
        if (intent instanceof Intent.UnbufferedUploads) {
            return Kept.inPaths("proxy_request_buffering off;");
        }
        if (intent instanceof Intent.Cache cache) {
            return Kept.inPaths(Grammar.cacheLines(controller.cacheZone(), cache));
        }
        Intent.Redirect redirect = (Intent.Redirect) intent;
        return Kept.inHost("location = " + redirect.path() + " { return 302 " + redirect.url() + "; }");
    }

    @Override
    public BinaryOperator<String> both(String annotation) {
        return annotation.equals(POLICIES) ? (before, after) -> before + "," + after : Grammar.super.both(annotation);
    }

    @Override
    public String hostSnippets() {
        return PREFIX + "server-snippets";
    }

    @Override
    public String pathSnippets() {
        return PREFIX + "location-snippets";
    }

    /** A prefix is compared letter by letter there, so {@code /api} is written as itself and all below {@code /api/}. */
    @Override
    public List<Mapping> paths(Piece piece, List<Path> taken) {
        List<Mapping> paths = new ArrayList<>();
        for (Backend backend : piece.backends()) {
            Path path = backend.path();
            if (path.exact() || path.root()) {
                paths.add(Piece.path(path.text(), path.exact(), backend));
                continue;
            }
            if (!taken.contains(Path.exact(path.text()))) {
                paths.add(Piece.path(path.text(), true, backend));
            }
            paths.add(Piece.path(path.text() + "/", false, backend));
        }
        return paths;
    }

    @Override
    public Optional<String> role() {
        return Optional.of(PREFIX + "mergeable-ingress-type");
    }

    @Override
    public String prefixWords() {
        return "two paths: `/api` as Exact, `/api/` as Prefix, for it compares letter by letter";
    }

    @Override
    public String sharedWords() {
        return "`nginx.org/mergeable-ingress-type`: one master with TLS and no paths, a minion for each";
    }
}
