package dev.hearth.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import dev.hearth.schemas.cel.CelRule;
import dev.hearth.schemas.cel.CelRules;
import dev.hearth.schemas.cel.CelValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpressionsTest {

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: shops.example.org}
            spec:
              group: example.org
              scope: Namespaced
              names: {plural: shops, kind: Shop}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      x-kubernetes-validations:
                        - {rule: "self.metadata.name != 'closed'", message: is closed}
                      properties:
                        spec:
                          type: object
                          x-kubernetes-validations:
                            - {rule: self.least <= self.most, message: least is above most, fieldPath: .least, reason: FieldValueForbidden}
                            - {rule: "has(self.opens__dash__at)", message: must open}
                          properties:
                            least: {type: integer, default: 1}
                            most: {type: integer, default: 5}
                            opens-at: {type: string}
                            every: {type: string, format: duration, x-kubernetes-validations: [{rule: "self >= duration('1m')", message: too often}]}
                            hosts:
                              type: array
                              items: {type: string, x-kubernetes-validations: [{rule: "self.endsWith('.home.arpa')", message: not at home}]}
                            labels: {type: object, additionalProperties: {type: string}, x-kubernetes-validations: [{rule: "self.all(k, size(self[k]) > 0)", message: empty label}]}
            """;

    private static List<String> faults(String object) {
        Schemas schemas = Schemas.of(KubernetesVersion.parse("1.35")).with(Yaml.read(DEFINITION, "crd.yaml"));
        KindSchema kind = schemas.kind("example.org/v1", "Shop").orElseThrow();
        Mapping root = Yaml.documents(object, "shop.yaml").get(0).mapping();
        assertThat(kind.decode(root)).isEmpty();
        return kind.validate(kind.defaulted(root)).stream()
                .map(fault -> fault.path() + " " + fault.reason() + " " + fault.message())
                .toList();
    }

    private static String shop(String spec) {
        return "{apiVersion: example.org/v1, kind: Shop, metadata: {name: shop, namespace: a}, spec: {" + spec + "}}";
    }

    @Test
    void what_keeps_the_rules_has_no_faults() {
        assertThat(faults(shop("opens-at: '9', every: 90s, hosts: [a.home.arpa], labels: {a/b: c}")))
                .isEmpty();
    }

    @Test
    void a_rule_sees_the_defaults_and_says_path_and_reason() {
        assertThat(faults(shop("opens-at: '9', least: 9"))).containsExactly("spec.least FORBIDDEN least is above most");
    }

    @Test
    void a_field_whose_name_is_no_identifier_can_be_reached() {
        assertThat(faults(shop("least: 1"))).containsExactly("spec INVALID must open");
    }

    @Test
    void values_have_the_type_of_their_format() {
        assertThat(faults(shop("opens-at: '9', every: 59s"))).containsExactly("spec.every INVALID too often");
    }

    @Test
    void items_and_maps_are_judged_where_they_stand() {
        assertThat(faults(shop("opens-at: '9', hosts: [a.home.arpa, b.example.org], labels: {a: ''}")))
                .containsExactly("spec.hosts[1] INVALID not at home", "spec.labels INVALID empty label");
    }

    @Test
    void the_whole_object_has_a_name() {
        assertThat(faults(shop("opens-at: '9'").replace("name: shop", "name: closed")))
                .containsExactly(" INVALID is closed");
    }

    @Test
    void every_rule_of_the_real_definitions_is_understood() throws IOException {
        Path folder = Path.of("../../../shared/crds");
        assumeTrue(Files.isDirectory(folder), "no real definitions beside the project");
        List<String> errors = new ArrayList<>();
        List<CelRule> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (Manifest object :
                        Yaml.read(Files.readString(file), file.getFileName().toString())) {
                    rules(object.root(), all);
                }
            }
        }

        all.stream()
                .distinct()
                .forEach(rule -> errors.addAll(CelRules.of(List.of(rule)).errors()));

        assertThat(all).hasSizeGreaterThan(400);
        assertThat(errors).isEmpty();
    }

    private static void rules(Node node, List<CelRule> to) {
        if (node instanceof Mapping mapping) {
            if (mapping.has("x-kubernetes-validations")) {
                to.addAll(((Expressions) Expressions.reader().orElseThrow().read(mapping))
                        .rules()
                        .rules());
            }
            mapping.fields().values().forEach(child -> rules(child, to));
        } else if (node instanceof Sequence sequence) {
            sequence.forEach(child -> rules(child, to));
        }
    }

    @Test
    void a_path_of_a_rule_may_have_keys() {
        assertThat(CelValues.steps(".spec.labels['app']"))
                .isEqualTo(FieldPath.of("spec", "labels", "app").steps());
    }
}
