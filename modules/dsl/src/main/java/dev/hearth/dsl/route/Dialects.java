package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.route.Answer.Kept;
import dev.hearth.dsl.route.Answer.NotKept;
import dev.hearth.dsl.route.StatedRoute.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each dialect keeps, and how. */
public final class Dialects {

    private static final String ZONE = "pages";

    private static final ImmutableMap<String, Dialect> F5 = ImmutableMap.of(
            "",
            Dialect.f5Nginx(),
            "withHttp2()",
            Dialect.f5Nginx().withHttp2(),
            "withCustomResources()",
            Dialect.f5Nginx().withCustomResources(),
            "withSnippets()",
            Dialect.f5Nginx().withSnippets(),
            "withCustomResources().withSnippets()",
            Dialect.f5Nginx().withCustomResources().withSnippets(),
            "withSnippets().withCacheZone(\"" + ZONE + "\")",
            Dialect.f5Nginx().withSnippets().withCacheZone(ZONE));

    private static final ImmutableMap<String, Dialect> COMMUNITY = ImmutableMap.of(
            "",
            Dialect.communityNginx(),
            "withResponseHeaders(...)",
            Dialect.communityNginx().withResponseHeaders("X-Frame-Options", "Content-Security-Policy"),
            "withHsts(...)",
            Dialect.communityNginx().withHsts(Hsts.of(Duration.ofDays(30))),
            "withSnippets()",
            Dialect.communityNginx().withSnippets(),
            "withSnippets().withCacheZone(\"" + ZONE + "\")",
            Dialect.communityNginx().withSnippets().withCacheZone(ZONE));

    private static final Dialect GATEWAY_DIALECT = Dialect.nginxGateway("public", "gateway");

    private static final ImmutableMap<String, Dialect> GATEWAY = ImmutableMap.of("", GATEWAY_DIALECT);

    private Dialects() {}

    /**
     * A table in Markdown: a line for each intent, and for each dialect the annotations, lines of configuration and
     * objects that keep it, or what the controller must allow first.
     */
    public static String table() {
        StringBuilder out = new StringBuilder();
        row(
                out,
                "a route says",
                Dialect.f5Nginx().title(),
                Dialect.communityNginx().title(),
                GATEWAY_DIALECT.title());
        row(out, "---", "---", "---", "---");
        row(
                out,
                "path(\"/api\", ...)",
                Grammar.of(Dialect.f5Nginx()).prefixWords(),
                Grammar.of(Dialect.communityNginx()).prefixWords(),
                Grammar.of(GATEWAY_DIALECT).prefixWords());
        row(
                out,
                "several routes at one host",
                Grammar.of(Dialect.f5Nginx()).sharedWords(),
                Grammar.of(Dialect.communityNginx()).sharedWords(),
                Grammar.of(GATEWAY_DIALECT).sharedWords());
        for (Intent intent : samples()) {
            row(out, intent.words(), cell(F5, intent), cell(COMMUNITY, intent), cell(GATEWAY, intent));
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String intent, String... cells) {
        String said = intent.endsWith(")") ? "`" + intent + "`" : intent;
        out.append("| ").append(said);
        for (String cell : cells) {
            out.append(" | ").append(cell);
        }
        out.append(" |\n");
    }

    private static ImmutableList<Intent> samples() {
        Login login = Login.basic(Credential.named("shop-login")
                .outside()
                .passwordFile("users", "admin")
                .key("users"));
        return ImmutableList.of(
                new Intent.Encrypted(),
                new Intent.StrictTransport(Hsts.of(Duration.ofDays(30))),
                new Intent.Speaks("http"),
                new Intent.Speaks("https"),
                new Intent.Speaks("grpc"),
                new Intent.BodySize(Optional.of(Bytes.mib(64))),
                new Intent.BodySize(Optional.empty()),
                new Intent.ReadTimeout(Duration.ofMinutes(5)),
                new Intent.SendTimeout(Duration.ofMinutes(5)),
                new Intent.WebSockets(),
                new Intent.UnbufferedUploads(),
                new Intent.UnbufferedResponses(),
                new Intent.ClientRanges(ImmutableList.of(Cidr.parse("192.168.10.0/24"))),
                new Intent.Guarded(login, "shop.home.arpa"),
                forwarded(ImmutableSortedSet.of()),
                forwarded(ImmutableSortedSet.of("X-Auth-Request-User")),
                new Intent.Cache(Duration.ofMinutes(10)),
                new Intent.KeptByOthers(CacheControl.shared(Duration.ofHours(1))),
                new Intent.Redirect("/old", "https://shop.home.arpa/new"),
                new Intent.ResponseHeaders(ImmutableSortedMap.of("X-Frame-Options", "DENY")),
                new Intent.ResponseHeaders(ImmutableSortedMap.of("Content-Security-Policy", "img-src 'self' data:")));
    }

    private static Intent forwarded(ImmutableSortedSet<String> headers) {
        Pods pods = Pods.labelled("login", "app.kubernetes.io/name", "login");
        return new Intent.Forwarded(
                new Offered<>("login", "login", false, ServiceOffer.of("login", Port.http(4180), pods)),
                "http://login.login.svc.cluster.local:4180",
                "shop.home.arpa",
                headers);
    }

    private static String cell(Map<String, Dialect> variants, Intent intent) {
        List<String> ways = new ArrayList<>();
        String refusal = "";
        for (Map.Entry<String, Dialect> variant : variants.entrySet()) {
            Answer answer = Grammar.of(variant.getValue()).answer(intent, place());
            if (answer instanceof NotKept not) {
                refusal = refusal.isEmpty() ? not.why() : refusal;
                continue;
            }
            String way = way((Kept) answer, Grammar.of(variant.getValue()));
            if (variant.getKey().isEmpty()) {
                return way;
            }
            // The option that brings the way is the first with it; a longer one brings nothing new.
            if (ways.stream().noneMatch(known -> known.endsWith(": " + way))) {
                ways.add("with `" + variant.getKey() + "`: " + way);
            }
        }
        return ways.isEmpty() ? "finding: " + refusal : "finding, but " + String.join("; ", ways);
    }

    private static String way(Kept kept, Grammar grammar) {
        List<String> parts = new ArrayList<>();
        kept.onHost().forEach((name, value) -> parts.add("`" + name + ": \"" + value + "\"`"));
        kept.onPaths().forEach((name, value) -> parts.add("`" + name + ": \"" + value + "\"`"));
        if (!kept.hostSnippets().isEmpty()) {
            parts.add("`" + grammar.hostSnippets() + "` with `" + String.join(" ", kept.hostSnippets()) + "`");
        }
        if (!kept.pathSnippets().isEmpty()) {
            parts.add("`" + grammar.pathSnippets() + "` with `" + String.join(" ", kept.pathSnippets()) + "`");
        }
        kept.objects()
                .forEach(manifest -> manifest.annotations()
                        .forEach((name, value) -> parts.add("`" + name + ": \"" + value + "\"`")));
        kept.attachment().policies().forEach((field, value) -> parts.add("`" + field + ": " + value + "`"));
        kept.attachment()
                .headers()
                .forEach((name, value) -> parts.add("ResponseHeaderModifier `" + name + ": " + value + "`"));
        if (!kept.note().isEmpty()) {
            parts.add(kept.note());
        }
        return String.join(", ", parts);
    }

    private static Grammar.Place place() {
        Pods pods = Pods.labelled("web", "app.kubernetes.io/name", "web");
        Backend backend = new Backend(
                Path.prefix("/"), new Offered<>("shop", "shop", false, ServiceOffer.of("web", Port.http(8080), pods)));
        StatedRoute route = new StatedRoute(
                Spec.at("shop"), "shop.home.arpa", ImmutableList.of(backend), ImmutableList.of(), Optional.empty());
        return new Grammar.Place(new Piece("shop", route, "shop", "shop", ImmutableList.of(backend)), "nginx", false);
    }
}
