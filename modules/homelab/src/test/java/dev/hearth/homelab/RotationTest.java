package dev.hearth.homelab;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import dev.hearth.platform.security.Reloader;
import dev.hearth.testing.FlowProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A component of the home cluster takes a value of a store as a variable. What changes the Secret, and what starts pods anew, is not
 * run here; the patch is the one that Reloader sends.
 *
 * @see <a href="https://github.com/stakater/Reloader/blob/v1.4.21/internal/pkg/handler/upgrade.go">What Reloader patches</a>
 */
class RotationTest {

    private static final String RELOADER = "--as=system:serviceaccount:reloader:reloader";
    private static final String STARTED_ANEW = """
            {"spec": {"template": {"metadata": {"annotations": {"reloader.stakater.com/last-reloaded-from": "%s"}}}}}""";

    private static final Rendering WITH = with(Reloader.named("reloader"), new Photos());

    private static ApiServer server;

    @TempDir
    private Path folder;

    private record Photos() implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            Credential token =
                    Credential.named("token").asked("token", "of the provider").from(Credential.external("shared"));
            return Manifests.of(
                    program("web").env("TOKEN", token.key("token")),
                    program("reads-files").mount(token, "/run/secrets/token"),
                    program("reads-once").mount(Volume.secret(token).readAtStart(), "/run/secrets/token"));
        }

        private static Workload program(String name) {
            return Workload.deployment(name)
                    .image(Image.of("registry.example.org/photos", "1.0.0"))
                    .runAs(1000, 1000)
                    .requests(cpu("10m"), memory("16Mi"))
                    .limits(memory("16Mi"));
        }
    }

    private static Rendering with(Component... components) {
        Cluster home = new HomeLab().define();
        return Hearth.rendering(Definition.of(home.layer("secrets", components)), Home.TOP);
    }

    private static Manifest object(String kind, String namespace, String name) {
        return WITH.manifests().stream()
                .filter(manifest -> manifest.kind().equals(kind)
                        && manifest.identity().namespace().equals(namespace)
                        && manifest.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @BeforeAll
    static void start() {
        server = ApiServer.start("--authorization-mode=RBAC");
        for (String kind : List.of("Namespace", "ServiceAccount", "Role", "RoleBinding")) {
            WITH.manifests().stream()
                    .filter(manifest -> manifest.kind().equals(kind))
                    .filter(manifest -> Set.of("reloader", "photos")
                            .contains(manifest.namespace().orElse(manifest.name())))
                    .forEach(RotationTest::store);
        }
        server.createNamespace("elsewhere", Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void store(Manifest manifest) {
        assertThat(server.apply(
                                manifest.apiVersion(),
                                manifest.kind(),
                                manifest.identity().namespace(),
                                manifest.name(),
                                Yaml.bytes(manifest.root()))
                        .message())
                .as(manifest.toString())
                .isEmpty();
    }

    private static Outcome kubectl(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--kubeconfig=" + server.kubeconfig();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Judges.require("kubectl").run(all);
    }

    private static String said(String... arguments) {
        Outcome outcome = kubectl(arguments);
        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
        return outcome.stdout().strip();
    }

    private static String can(String verb, String resource, String namespace) {
        return kubectl("auth", "can-i", verb, resource, "--namespace=" + namespace, RELOADER)
                .stdout()
                .strip();
    }

    private static void startAnew(String workload, String mark) {
        said(
                "patch",
                "deployment",
                workload,
                "--namespace=photos",
                RELOADER,
                "--field-manager=Reloader",
                "--type=strategic",
                "--patch=" + STARTED_ANEW.formatted(mark));
    }

    private static String live(String workload, String field) {
        return said("get", "deployment", workload, "--namespace=photos", "--output=jsonpath={" + field + "}");
    }

    private static String mark(String workload) {
        return live(workload, ".spec.template.metadata.annotations.reloader\\.stakater\\.com/last-reloaded-from");
    }

    private String file(Manifest manifest) throws IOException {
        Path file = folder.resolve(manifest.name() + ".yaml");
        Files.write(file, Yaml.bytes(manifest.root()));
        return "--filename=" + file;
    }

    @Test
    void without_a_reloader_who_keeps_the_old_value_is_told() {
        List<Finding> told = with(new Photos()).findings().stream()
                .filter(finding -> finding.rule().equals("secret.rotation"))
                .toList();

        assertThat(told)
                .extracting(Finding::subject, finding -> finding.place().isPresent())
                .containsExactlyInAnyOrder(
                        tuple("Deployment photos/web", true), tuple("Deployment photos/reads-once", true));
    }

    @Test
    void with_one_every_rule_and_every_flow_holds() {
        assertThat(WITH.findings()).containsExactlyInAnyOrderElementsOf(Home.RENDERING.findings());
        assertThat(FlowProof.of(WITH.expansion()).faults()).isEmpty();
    }

    @Test
    void those_who_read_it_at_their_start_ask_to_be_started_anew() {
        assertThat(List.of("web", "reads-files", "reads-once"))
                .extracting(name -> object("Deployment", "photos", name)
                        .annotations()
                        .getOrDefault("secret.reloader.stakater.com/reload", "nothing"))
                .containsExactly("token", "nothing", "token");
    }

    @Test
    void an_api_server_lets_it_do_that_and_no_more() {
        assertThat(can("watch", "secrets", "photos")).isEqualTo("yes");
        assertThat(can("list", "statefulsets.apps", "photos")).isEqualTo("yes");
        assertThat(can("patch", "deployments.apps/web", "photos")).isEqualTo("yes");
        assertThat(can("create", "events", "photos")).isEqualTo("yes");
        assertThat(can("patch", "deployments.apps/reads-files", "photos")).isEqualTo("no");
        assertThat(can("update", "deployments.apps/web", "photos")).isEqualTo("no");
        assertThat(can("get", "configmaps", "photos")).isEqualTo("no");
        assertThat(can("delete", "pods", "photos")).isEqualTo("no");
        assertThat(can("get", "secrets", "elsewhere")).isEqualTo("no");
        assertThat(can("get", "secrets", "shared-secrets")).isEqualTo("no");
    }

    /** Argo CD's comparison has the logic of kubectl diff, and its sync that of kubectl apply. */
    @Test
    void what_argo_cd_applies_at_the_client_stays_started_anew() throws IOException {
        String web = file(object("Deployment", "photos", "web"));
        said("apply", web);

        startAnew("web", "first");
        String generation = live("web", ".metadata.generation");

        assertThat(kubectl("diff", web).stdout()).isEmpty();
        assertThat(said("apply", web)).contains("deployment.apps/web unchanged");
        assertThat(mark("web")).isEqualTo("first");
        assertThat(live("web", ".metadata.generation")).isEqualTo(generation).isEqualTo("2");
    }

    @Test
    void what_argo_cd_applies_at_the_server_stays_started_anew() throws IOException {
        String[] apply = {
            "apply",
            file(object("Deployment", "photos", "reads-once")),
            "--server-side",
            "--force-conflicts",
            "--field-manager=argocd-controller"
        };
        said(apply);

        startAnew("reads-once", "first");
        said(apply);
        startAnew("reads-once", "second");
        said(apply);

        assertThat(mark("reads-once")).isEqualTo("second");
        assertThat(live("reads-once", ".metadata.generation")).isEqualTo("3");
    }
}
