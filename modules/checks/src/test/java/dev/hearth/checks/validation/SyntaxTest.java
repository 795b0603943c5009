package dev.hearth.checks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxTest {

    private static Arguments form(
            String name, Function<String, Optional<String>> form, List<String> taken, List<String> refused) {
        return Arguments.of(name, form, taken, refused);
    }

    static Stream<Arguments> forms() {
        String longest = "a".repeat(63);
        return Stream.of(
                form(
                        "label",
                        Syntax::label,
                        List.of("a", "0", "a-b", longest),
                        List.of("", "A", "a.b", "-a", "a-", "a_b", "shöp", longest + "a")),
                form("service", Syntax::service, List.of("a", "a1"), List.of("", "1a", "a.b", "a-")),
                form(
                        "subdomain",
                        Syntax::subdomain,
                        List.of("shop", "shop.one", "0", "a-b.c-d", longest + "a"),
                        List.of("", "Shop", "shop_1", "-shop", "shop-", "shop..one", "a.-b", ".", "a.")),
                form(
                        "underscored subdomain",
                        Syntax::underscoredSubdomain,
                        List.of("a_b.c", "_a.b"),
                        List.of("", "a_.b", "a..b")),
                form(
                        "wildcard",
                        Syntax::wildcardSubdomain,
                        List.of("*.example.com"),
                        List.of("*", "*.", "*.*.com", "a.*.com", "example.com")),
                form(
                        "path segment",
                        Syntax::pathSegment,
                        List.of("system:auth-delegator", "A b"),
                        List.of(".", "..", "a/b", "a%b")),
                form(
                        "label value",
                        Syntax::labelValue,
                        List.of("", "A_b.c-1", longest),
                        List.of("-a", "a.", "a/b", "a b", longest + "a")),
                form(
                        "label key",
                        Syntax::labelKey,
                        List.of("app", "A_b.c", "example.com/App"),
                        List.of("", "/a", "a/", "a/b/c", "A.com/a", "a b")),
                form("annotation key", Syntax::annotationKey, List.of("Example.COM/a"), List.of("x//y", "")),
                form("prefixed key", Syntax::prefixedKey, List.of("a/b"), List.of("b", "a/")),
                form(
                        "data key",
                        Syntax::dataKey,
                        List.of("a", ".hidden", "A_b-c.d", "a.."),
                        List.of("", ".", "..", "..a", "a/b")),
                form(
                        "port name",
                        Syntax::portName,
                        List.of("http", "a", "1a", "a-b"),
                        List.of("", "HTTP", "80", "-a", "a-", "a--b", "sixteen-letters-")),
                form("variable", Syntax::envName, List.of("A", "1", "a b", "a.b"), List.of("", "a=b", "ü", "a\nb")),
                form("strict variable", Syntax::strictEnvName, List.of("_A", "a.b"), List.of("", "1", "..a", "a b")),
                form("identifier", Syntax::identifier, List.of("_a1"), List.of("", "1a", "a-b")),
                form("percent", Syntax::percent, List.of("0%", "250%"), List.of("", "%", "1", "1.5%", "-1%")),
                form("header", Syntax::headerName, List.of("X-Name"), List.of("", "a_b", "a:")),
                form(
                        "relative path",
                        Syntax::relativePath,
                        List.of("", "a/b", "..a", "a/...", "a\\..\\b"),
                        List.of("/a", "..", "a/../b")),
                form(
                        "beginning of a label",
                        Syntax.beginning(Syntax::label),
                        List.of("a-", "a"),
                        List.of("-", "", "AB-")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void a_form_takes_what_has_it_and_nothing_else(
            String name, Function<String, Optional<String>> form, List<String> taken, List<String> refused) {
        assertThat(taken)
                .as(name)
                .allSatisfy(text -> assertThat(form.apply(text)).isEmpty());
        assertThat(refused)
                .as(name)
                .allSatisfy(text -> assertThat(form.apply(text))
                        .hasValueSatisfying(rule -> assertThat(rule).startsWith("must ")));
    }
}
