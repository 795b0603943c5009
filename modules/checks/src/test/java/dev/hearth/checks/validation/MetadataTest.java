package dev.hearth.checks.validation;

import static dev.hearth.checks.validation.Validated.faults;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    private static String config(String metadata) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop, " + metadata + "}}";
    }

    @ParameterizedTest
    @CsvSource({
        "v1, Namespace, a.b, a-b",
        "v1, Service, 1st, first",
        "v1, ConfigMap, Shop, shop.one",
        "apps/v1, StatefulSet, a.b, a",
        "rbac.authorization.k8s.io/v1, ClusterRole, a/b, 'system:auth-delegator'",
        "policy/v1, PodDisruptionBudget, a%b, 'A:b'",
        "networking.k8s.io/v1, IPAddress, 010.1.1.1, 10.1.1.1",
        "example.com/v1, Thing, Thing, a.thing",
        "batch/v1, CronJob, a123456789012345678901234567890123456789012345678901234, a"
    })
    void each_kind_has_its_form_of_names(String apiVersion, String kind, String refused, String taken) {
        String object = "{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: '%s'}}";

        assertThat(faults(object.formatted(refused))).contains("invalid metadata.name");
        assertThat(faults(object.formatted(taken))).doesNotContain("invalid metadata.name");
    }

    @Test
    void a_namespace_is_a_label_and_need_not_be_said() {
        String object = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings%s}}";

        assertThat(faults(object.formatted(""))).isEmpty();
        assertThat(faults(object.formatted(", namespace: a.b"))).containsExactly("invalid metadata.namespace");
    }

    @Test
    void the_server_reads_over_a_namespace_where_there_is_none() {
        assertThat(faults("{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {'a b': c} | invalid metadata.labels",
                "labels: {a: 'b/c'} | invalid metadata.labels",
                "labels: {a: 1} | type metadata.labels.a",
                "annotations: {'x//y': z} | invalid metadata.annotations",
                "finalizers: [hold] | invalid metadata.finalizers[0]",
                "finalizers: [orphan, foregroundDeletion] | invalid metadata.finalizers",
                "generation: -1 | invalid metadata.generation",
                "generateName: AB- | invalid metadata.generateName",
                "ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: ''}] | invalid metadata.ownerReferences.uid",
                "ownerReferences: [{apiVersion: v1, kind: Event, name: a, uid: b}] | invalid metadata.ownerReferences",
            })
    void metadata_keeps_its_rules(String metadata, String fault) {
        assertThat(faults(config(metadata))).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels: {app.kubernetes.io/name: Shop_1, empty: ''}",
                "annotations: {Example.com/Note: 'any text: at all'}",
                "finalizers: [kubernetes, example.com/hold]",
                "generateName: shop-",
                "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: a, uid: b, controller: true}]",
            })
    void metadata_that_keeps_its_rules_is_taken(String metadata) {
        assertThat(faults(config(metadata))).isEmpty();
    }

    @Test
    void annotations_have_a_size_that_all_share() {
        String half = "x".repeat(128 * 1024 - 1);

        assertThat(faults(config("annotations: {a: '" + half + "', b: '" + half + "'}")))
                .isEmpty();
        assertThat(faults(config("annotations: {a: '" + half + "', bc: '" + half + "'}")))
                .containsExactly("too-long metadata.annotations");
    }

    @Test
    void of_a_kind_that_nobody_described_the_metadata_is_looked_at() {
        assertThat(
                        faults(
                                "{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, labels: {b: 1}}, any: {thing: 1}}"))
                .containsExactly("type metadata.labels.b");
        assertThat(faults("{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, finalizers: [hold]}}"))
                .isEmpty();
    }

    @Test
    void a_finding_says_what_stands_there_and_what_must() {
        ImmutableList<Finding> findings = Validated.findings(
                "1.35", Yaml.read("{apiVersion: v1, kind: Namespace, metadata: {name: Shop}}", "shop.yaml"));

        assertThat(findings).hasToString("""
                        [error schema.invalid  Namespace Shop  metadata.name
                          shop.yaml:1  'Shop' must be 1 to 63 lower-case letters, digits and '-', with a letter or digit at both ends \
                        (RFC 1123 label)]""");
    }
}
