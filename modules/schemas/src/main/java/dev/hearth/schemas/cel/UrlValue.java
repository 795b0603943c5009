package dev.hearth.schemas.cel;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An absolute URL, or an absolute path, within an expression.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library">URL library</a>
 */
record UrlValue(URI uri) {

    static final CelType TYPE = OpaqueType.create("kubernetes.URL");

    static Optional<UrlValue> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean absolute = uri.getScheme() != null || text.startsWith("/");
            return absolute ? Optional.of(new UrlValue(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static UrlValue require(String text) throws CelEvaluationException {
        return parse(text)
                .orElseThrow(() -> CelEvaluationExceptionBuilder.newBuilder("'%s' is no URL", text)
                        .build());
    }

    private String authority() {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private String hostname() {
        String authority = authority();
        int colon = authority.lastIndexOf(':');
        String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private String port() {
        String authority = authority();
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(colon + 1) : "";
    }

    private ImmutableMap<String, ImmutableList<String>> query() {
        ImmutableListMultimap.Builder<String, String> query = ImmutableListMultimap.builder();
        String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : Splitter.on('&').omitEmptyStrings().split(raw)) {
            int equals = pair.indexOf('=');
            query.put(
                    decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    decoded(equals < 0 ? "" : pair.substring(equals + 1)));
        }
        return query.build().asMap().entrySet().stream()
                .collect(toImmutableMap(entry -> entry.getKey(), entry -> ImmutableList.copyOf(entry.getValue())));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    static void functions(Functions to) {
        Class<UrlValue> java = UrlValue.class;
        to.global("url", TYPE, SimpleType.STRING, String.class, UrlValue::require)
                .global(
                        "isURL",
                        SimpleType.BOOL,
                        SimpleType.STRING,
                        String.class,
                        text -> parse(text).isPresent())
                .member("getScheme", SimpleType.STRING, TYPE, java, url -> orEmpty(url.uri.getScheme()))
                .member("getHost", SimpleType.STRING, TYPE, java, UrlValue::authority)
                .member("getHostname", SimpleType.STRING, TYPE, java, UrlValue::hostname)
                .member("getPort", SimpleType.STRING, TYPE, java, UrlValue::port)
                .member("getEscapedPath", SimpleType.STRING, TYPE, java, url -> orEmpty(url.uri.getRawPath()))
                .member(
                        "getQuery",
                        MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
                        TYPE,
                        java,
                        UrlValue::query);
    }
}
