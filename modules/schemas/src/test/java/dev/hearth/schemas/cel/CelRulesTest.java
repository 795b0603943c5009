package dev.hearth.schemas.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelRulesTest {

    private static final Map<String, Object> SELF = Map.of(
            "name",
            "web",
            "size",
            "2Gi",
            "replicas",
            3L,
            "ratio",
            0.5,
            "tags",
            List.of("a", "b"),
            "labels",
            Map.of("app", "web"),
            "ports",
            List.of(Map.of("name", "http", "port", 80L), Map.of("name", "https", "port", 443L)));

    private static CelRule rule(String rule) {
        return new CelRule(rule, "", "", "", "", false);
    }

    private static ImmutableList<CelViolation> violations(CelRule rule) {
        return CelRules.of(List.of(rule)).violations(SELF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.replicas > 2 && self.ratio < 1",
                "has(self.name) && !has(self.nothing)",
                "self.ports.all(p, p.port > 0 && p.port < 65536)",
                "self.ports.exists_one(p, p.name == 'http')",
                "self.ports.map(p, p.port) == [80, 443]",
                "self.ports.filter(p, p.port == 80).size() == 1",
                "self.labels.all(k, k.matches('^[a-z]+$'))",
                "'app' in self.labels && self.labels['app'] == self.name",
                "self.?nothing.orValue('other') == 'other'",
                "self.tags.isSorted() && self.tags.indexOf('b') == 1 && self.tags.lastIndexOf('c') == -1",
                "[3, 1, 2].min() == 1 && [3, 1, 2].max() == 3 && [3, 1, 2].sum() == 6",
                "quantity(self.size).isGreaterThan(quantity('2000Mi'))",
                "quantity('500m').compareTo(quantity('0.5')) == 0 && quantity('1k').asInteger() == 1000",
                "quantity('1').add(quantity('1')).sub(1).isInteger() && quantity('-1').sign() == -1",
                "isQuantity('1e3') && !isQuantity('1 Gi') && quantity('1.5').asApproximateFloat() == 1.5",
                "isIP('10.0.0.1') && !isIP('010.0.0.1') && ip('::1').family() == 6 && ip('::1').isLoopback()",
                "ip.isCanonical('127.0.0.1') && !ip.isCanonical('2001:DB8::1') && string(ip('10.0.0.1')) == '10.0.0.1'",
                "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.0.0/16').prefixLength() == 16",
                "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && isCIDR('::/0') && !isCIDR('10.0.0.0/33')",
                "isURL('https://example.org:8080/a?b=c') && !isURL('example') && url('https://[::1]:80/a').getHostname() == '::1'",
                "url('https://example.org:8080/a%20b?x=1&x=2').getPort() == '8080' && url('https://e/a?x=1&x=2').getQuery()['x'] == ['1', '2']",
                "url('https://example.org:8080/a%20b').getEscapedPath() == '/a%20b' && url('/p').getScheme() == ''",
                "'abc 123'.find('[0-9]+') == '123' && 'a1b2'.findAll('[0-9]') == ['1', '2'] && 'a1b2'.findAll('[0-9]', 1) == ['1']",
                "!format.dns1123Label().validate('web').hasValue() && format.dns1123Label().validate('Web').hasValue()",
                "!format.named('uuid').value().validate('6ba7b810-9dad-11d1-80b4-00c04fd430c8').hasValue()",
                "semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('1.0.0-rc.1') && !isSemver('v1.0')",
                "isSemver('v1.0', true) && semver('v01.2', true).minor() == 2",
                "semver('1.0.0-rc.2').isGreaterThan(semver('1.0.0-rc.1')) && semver('1.0.0').isGreaterThan(semver('1.0.0-rc.1'))",
                "duration('90s') == duration('1m30s') && timestamp('2020-01-01T00:00:00Z').getFullYear() == 2020",
                "'a,b'.split(',').size() == 2 && ' a '.trim() == 'a' && 'Ab'.lowerAscii() == 'ab' && ['a', 'b'].join('-') == 'a-b'",
                "sets.contains([1, 2, 3], [1]) && type(self.replicas) == int && string(self.replicas) == '3'",
                "self.labels.exists(k, v, k == 'app' && v == 'web')",
            })
    void knows_what_the_api_server_knows(String expression) {
        assertThat(CelRules.of(List.of(rule(expression))).errors()).isEmpty();
        assertThat(violations(rule(expression))).isEmpty();
        assertThat(violations(rule("!(" + expression + ")"))).hasSize(1);
    }

    @Test
    void says_the_message_of_the_rule() {
        CelRule broken =
                new CelRule("self.replicas < 3", " at most two ", "", "FieldValueForbidden", ".replicas", false);

        assertThat(violations(broken)).containsExactly(new CelViolation(broken, "at most two"));
    }

    @Test
    void prefers_the_message_that_is_computed() {
        CelRule broken = new CelRule(
                "self.replicas < 3", "too many", "'at most two, not ' + string(self.replicas)", "", "", false);

        assertThat(violations(broken)).extracting(CelViolation::message).containsExactly("at most two, not 3");
    }

    @Test
    void falls_back_to_the_message_where_the_computed_one_fails() {
        CelRule broken = new CelRule("self.replicas < 3", "too many", "'not ' + string(self.none)", "", "", false);

        assertThat(violations(broken)).extracting(CelViolation::message).containsExactly("too many");
    }

    @Test
    void says_the_rule_itself_where_it_has_no_message() {
        assertThat(violations(rule("self.replicas < 3")))
                .extracting(CelViolation::message)
                .containsExactly("must hold: self.replicas < 3");
    }

    @Test
    void a_rule_that_reads_what_is_not_there_is_not_kept() {
        assertThat(violations(rule("self.nothing == 1"))).hasSize(1);
    }

    @Test
    void a_rule_about_a_change_says_nothing_of_what_is_new() {
        assertThat(violations(rule("self.replicas == oldSelf.replicas"))).isEmpty();
    }

    @Test
    void a_rule_that_takes_the_old_object_for_optional_holds_for_new_ones() {
        assertThat(violations(new CelRule("oldSelf.hasValue() || self.replicas == 3", "", "", "", "", true)))
                .isEmpty();
        assertThat(violations(new CelRule("oldSelf.hasValue() || self.replicas == 4", "", "", "", "", true)))
                .hasSize(1);
    }

    @Test
    void a_rule_that_does_not_compile_is_told_and_judges_nothing() {
        CelRules rules = CelRules.of(List.of(rule("self.replicas >")));

        assertThat(rules.errors()).hasSize(1);
        assertThat(rules.violations(SELF)).isEmpty();
    }

    @Test
    void a_rule_without_end_is_stopped() {
        String nested = "[1,2,3,4,5,6,7,8,9,10]";
        String endless = nested + ".all(a, " + nested + ".all(b, " + nested + ".all(c, " + nested + ".all(d, " + nested
                + ".all(e, " + nested + ".all(f, " + nested + ".all(g, true)))))))";

        assertThat(violations(rule(endless)))
                .singleElement()
                .extracting(CelViolation::message)
                .asString()
                .startsWith("cannot be judged: ");
    }
}
