package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.route.Answer.Kept;
import dev.hearth.dsl.route.Answer.NotKept;
import dev.hearth.dsl.route.StatedRoute.Backend;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** One host with all its routes, and the Ingresses that become of them. */
final class Host {

    private static final Duration WEBSOCKET_SILENCE = Duration.ofHours(1);

    private final String host;
    private final Offered<IngressOffer> ingress;
    private final List<Stated<StatedRoute>> routes;
    private final Function<String, Scope> scopes;
    private final Grammar grammar;
    private final List<Piece> pieces;
    private final Piece main;
    private final Optional<String> role;
    private final Map<String, String> onHost = new TreeMap<>();
    private final Set<String> hostLines = new LinkedHashSet<>();
    private final Set<String> beside = new HashSet<>();
    private final Optional<GatewayObjects> gateway;

    Host(String host, Offered<IngressOffer> ingress, List<Stated<StatedRoute>> routes, Function<String, Scope> scopes) {
        this.host = host;
        this.ingress = ingress;
        this.routes = routes;
        this.scopes = scopes;
        this.grammar = Grammar.of(ingress.offer().dialect());
        this.pieces = routes.stream()
                .flatMap(stated -> Piece.of(stated.component(), stated.fact(), shortHost()).stream())
                .toList();
        this.main = pieces.stream().filter(Piece::root).findFirst().orElse(pieces.get(0));
        this.gateway = ingress.offer().dialect() instanceof NginxGateway dialect
                ? Optional.of(new GatewayObjects(dialect, host, shortHost(), main.namespace()))
                : Optional.empty();
        this.role = grammar.role().filter(annotation -> pieces.size() > 1);
    }

    private String shortHost() {
        String domain = "." + scopes.apply(routes.get(0).component()).cluster().domain();
        String text = host.endsWith(domain) ? host.substring(0, host.length() - domain.length()) : host;
        return text.startsWith("*") ? "wildcard" + text.substring(1) : text;
    }

    void render() {
        Optional<Tls> tls = tls();
        if (tls.isEmpty() || !named()) {
            return;
        }
        Optional<String> secret = secret(tls.get());
        List<Manifest> ingresses = new ArrayList<>();
        for (Piece piece : pieces) {
            ingresses.add(ingress(piece, tls.get().on()));
        }
        connect();
        add(main, secret, ingresses);
    }

    /** What all routes of the host say of TLS; empty where they disagree, which is reported. */
    private Optional<Tls> tls() {
        Tls agreed = routes.get(0).fact().spec().tls();
        for (Stated<StatedRoute> stated : routes) {
            Tls other = stated.fact().spec().tls();
            if (agreed.equals(new Tls.Issued("")) && other instanceof Tls.Issued) {
                agreed = other;
            }
            boolean same = agreed.equals(other)
                    || (agreed instanceof Tls.Issued && other.equals(new Tls.Issued("")))
                    || (agreed instanceof Tls.None && other instanceof Tls.None);
            if (!same) {
                scopes.apply(stated.component())
                        .finding(Finding.error(
                                        "route.conflict",
                                        stated.fact().subject(),
                                        "component " + stated.component() + " and component "
                                                + routes.get(0).component()
                                                + " share the host but say different things of TLS")
                                .hint("a host has one certificate or none: say the same in both routes"));
                return Optional.empty();
            }
        }
        return Optional.of(agreed);
    }

    /** Whether every Ingress has a name of its own; otherwise that is reported. */
    private boolean named() {
        Set<String> names = new HashSet<>();
        boolean unique = true;
        for (Piece piece : pieces) {
            if (!names.add(piece.namespace() + "/" + piece.name())) {
                unique = false;
                scopes.apply(piece.component())
                        .finding(Finding.error(
                                        "route.conflict",
                                        piece.route().subject(),
                                        "two Ingresses of the host would be named " + piece.name() + " in namespace "
                                                + piece.namespace())
                                .hint("give one of the routes a name with named(...)"));
            }
        }
        return unique;
    }

    /** The name of the Secret with the certificate, which is asked for where it must be. */
    private Optional<String> secret(Tls tls) {
        if (tls instanceof Tls.None) {
            return Optional.empty();
        }
        if (tls instanceof Tls.Existing existing) {
            return Optional.of(existing.secret());
        }
        Scope scope = scopes.apply(main.component());
        issuer(((Tls.Issued) tls).issuer(), scope).ifPresent(issuer -> {
            if (!issuer.preinstalled()) {
                scope.after(issuer.component());
            }
            scope.manifest(certificate(issuer.offer().name()));
        });
        return Optional.of(shortHost() + "-tls");
    }

    private Optional<Offered<IssuerOffer>> issuer(String wanted, Scope scope) {
        List<Offered<IssuerOffer>> all = scope.cluster().offers(IssuerOffer.class);
        List<Offered<IssuerOffer>> candidates = all.stream()
                .filter(offered -> wanted.isEmpty() || offered.offer().name().equals(wanted))
                .toList();
        if (candidates.size() == 1) {
            return Optional.of(candidates.get(0));
        }
        List<String> names = all.stream().map(offered -> offered.offer().name()).toList();
        String message = all.isEmpty()
                ? "it is to have TLS, but no component of the cluster issues certificates"
                : candidates.isEmpty()
                        ? "it is to have a certificate of '" + wanted + "', but the cluster's issuers are " + names
                        : "several could issue its certificate: " + names;
        scope.finding(Finding.error("route.tls", "Route " + host, message)
                .hint(
                        all.isEmpty()
                                ? "add cert-manager with an issuer to a layer, name a Secret with certificate(...), or"
                                        + " say plainHttp(\"why\")"
                                : "choose one with issuedBy(\"" + names.get(0) + "\")"));
        return Optional.empty();
    }

    private Manifest certificate(String issuer) {
        String name = shortHost() + "-tls";
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "cert-manager.io/v1")
                .put("kind", "Certificate")
                .put("metadata", metadata(name, main.namespace(), Map.of()))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("secretName", name)
                                .put("dnsNames", Node.texts(host))
                                .put(
                                        "issuerRef",
                                        Mapping.builder()
                                                .put("group", "cert-manager.io")
                                                .put("kind", "ClusterIssuer")
                                                .put("name", issuer)
                                                .build())
                                .put("privateKey", Mapping.of("rotationPolicy", Node.text("Always")))
                                .build())
                .build());
    }

    /** The Ingress of a piece without what is of the whole host; what it needs beside itself is added. */
    private Manifest ingress(Piece piece, boolean tls) {
        Scope scope = scopes.apply(piece.component());
        Grammar.Place place = new Grammar.Place(piece, ingress.offer().className(), role.isPresent());
        Map<String, String> annotations = new TreeMap<>();
        List<String> lines = new ArrayList<>();
        Attachment attachment = Attachment.NONE;
        for (Intent intent : intents(piece, tls)) {
            Answer answer = grammar.answer(intent, place);
            if (answer instanceof NotKept not) {
                scope.finding(Finding.error(
                                "route.dialect",
                                piece.route().subject(),
                                "the " + ingress.offer().dialect().title() + " cannot keep " + intent.words() + ": "
                                        + not.why())
                        .hint(not.remedy()));
                continue;
            }
            Kept kept = (Kept) answer;
            kept.onPaths().forEach((name, value) -> annotations.merge(name, value, grammar.both(name)));
            attachment = attachment.and(kept.attachment());
            lines.addAll(kept.pathSnippets());
            hostLines.addAll(kept.hostSnippets());
            kept.onHost().forEach((name, value) -> onHost(piece, name, value));
            kept.objects().stream().filter(this::isNew).forEach(scope::manifest);
            kept.credentials().forEach(credential -> scope.uses(credential, piece.namespace()));
        }
        if (!lines.isEmpty()) {
            annotations.put(grammar.pathSnippets(), String.join("\n", lines));
        }
        if (!ingress.preinstalled()) {
            scope.after(ingress.component());
        }
        if (gateway.isPresent()) {
            GatewayObjects.policies(piece, attachment).forEach(scope::manifest);
            return gateway.get().route(piece, tls, redirects(piece), attachment);
        }
        return ingress(piece.name(), piece.namespace(), annotations, paths(piece, scope));
    }

    /** Several routes of the host may want the same path of it to lead to the same service. */
    private boolean isNew(Manifest object) {
        return !object.kind().equals("Ingress") || beside.add(object.namespace().orElse("") + object.spec());
    }

    private void onHost(Piece piece, String name, String value) {
        String before = onHost.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
            scopes.apply(piece.component())
                    .finding(Finding.error(
                                    "route.conflict",
                                    piece.route().subject(),
                                    "component " + piece.component() + " wants " + name + " to be " + value
                                            + ", and another route of the host " + before)
                            .hint("it holds for the whole host: say the same in both routes"));
        }
    }

    private List<Mapping> paths(Piece piece, Scope scope) {
        List<Path> taken = routes.stream()
                .flatMap(stated -> Routes.taken(stated.fact()).stream())
                .toList();
        List<Mapping> paths = grammar.paths(piece, taken);
        if (role.isPresent()) {
            Set<String> texts = new HashSet<>();
            for (Mapping path : paths) {
                String text = path.text("path").orElseThrow();
                if (!texts.add(text)) {
                    scope.finding(Finding.error(
                                    "route.dialect",
                                    piece.route().subject(),
                                    "the " + ingress.offer().dialect().title() + " cannot keep path " + text
                                            + " both exact and as a prefix: on a host of several Ingresses it knows"
                                            + " paths by their text alone")
                            .hint("leave one of the two out"));
                }
            }
        }
        return paths;
    }

    private static List<Intent> intents(Piece piece, boolean tls) {
        Spec spec = piece.route().spec();
        List<Intent> intents = new ArrayList<>();
        if (tls) {
            intents.add(new Intent.Encrypted());
        }
        intents.add(new Intent.Speaks(piece.scheme()));
        if (spec.wants(Intent.WebSockets.class)) {
            if (!spec.wants(Intent.ReadTimeout.class)) {
                intents.add(new Intent.ReadTimeout(WEBSOCKET_SILENCE));
            }
            if (!spec.wants(Intent.SendTimeout.class)) {
                intents.add(new Intent.SendTimeout(WEBSOCKET_SILENCE));
            }
        }
        for (Intent intent : spec.intents()) {
            if (intent instanceof Intent.Guarded guarded && guarded.login() instanceof Login.Forward) {
                piece.route().forwarded().ifPresent(intents::add);
                continue;
            }
            intents.add(
                    intent instanceof Intent.Guarded guarded && guarded.realm().isEmpty()
                            ? new Intent.Guarded(guarded.login(), piece.route().host())
                            : intent);
        }
        intents.addAll(redirects(piece));
        return intents;
    }

    /** A redirect is of the route, not of each of its pieces. */
    private static List<Intent.Redirect> redirects(Piece piece) {
        boolean first = piece.backends().get(0).equals(piece.route().backends().get(0));
        return first ? piece.route().redirects() : List.of();
    }

    /** Declares that the controller opens the services and the proxies of logins, and that certain pods open the controller. */
    private void connect() {
        Pods controller = ingress.offer().pods().orIn(ingress.namespace());
        for (Stated<StatedRoute> stated : routes) {
            Scope scope = scopes.apply(stated.component());
            for (Backend backend : stated.fact().backends()) {
                scope.flow(
                        controller,
                        backend.service().offer().pods().orIn(backend.service().namespace()),
                        Protocol.TCP,
                        backend.service().offer().port().number());
            }
            stated.fact()
                    .forwarded()
                    .map(Intent.Forwarded::proxy)
                    .ifPresent(proxy -> scope.flow(
                            controller,
                            proxy.offer().pods().orIn(proxy.namespace()),
                            Protocol.TCP,
                            proxy.offer().port().number()));
            Spec spec = stated.fact().spec();
            int port =
                    (spec.tls().on() ? ingress.offer().https() : ingress.offer().http()).number();
            spec.callers().forEach(caller -> scope.flow(caller, controller, Protocol.TCP, port));
        }
    }

    private void add(Piece main, Optional<String> secret, List<Manifest> ingresses) {
        if (gateway.isPresent()) {
            Scope scope = scopes.apply(main.component());
            List<String> namespaces =
                    pieces.stream().map(Piece::namespace).distinct().sorted().toList();
            scope.manifest(gateway.get().listenerSet(secret, namespaces));
            secret.ifPresent(name -> scope.manifest(gateway.get().toTls()));
            for (int i = 0; i < pieces.size(); i++) {
                scopes.apply(pieces.get(i).component()).manifest(ingresses.get(i));
            }
            return;
        }
        Map<String, String> annotations = new TreeMap<>(onHost);
        if (!hostLines.isEmpty()) {
            annotations.put(grammar.hostSnippets(), String.join("\n", hostLines));
        }
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            Manifest one = ingresses.get(i);
            if (role.isPresent()) {
                one = one.withAnnotation(role.get(), "minion");
            } else if (piece.equals(main)) {
                for (Map.Entry<String, String> annotation : annotations.entrySet()) {
                    one = one.withAnnotation(annotation.getKey(), annotation.getValue());
                }
                one = withTls(one, secret);
            }
            scopes.apply(piece.component()).manifest(sorted(one));
        }
        if (role.isPresent()) {
            annotations.put(role.get(), "master");
            scopes.apply(main.component())
                    .manifest(withTls(
                            ingress(shortHost() + "-master", main.namespace(), annotations, ImmutableList.of()),
                            secret));
        }
    }

    private static Manifest sorted(Manifest manifest) {
        Mapping annotations = Mapping.texts(manifest.annotations());
        return annotations.isEmpty() ? manifest : manifest.withMetadata("annotations", annotations);
    }

    private Manifest withTls(Manifest manifest, Optional<String> secret) {
        return secret.map(name -> manifest.with(manifest.root()
                        .with(
                                "spec",
                                manifest.spec()
                                        .with(
                                                "tls",
                                                Node.list(Mapping.builder()
                                                        .put("hosts", Node.texts(host))
                                                        .put("secretName", name)
                                                        .build())))))
                .orElse(manifest);
    }

    private Manifest ingress(String name, String namespace, Map<String, String> annotations, List<Mapping> paths) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "networking.k8s.io/v1")
                .put("kind", "Ingress")
                .put("metadata", metadata(name, namespace, annotations))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("ingressClassName", ingress.offer().className())
                                .put("rules", Grammar.rules(host, paths))
                                .build())
                .build());
    }

    private static Mapping metadata(String name, String namespace, Map<String, String> annotations) {
        return Mapping.builder()
                .put("name", name)
                .put("namespace", namespace)
                .putUnlessEmpty("annotations", Mapping.texts(annotations))
                .build();
    }
}
