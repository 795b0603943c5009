package dev.hearth.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {

    @AutoClose
    private static ApiServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
        assertThat(server.createNamespace("web", Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .message())
                .isEmpty();
    }

    @Test
    void accepts_what_is_right_and_stores_nothing_in_a_dry_run() {
        byte[] object = json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a','namespace':'web'}}");

        Verdict first = server.dryRunCreate(object);
        Verdict second = server.dryRunCreate(object);

        assertThat(List.of(first.code(), second.code())).containsExactly(201, 201);
        assertThat(first.accepted()).isTrue();
        assertThat(server.dryRunApply("v1", "ConfigMap", "web", "a", object).code())
                .isEqualTo(201);
    }

    @Test
    void what_was_created_is_there() {
        byte[] object = json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'b','namespace':'web'}}");

        assertThat(server.create(object).code()).isEqualTo(201);

        assertThat(server.dryRunCreate(object).reason()).isEqualTo("AlreadyExists");
        assertThat(server.apply("v1", "ConfigMap", "web", "b", object).code()).isEqualTo(200);
    }

    @Test
    void names_every_fault_by_its_field() {
        Verdict verdict = server.dryRunApply("apps/v1", "Deployment", "web", "shop", deployment("other", 99999, ""));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.code()).isEqualTo(422);
        assertThat(verdict.reason()).isEqualTo("Invalid");
        assertThat(verdict.causes())
                .extracting(Verdict.Cause::field)
                .containsExactly(
                        "spec.template.metadata.labels", "spec.template.spec.containers[0].ports[0].containerPort");
    }

    @Test
    void refuses_a_field_that_does_not_exist() {
        byte[] misspelt = deployment("shop", 8080, "'replica':2,");

        assertThat(server.dryRunApply("apps/v1", "Deployment", "web", "shop", misspelt)
                        .message())
                .contains(".spec.replica: field not declared in schema");
        assertThat(server.dryRunCreate(misspelt).message()).contains("unknown field \"spec.replica\"");
    }

    @Test
    void judges_pods_by_the_security_level_of_their_namespace() {
        byte[] pod = json("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'web'},"
                + "'spec':{'containers':[{'name':'c','image':'shop:1','securityContext':{'privileged':true}}]}}");

        Verdict verdict = server.dryRunApply("v1", "Pod", "web", "p", pod);

        assertThat(verdict.reason()).isEqualTo("Forbidden");
        assertThat(verdict.message())
                .contains("violates PodSecurity \"restricted:latest\"")
                .contains("must not set securityContext.privileged=true");
    }

    @Test
    void warns_of_a_workload_whose_pods_would_be_refused() {
        assertThat(server.createNamespace("warned", Map.of("pod-security.kubernetes.io/warn", "baseline"))
                        .accepted())
                .isTrue();
        byte[] hostNetwork = json("{'apiVersion':'apps/v1','kind':'Deployment',"
                + "'metadata':{'name':'shop','namespace':'warned'},'spec':{'selector':{'matchLabels':{'app':'shop'}},"
                + "'template':{'metadata':{'labels':{'app':'shop'}},'spec':{'hostNetwork':true,"
                + "'containers':[{'name':'c','image':'shop:1'}]}}}}");

        Verdict verdict = server.dryRunApply("apps/v1", "Deployment", "warned", "shop", hostNetwork);

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.warnings())
                .containsExactly("would violate PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
    }

    @Test
    void a_namespace_has_its_default_account_however_it_came() {
        byte[] namespace = json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'applied'}}");
        byte[] pod = json("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'applied'},"
                + "'spec':{'containers':[{'name':'c','image':'shop:1'}]}}");
        byte[] strange = json("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'applied'},"
                + "'spec':{'serviceAccountName':'nobody','containers':[{'name':'c','image':'shop:1'}]}}");

        assertThat(server.apply("v1", "Namespace", "", "applied", namespace).code())
                .isEqualTo(201);
        assertThat(server.apply("v1", "Namespace", "", "applied", namespace).code())
                .isEqualTo(200);

        assertThat(server.dryRunCreate(pod).message()).isEmpty();
        assertThat(server.dryRunCreate(strange).message()).contains("serviceaccount \"nobody\" not found");
    }

    @Test
    void reaches_objects_of_the_whole_cluster_whatever_their_name() {
        byte[] role = json("{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'ClusterRole',"
                + "'metadata':{'name':'hearth:a b?'},'rules':[]}");

        assertThat(server.dryRunApply("rbac.authorization.k8s.io/v1", "ClusterRole", "", "hearth:a b?", role))
                .extracting(Verdict::code, Verdict::message)
                .containsExactly(201, "");
    }

    @Test
    void an_unknown_kind_is_refused_and_a_missing_name_is_a_wrong_call() {
        assertThat(server.dryRunApply("extensions/v1beta1", "Ingress", "web", "a", json("{}")))
                .isEqualTo(Verdict.unknownKind("extensions/v1beta1", "Ingress"));
        assertThatThrownBy(() -> server.dryRunApply("v1", "Pod", "web", "", json("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a name");
        assertThatThrownBy(() -> server.dryRunCreate("a: b".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
    }

    @Test
    void judges_custom_resources_once_their_definition_is_applied() throws IOException {
        Files.writeString(folder.resolve("toys.yaml"), definition("toys.example.com", "minimum: 3"));
        byte[] toy = json("{'apiVersion':'example.com/v1','kind':'Toy','metadata':{'name':'t','namespace':'web'},"
                + "'spec':{'age':2}}");
        assertThat(server.dryRunCreate(toy)).isEqualTo(Verdict.unknownKind("example.com/v1", "Toy"));

        assertThat(server.applyDefinitions(folder)).containsExactly("toys.example.com");

        assertThat(server.dryRunApply("example.com/v1", "Toy", "web", "t", toy).causes())
                .containsExactly(new Verdict.Cause(
                        "spec.age",
                        "FieldValueInvalid",
                        "Invalid value: 2: spec.age in body should be greater than or equal to 3"));
    }

    @Test
    void says_which_definition_is_refused_and_why() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), definition("bad.example.org", "minimum: many"));

        assertThatThrownBy(() -> server.applyDefinitions(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bad.example.org: ");
    }

    @Test
    void many_threads_may_ask_at_once() {
        List<Integer> codes = IntStream.range(0, 500)
                .parallel()
                .mapToObj(number -> server.dryRunApply(
                                "v1",
                                "ConfigMap",
                                "web",
                                "many-" + number,
                                json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'many-" + number
                                        + "','namespace':'web'}}"))
                        .code())
                .distinct()
                .toList();

        assertThat(codes).containsExactly(201);
    }

    @Test
    void kubectl_reaches_it() {
        Outcome outcome = Judges.require("kubectl")
                .run("--kubeconfig=" + server.kubeconfig(), "get", "serviceaccounts", "-A", "-o=name");

        assertThat(outcome.stderr()).isEmpty();
        assertThat(outcome.stdout()).contains("serviceaccount/default\n");
        assertThat(server.version()).startsWith("v1.");
    }

    @Test
    void a_flag_it_does_not_know_keeps_it_from_starting_and_is_named() {
        assertThatThrownBy(() -> ApiServer.start("--no-such-flag").close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the API server does not start")
                .hasMessageContaining("unknown flag: --no-such-flag");
    }

    private static byte[] deployment(String selected, int port, String field) {
        return json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'shop','namespace':'web'},"
                + "'spec':{" + field + "'selector':{'matchLabels':{'app':'" + selected + "'}},"
                + "'template':{'metadata':{'labels':{'app':'shop'}},'spec':{'containers':[{'name':'c','image':'shop:1',"
                + "'ports':[{'containerPort':" + port + "}]}]}}}}");
    }

    private static String definition(String name, String rule) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %s
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: toys, singular: toy, kind: Toy, listKind: ToyList}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties:
                                age: {type: integer, %s}
                """.formatted(name, rule);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }
}
