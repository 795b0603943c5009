package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.route.Answer.Kept;
import dev.hearth.dsl.route.Answer.NotKept;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** HTTPRoutes with the policies and filters of NGINX Gateway Fabric, checked against apis/ of v2.6.7. */
record GatewayGrammar() implements Grammar {

    static final String OWN = "gateway.nginx.org";

    private static final String ELSEWHERE = "serve the route by another ingress with through(...), or leave it out";
    private static final long LARGEST = 9999;

    @Override
    public Answer answer(Intent intent, Place place) {
        if (intent instanceof Intent.Encrypted) {
            return Kept.byItself("a listener `https`, and an HTTPRoute at `http` with RequestRedirect 301");
        }
        if (intent instanceof Intent.Speaks speaks) {
            return speaks(speaks.scheme());
        }
        if (intent instanceof Intent.BodySize body) {
            return bodySize(body.most());
        }
        if (intent instanceof Intent.ReadTimeout timeout) {
            return timeout("read", timeout.time());
        }
        if (intent instanceof Intent.SendTimeout timeout) {
            return timeout("send", timeout.time());
        }
        if (intent instanceof Intent.WebSockets) {
            return Kept.byItself("by itself");
        }
        if (intent instanceof Intent.UnbufferedResponses) {
            return Kept.attached(Attachment.policy("ProxySettingsPolicy.buffering.disable", "true"));
        }
        if (intent instanceof Intent.Guarded guarded) {
            return login(guarded, place);
        }
        if (intent instanceof Intent.Forwarded) {
            return new NotKept(
                    "its AuthenticationFilter asks no proxy, and knows OpenID Connect with NGINX Plus alone",
                    "let the host lead to a proxy before the service, OAuth2Proxy.before(service, host, client)");
        }
        if (intent instanceof Intent.Redirect redirect) {
            return redirect(redirect);
        }
        if (intent instanceof Intent.ResponseHeaders headers) {
            return headers(headers.headers());
        }
        if (intent instanceof Intent.KeptByOthers) {
            return new NotKept(
                    "its filter gives headers to errors as well, which nobody is to keep",
                    "let the service send the header");
        }
        if (intent instanceof Intent.StrictTransport strict) {
            return headers(ImmutableSortedMap.of(
                    "Strict-Transport-Security",
                    "max-age=" + strict.hsts().maxAge().toSeconds()
                            + (strict.hsts().subdomains() ? "; includeSubDomains" : "")));
        }
        return new NotKept("it has neither a filter nor a policy for that", ELSEWHERE);
    }

    private static Answer speaks(String scheme) {
        return switch (scheme) {
            case "http" -> Kept.byItself("as it is");
            case "https" ->
                new NotKept(
                        "it opens a service with TLS only where a BackendTLSPolicy says whose certificate it has",
                        "route to a port of http");
            default -> new NotKept("HTTPRoutes carry no gRPC", ELSEWHERE);
        };
    }

    private static Answer bodySize(Optional<Bytes> most) {
        String size = most.map(Grammar::size).orElse("0");
        return size.matches("\\d{1,4}[kmg]?")
                ? Kept.attached(Attachment.policy("ClientSettingsPolicy.body.maxSize", size))
                : new NotKept("it takes sizes of four digits", "say a size of whole Mi or Gi");
    }

    private static Answer timeout(String which, Duration time) {
        Optional<String> text = text(time);
        return text.isPresent()
                ? Kept.attached(Attachment.policy("ProxySettingsPolicy.timeout." + which, text.get()))
                : new NotKept("it takes times of four digits", "say whole minutes or hours");
    }

    private static Optional<String> text(Duration time) {
        if (time.toSeconds() <= LARGEST) {
            return Optional.of(time.toSeconds() + "s");
        }
        boolean minutes = time.equals(Duration.ofMinutes(time.toMinutes())) && time.toMinutes() <= LARGEST;
        return minutes ? Optional.of(time.toMinutes() + "m") : Optional.empty();
    }

    private static Answer login(Intent.Guarded guarded, Place place) {
        Credential users = ((Login.Basic) guarded.login()).as("nginx.org/htpasswd", "auth");
        String name = place.piece().name();
        Manifest filter = Manifest.of(Mapping.builder()
                .put("apiVersion", OWN + "/v1alpha1")
                .put("kind", "AuthenticationFilter")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", place.piece().namespace())
                                .build())
                .put(
                        "spec",
                        Mapping.builder()
                                .put("type", "Basic")
                                .put(
                                        "basic",
                                        Mapping.builder()
                                                .put("realm", guarded.realm())
                                                .put("secretRef", Mapping.of("name", Node.text(users.name())))
                                                .build())
                                .build())
                .build());
        return Kept.attached(Attachment.filter(Mapping.builder()
                        .put("type", "ExtensionRef")
                        .put(
                                "extensionRef",
                                Mapping.builder()
                                        .put("group", OWN)
                                        .put("kind", "AuthenticationFilter")
                                        .put("name", name)
                                        .build())
                        .build()))
                .beside(filter)
                .using(users)
                .noted("AuthenticationFilter, Secret of type nginx.org/htpasswd, key auth");
    }

    private static Answer redirect(Intent.Redirect redirect) {
        URI url = URI.create(redirect.url());
        return url.getRawQuery() == null && url.getRawFragment() == null
                ? Kept.byItself("a rule with RequestRedirect 302")
                : new NotKept("a RequestRedirect has neither a query nor a fragment", "redirect to a URL without them");
    }

    private static Answer headers(ImmutableSortedMap<String, String> headers) {
        return headers.values().stream().anyMatch(value -> value.matches(".*[\"$\\\\].*"))
                ? new NotKept("it takes no '\"', '$' and '\\' in a value", "let the service send the header")
                : Kept.attached(Attachment.headers(headers));
    }

    @Override
    public String hostSnippets() {
        throw new IllegalStateException("it is told of no lines of configuration");
    }

    @Override
    public String pathSnippets() {
        throw new IllegalStateException("it is told of no lines of configuration");
    }

    /** Paths are written by {@link GatewayObjects}. */
    @Override
    public List<Mapping> paths(Piece piece, List<Path> taken) {
        return List.of();
    }

    @Override
    public Optional<String> role() {
        return Optional.empty();
    }

    @Override
    public String prefixWords() {
        return "a path of type PathPrefix";
    }

    @Override
    public String sharedWords() {
        return "an HTTPRoute for each, at one ListenerSet that holds TLS";
    }
}
