package dev.hearth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Admission;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionsTest {

    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  automountServiceAccountToken: false
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: web
                      image: ghcr.io/example/web:1.4.2
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: {drop: [ALL]}
                      resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}
            """;
    private static final String UNTAGGED = GOOD.replace(":1.4.2", ":latest");

    @TempDir
    private Path root;

    /** A component of plain YAML. */
    private record Shop(String yaml, UnaryOperator<Manifests> more) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return more.apply(Manifests.none().yaml(yaml));
        }
    }

    private Rendering render(Admission admission, String yaml, UnaryOperator<Manifests> more) {
        return render(cluster(yaml, more).admission(admission));
    }

    private static Cluster cluster(String yaml, UnaryOperator<Manifests> more) {
        return Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("shops", new Shop(yaml, more));
    }

    private Rendering render(Cluster cluster) {
        return Hearth.rendering(Definition.of(cluster), root);
    }

    private static List<Manifest> policies(Rendering rendering) {
        return rendering.objects().stream()
                .filter(object -> object.kind().equals("ValidatingAdmissionPolicy"))
                .toList();
    }

    private static Manifest object(Rendering rendering, String kind, String name) {
        return rendering.objects().stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Manifest policy(Rendering rendering, String rule) {
        return object(rendering, "ValidatingAdmissionPolicy", rule + ".hearth.dev");
    }

    private static List<String> conditions(Manifest policy) {
        return policy.spec().sequence("matchConditions").mappings().stream()
                .map(condition -> condition.text("expression").orElse(""))
                .toList();
    }

    private static List<String> errors(Rendering rendering) {
        return rendering.findings().stream()
                .filter(finding -> finding.rule().startsWith("admission."))
                .map(Finding::rule)
                .toList();
    }

    @Test
    void nothing_is_held_unless_it_is_said() {
        Rendering rendering = render(cluster(GOOD, all -> all));

        assertThat(policies(rendering)).isEmpty();
        assertThat(object(rendering, "Namespace", "shop").labels()).doesNotContainKey("hearth.dev/held");
    }

    @Test
    void each_rule_is_a_policy_and_a_binding_to_the_namespaces_of_the_tree() {
        Rendering rendering = render(Admission.denying(), GOOD, all -> all);

        assertThat(policies(rendering)).hasSize(16).allSatisfy(policy -> {
            Mapping binding = object(rendering, "ValidatingAdmissionPolicyBinding", policy.name())
                    .spec();
            assertThat(binding.text("policyName")).contains(policy.name());
            assertThat(binding.sequence("validationActions").strings()).containsExactly("Deny");
            assertThat(binding.mapping("matchResources")
                            .mapping("namespaceSelector")
                            .mapping("matchLabels")
                            .text("hearth.dev/held"))
                    .contains("true");
            assertThat(policy.spec().text("failurePolicy")).contains("Fail");
        });
        assertThat(object(rendering, "Namespace", "shop").labels()).containsEntry("hearth.dev/held", "true");
        assertThat(errors(rendering)).isEmpty();
    }

    @Test
    void policies_come_after_the_namespaces_and_before_every_workload() {
        Rendering rendering = render(Admission.denying(), GOOD, all -> all);

        assertThat(policy(rendering, "image.tag").owner()).contains("namespaces");
        assertThat(policy(rendering, "image.tag").annotations()).containsEntry("argocd.argoproj.io/sync-wave", "1");
    }

    @Test
    void what_the_cluster_would_refuse_of_its_own_tree_is_an_error_of_the_render() {
        assertThat(errors(render(Admission.denying(), UNTAGGED, all -> all))).containsExactly("admission.refused");
        assertThat(errors(render(Admission.warning(), UNTAGGED, all -> all))).isEmpty();
        assertThat(errors(render(Admission.denying().warn("image.tag"), UNTAGGED, all -> all)))
                .isEmpty();
    }

    @Test
    void what_is_accepted_is_allowed_to_that_object_and_its_pods_alone() {
        Rendering rendering =
                render(Admission.denying(), UNTAGGED, all -> all.accept("image.tag", "it is built here each night"));

        assertThat(errors(rendering)).isEmpty();
        assertThat(conditions(policy(rendering, "image.tag")))
                .last()
                .asString()
                .contains("== 'shop'", "object.?kind.orValue('') == 'Deployment'", "'web'", "ownerReferences");
        assertThat(conditions(policy(rendering, "pod.resources"))).hasSize(1);
    }

    @Test
    void a_rule_may_warn_or_tell_the_audit_log_and_then_fails_open() {
        Rendering rendering = render(Admission.denying().warn("image.tag").audit("pod.token"), GOOD, all -> all);

        assertThat(policy(rendering, "image.tag").spec().text("failurePolicy")).contains("Ignore");
        assertThat(object(rendering, "ValidatingAdmissionPolicyBinding", "image.tag.hearth.dev")
                        .spec()
                        .sequence("validationActions")
                        .strings())
                .containsExactly("Warn");
        assertThat(object(rendering, "ValidatingAdmissionPolicyBinding", "pod.token.hearth.dev")
                        .spec()
                        .sequence("validationActions")
                        .strings())
                .containsExactly("Audit");
    }

    @Test
    void rules_are_chosen_or_left_out_with_a_reason_that_reports_list() {
        assertThat(policies(render(Admission.denying().only("image.tag", "pod.token"), GOOD, all -> all)))
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder("image.tag.hearth.dev", "pod.token.hearth.dev");

        Rendering without = render(Admission.denying().without("image.tag", "people try things"), GOOD, all -> all);
        assertThat(policies(without)).extracting(Manifest::name).doesNotContain("image.tag.hearth.dev");
        assertThat(without.expansion().facts(Exemption.class))
                .anyMatch(stated -> stated.fact().reason().equals("people try things"));
    }

    @Test
    void a_namespace_is_left_alone_by_a_rule_where_the_cluster_or_its_component_says_so() {
        Rendering ofCluster =
                render(Admission.denying().spare("shop", "image.tag", "people try things"), UNTAGGED, all -> all);
        Rendering ofComponent = render(
                Admission.denying(), UNTAGGED, all -> all.and(Admission.Spare.from("image.tag", "people try things")));

        assertThat(ofCluster.manifests()).isEqualTo(ofComponent.manifests());
        assertThat(errors(ofCluster)).isEmpty();
        assertThat(conditions(policy(ofCluster, "image.tag")))
                .last()
                .isEqualTo("!((object.?metadata.?namespace.orValue('') == 'shop'))");
    }

    @Test
    void a_limit_range_speaks_for_the_pods_of_its_namespace() {
        String silent = GOOD.replaceAll("resources: .*", "resources: {}") + "---\n" + """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: shop}
                spec:
                  limits: [{type: Container, default: {memory: 64Mi}, defaultRequest: {cpu: 50m, memory: 64Mi}}]
                """;
        Rendering rendering = render(Admission.denying(), silent, all -> all);

        assertThat(errors(rendering)).isEmpty();
        assertThat(conditions(policy(rendering, "pod.resources"))).hasSize(2);
    }

    @Test
    void images_come_from_the_registries_that_are_listed_and_their_mirrors() {
        Admission admission = Admission.denying().registries("docker.io", "quay.io");
        Rendering elsewhere = render(admission, GOOD, all -> all);
        Rendering mirrored = render(cluster(GOOD.replace("ghcr.io", "quay.io"), all -> all)
                .registryMirror("quay.io", "registry.home.arpa/quay.io")
                .admission(admission));

        assertThat(elsewhere.findings()).extracting(Finding::rule).contains("image.allowed", "admission.refused");
        assertThat(errors(mirrored)).isEmpty();
        assertThat(policy(mirrored, "image.allowed").toString()).isNotEmpty();
        assertThat(policy(mirrored, "image.allowed")
                        .spec()
                        .sequence("validations")
                        .mappings()
                        .get(0)
                        .text("expression")
                        .orElse(""))
                .contains("registry\\\\.home\\\\.arpa/quay\\\\.io/.+");
    }

    @Test
    void services_of_the_tree_may_be_reached_from_outside_and_others_not() {
        String exposed = """
                apiVersion: v1
                kind: Service
                metadata: {name: door}
                spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
                """;
        Rendering rendering = render(Admission.denying(), GOOD + "---\n" + exposed, all -> all);

        assertThat(errors(rendering)).isEmpty();
        assertThat(conditions(policy(rendering, "net.exposed")))
                .last()
                .asString()
                .contains("'Service'", "'door'", "'shop'");
    }

    @Test
    void what_argo_cd_makes_of_a_chart_is_left_alone_because_nobody_has_seen_it() {
        Rendering rendering = render(
                Admission.denying(),
                GOOD,
                all -> all.and(new RemoteChart("https://charts.example.org", "web", "1.0.0", "front", Data.map())));

        assertThat(object(rendering, "Namespace", "shop").labels()).doesNotContainKey("hearth.dev/held");
        assertThat(conditions(policy(rendering, "rbac.wildcard")))
                .last()
                .asString()
                .contains("front(?:-.*)?");
        assertThat(conditions(policy(rendering, "image.tag"))).hasSize(1);
    }

    @Test
    void an_older_cluster_knows_no_policies() {
        Rendering rendering =
                render(cluster(GOOD, all -> all).kubernetes("1.29").admission(Admission.denying()));

        assertThat(rendering.findings())
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .extracting(Finding::rule)
                .containsExactly("admission.kubernetes");
        assertThat(policies(rendering)).isEmpty();
    }

    @Test
    void a_rule_that_no_api_server_can_hold_is_an_error() {
        assertThat(errors(render(Admission.denying().only("link.service"), GOOD, all -> all)))
                .containsExactly("admission.unknown");
    }

    @Test
    void leaving_something_alone_needs_a_reason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Admission.denying().spare("shop", "image.tag", " "))
                .withMessageContaining("image.tag");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Admission.denying().without("image.tag", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Admission.denying().registries("https://ghcr.io"));
    }

    @Test
    void the_page_lists_what_the_api_server_holds() throws IOException {
        String page = Files.readString(Path.of("../../docs/admission.md"));
        Rendering rendering = render(Admission.denying().registries("ghcr.io"), GOOD, all -> all);

        assertThat(policies(rendering))
                .hasSize(17)
                .allSatisfy(
                        policy -> assertThat(page).contains("`" + policy.name().replace(".hearth.dev", "") + "`"));
    }
}
