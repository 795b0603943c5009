package dev.hearth.checks.hold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.Checks;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules find in Java is what a real API server finds by the policies that are made of them. */
class AgreementTest {

    private static final Pattern NAMED = Pattern.compile("ValidatingAdmissionPolicy '([^']+)\\.hearth\\.dev'");
    private static final ImmutableList<Held> BOUNDS = ImmutableList.of(
            Bounds.registries(Set.of("docker.io/library", "ghcr.io", "registry:5000")),
            Bounds.exposed(),
            Bounds.domains(Set.of("home.arpa", "lan")),
            Bounds.encrypted());
    private static final List<Held> ALL =
            Stream.concat(Checks.held().stream(), BOUNDS.stream()).toList();
    private static final String LABEL = "hearth.dev/held";

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = ApiServer.start();
        server.createNamespace(Objects.NAMESPACE, Map.of(LABEL, "true"));
        server.createNamespace("free", Map.of());
        for (String namespace : List.of(Objects.NAMESPACE, "free")) {
            String account =
                    "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: " + namespace + "}}";
            server.create(json(Yaml.read(account, "account.yaml").get(0)));
        }
        for (Held rule : ALL) {
            for (Manifest object : policy(rule, "Warn", ImmutableList.of()).objects()) {
                Verdict verdict = server.create(json(object));
                assertThat(verdict.message()).as(object.toString()).isEmpty();
            }
        }
        Set<String> wanted = new TreeSet<>(ids(ALL));
        for (int i = 0; i < 200 && !wanted.isEmpty(); i++) {
            Objects objects = new Objects(i);
            for (int j = 0; j < 20; j++) {
                wanted.removeAll(refused(objects.next()));
            }
            Thread.sleep(50);
        }
        assertThat(wanted).as("rules that never come into force").isEmpty();
    }

    private static AdmissionPolicy policy(Held rule, String action, ImmutableList<Spared> spared) {
        String title = RuleCatalog.page(rule.id()).orElseThrow().title();
        return new AdmissionPolicy(rule, title, action, LABEL, spared);
    }

    private static List<String> ids(List<Held> rules) {
        return rules.stream().map(Held::id).toList();
    }

    private static byte[] json(Manifest object) {
        return Json.write(object.root()).getBytes(UTF_8);
    }

    /** The rules that the API server sees broken. */
    private static Set<String> refused(Manifest object) {
        Verdict verdict = server.dryRunCreate(json(object));
        assertThat(verdict.message()).as("%s", Json.write(object.root())).isEmpty();
        Set<String> ids = new TreeSet<>();
        for (String warning : verdict.warnings()) {
            Matcher matcher = NAMED.matcher(warning);
            if (matcher.find()) {
                ids.add(matcher.group(1));
            }
        }
        return ids;
    }

    private static Set<String> found(Manifest object) {
        Stream<String> found = Checks.of(KubernetesVersion.parse("1.35")).check(List.of(object)).findings().stream()
                .filter(finding -> !finding.rule().equals("image.denied") || finding.severity() == Severity.ERROR)
                .map(Finding::rule)
                .filter(ids(Checks.held())::contains);
        Stream<String> bounds =
                BOUNDS.stream().filter(rule -> rule.brokenBy(object)).map(Held::id);
        return Stream.concat(found, bounds).collect(toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void they_agree_about_objects_by_chance(long seed) {
        Objects objects = new Objects(1000 * seed);
        List<String> disagreements = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            Manifest object = objects.next();
            Set<String> java = found(object);
            Set<String> cluster = refused(object);
            seen.addAll(java);
            if (!java.equals(cluster)) {
                disagreements.add(java + " in Java, " + cluster + " in the cluster: " + Json.write(object.root()));
            }
        }

        assertThat(disagreements).isEmpty();
        assertThat(seen).as("each rule is broken by some of them").containsAll(ids(ALL));
    }

    @Test
    void the_conditions_alone_give_what_the_rules_find() {
        Objects objects = new Objects(5);
        for (int i = 0; i < 2000; i++) {
            Manifest object = objects.next();
            Set<String> broken = ALL.stream()
                    .filter(rule -> rule.brokenBy(object))
                    .map(Held::id)
                    .collect(toCollection(TreeSet::new));
            assertThat(found(object)).as("%s", Json.write(object.root())).isEqualTo(broken);
        }
    }

    @Test
    void nothing_is_asked_of_other_namespaces() {
        Objects objects = new Objects(7);
        for (int i = 0; i < 100; i++) {
            Manifest object = objects.next();
            if (object.namespace().isPresent()) {
                assertThat(refused(object.inNamespace("free"))).isEmpty();
            }
        }
    }
}
