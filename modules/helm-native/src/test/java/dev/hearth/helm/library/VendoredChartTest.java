package dev.hearth.helm.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.VendoredChart;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Outcome;
import dev.hearth.pipeline.Rendering;
import dev.hearth.pipeline.Request;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendoredChartTest {

    private static final byte[] WEB = Packed.chart("web");
    private static final VendoredChart CHART =
            VendoredChart.of("https://charts.example.org", "web", "1.2.3").digest(Packed.digest(WEB));

    private record Shop(ImmutableList<Part> parts, ImmutableList<Patch> patches) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return new Manifests(parts, patches);
        }
    }

    /** A component that offers a database, and definitions of monitors. */
    private record Database() implements Component {

        @Override
        public Offers offers() {
            Port port = Port.tcp("postgres", 5432);
            return Offers.of(
                    ServiceOffer.of("postgres", port, Pods.labelled("postgres", "app", "postgres")),
                    new CrdOffer(
                            "monitors",
                            ImmutableList.of("monitoring.coreos.com"),
                            new CrdOffer.Vendored(ImmutableList.of())));
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    private static Rendering rendered(VendoredChart chart, Map<String, byte[]> files, Patch... patches) {
        Component shop = new Shop(ImmutableList.of(chart), ImmutableList.copyOf(patches));
        Cluster cluster = Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("applications", shop);
        return Hearth.rendering(Definition.of(cluster), RepositoryFiles.of(files));
    }

    private static Rendering rendered(VendoredChart chart, Patch... patches) {
        return rendered(chart, Map.of("charts/web-1.2.3.tgz", WEB), patches);
    }

    private static Manifest object(Rendering rendering, String kind, String name) {
        return rendering.objects().stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(rendering.objects() + " " + rendering.findings()));
    }

    private static List<String> of(Rendering rendering, String owner) {
        return rendering.objects().stream()
                .filter(object -> object.owner().orElse("").equals(owner))
                .map(Manifest::toString)
                .sorted()
                .toList();
    }

    private static List<Finding> findings(Rendering rendering, String family) {
        return rendering.findings().stream()
                .filter(finding -> finding.rule().startsWith(family + "."))
                .toList();
    }

    @Test
    void what_a_chart_makes_is_the_components_own() {
        Rendering rendering = rendered(CHART);

        assertThat(of(rendering, "shop"))
                .containsExactly(
                        "ConfigMap shop/web-cache",
                        "Deployment shop/web",
                        "Job shop/web-migrate",
                        "Service shop/web",
                        "Widget shop/web");
        assertThat(findings(rendering, "chart"))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(
                        tuple("chart.hook", "Pod web-test is left out, for Argo CD has no hook like Helm's test"));
    }

    @Test
    void definitions_come_first_and_only_those_of_charts_that_are_enabled() {
        assertThat(of(rendered(CHART), "crds"))
                .containsExactly(
                        "CustomResourceDefinition gadgets.example.org", "CustomResourceDefinition widgets.example.org");
        assertThat(object(rendered(CHART), "CustomResourceDefinition", "widgets.example.org")
                        .root()
                        .toString())
                .contains("braces {{ like these }} are no template here");
    }

    @Test
    void definitions_can_come_from_elsewhere() {
        assertThat(of(rendered(CHART.withoutDefinitions()), "crds")).isEmpty();
    }

    @Test
    void charts_below_may_be_archives() {
        byte[] nested = Packed.nested("web", "cache");

        Rendering rendering = rendered(CHART.digest(Packed.digest(nested)), Map.of("charts/web-1.2.3.tgz", nested));

        assertThat(of(rendering, "shop")).isEqualTo(of(rendered(CHART), "shop"));
        assertThat(of(rendering, "crds")).isEqualTo(of(rendered(CHART), "crds"));
    }

    @Test
    void hooks_become_those_of_argo_cd() {
        assertThat(object(rendered(CHART), "Job", "web-migrate").annotations())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "example.org/kept", "yes",
                        "argocd.argoproj.io/hook", "PreSync",
                        "argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation,HookSucceeded",
                        "argocd.argoproj.io/sync-wave", "-5"));
    }

    @Test
    void hooks_can_be_left_out_with_a_reason() {
        Rendering rendering = rendered(CHART.withoutHooks("migrations run by hand"));

        assertThat(of(rendering, "shop")).doesNotContain("Job shop/web-migrate");
        assertThat(findings(rendering, "chart")).isEmpty();
    }

    @Test
    void values_are_typed_and_hold_addresses() {
        VendoredChart chart = CHART.release("shop-front")
                .values(Data.map("replicas", 3))
                .values(Data.map(
                        "url", ServiceRef.of("database", "postgres", "postgres").address()));
        Cluster cluster = Cluster.named("home")
                .kubernetes("1.33")
                .layer("data", new Database())
                .layer("applications", new Shop(ImmutableList.of(chart), ImmutableList.of()));
        Rendering rendering =
                Hearth.rendering(Definition.of(cluster), RepositoryFiles.of(Map.of("charts/web-1.2.3.tgz", WEB)));

        String deployment = object(rendering, "Deployment", "shop-front").root().toString();
        assertThat(deployment)
                .contains("postgres.database.svc.cluster.local:5432")
                .contains("replicas=Numeral[value=3]");
        assertThat(object(rendering, "Service", "shop-front").annotations())
                .containsEntry("example.org/kubernetes", "v1.33.0");
        assertThat(findings(rendering, "chart"))
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder("chart.hook", "chart.capability");
    }

    @Test
    void objects_of_a_chart_take_patches() {
        Rendering rendering = rendered(
                CHART,
                Patch.of(
                        Deployment.class,
                        "web",
                        deployment -> deployment.getSpec().setPaused(true)));

        assertThat(object(rendering, "Deployment", "web").spec().isTrue("paused"))
                .isTrue();
    }

    @Test
    void objects_of_a_chart_are_checked_at_their_template() {
        assertThat(rendered(CHART.values(Data.map("image", "ghcr.io/example/web:latest")))
                        .findings())
                .filteredOn(finding -> finding.rule().equals("image.tag"))
                .extracting(Finding::subject)
                .contains("Deployment shop/web", "Job shop/web-migrate");
    }

    @Test
    void objects_can_be_left_out_with_a_reason() {
        assertThat(of(rendered(CHART.without("Widget", "web", "nobody looks at it")), "shop"))
                .doesNotContain("Widget shop/web");
    }

    @Test
    void leaving_out_what_is_not_there_is_an_error() {
        assertThat(findings(rendered(CHART.without("Widget", "wep", "nobody looks at it")), "chart"))
                .extracting(Finding::message)
                .contains("Widget wep is to be left out, but the chart makes no such object");
    }

    @Test
    void values_that_a_chart_refuses_are_told_in_its_words() {
        Finding refused = findings(rendered(CHART.values(Data.map("replicas", "three"))), "chart")
                .get(0);

        assertThat(refused.rule()).isEqualTo("chart.template");
        assertThat(refused.message()).contains("replicas").doesNotContain("hearth-chart");
    }

    @Test
    void a_missing_archive_comes_with_the_command_that_fetches_it() {
        assertThat(findings(rendered(CHART, Map.of()), "chart"))
                .extracting(Finding::rule, finding -> finding.hint().orElse(""))
                .containsExactly(tuple(
                        "chart.archive",
                        "run helm pull web --repo https://charts.example.org --version 1.2.3 --destination charts"));
        assertThat(findings(
                                rendered(
                                        VendoredChart.of("oci://ghcr.io/example/charts", "web", "1.2.3")
                                                .at("vendor/web.tgz"),
                                        Map.of()),
                                "chart")
                        .get(0)
                        .hint())
                .hasValue("run helm pull oci://ghcr.io/example/charts/web --version 1.2.3 --destination vendor"
                        + " && mv vendor/web-1.2.3.tgz vendor/web.tgz");
    }

    @Test
    void another_archive_than_was_meant_is_an_error() {
        Rendering rendering = rendered(CHART.digest("sha256:" + "0".repeat(64)));

        assertThat(findings(rendering, "chart")).extracting(Finding::rule).containsExactly("chart.digest");
        assertThat(of(rendering, "shop")).isEmpty();
    }

    @Test
    void an_archive_whose_digest_nobody_has_said_is_an_error_that_says_it() {
        assertThat(findings(rendered(CHART.digest("")), "chart").get(0).hint())
                .hasValue("look into the archive, then say .digest(\"" + Packed.digest(WEB) + "\")");
    }

    @Test
    void an_archive_of_another_version_is_an_error() {
        VendoredChart newer = VendoredChart.of("https://charts.example.org", "web", "1.2.4")
                .at("charts/web-1.2.3.tgz")
                .digest(Packed.digest(WEB));

        assertThat(findings(rendered(newer), "chart").get(0).message())
                .isEqualTo("its archive charts/web-1.2.3.tgz holds chart web 1.2.3, not 1.2.4");
    }

    @Test
    void what_is_no_archive_is_an_error() {
        byte[] page = "<html>not found</html>".getBytes(UTF_8);

        assertThat(findings(rendered(CHART.digest(Packed.digest(page)), Map.of("charts/web-1.2.3.tgz", page)), "chart"))
                .extracting(Finding::rule)
                .containsExactly("chart.archive");
    }

    @Test
    void files_that_lead_out_of_an_archive_are_refused() {
        byte[] evil = Packed.archive(Map.of("web/../../evil", new byte[] {1}));

        assertThat(findings(rendered(CHART.digest(Packed.digest(evil)), Map.of("charts/web-1.2.3.tgz", evil)), "chart")
                        .get(0)
                        .message())
                .contains("leads out of the archive");
    }

    private static Rendering lottery(UnaryOperator<VendoredChart> change) {
        byte[] archive = Packed.chart("lottery");
        return rendered(
                change.apply(VendoredChart.of("https://charts.example.org", "lottery", "0.0.1")
                        .digest(Packed.digest(archive))),
                Map.of("charts/lottery-0.0.1.tgz", archive));
    }

    @Test
    void values_that_are_drawn_by_lot_are_named() {
        Rendering rendering = lottery(chart -> chart);

        assertThat(findings(rendering, "chart"))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(tuple(
                        "chart.random",
                        "rendered twice, it is not the same: Secret password stringData.password,"
                                + " ConfigMap settings data.drawn"));
        assertThat(of(rendering, "shop")).isEmpty();
    }

    @Test
    void a_chart_that_no_longer_draws_lots_is_fine_but_for_its_clock() {
        Rendering rendering = lottery(chart ->
                chart.values(Data.map("drawn", "7")).without("Secret", "password", "a credential takes its place"));

        assertThat(findings(rendering, "chart"))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(tuple(
                        "chart.clock",
                        "its templates/day.yaml asks for the time, so the tree may be another one tomorrow"));
        assertThat(of(rendering, "shop")).containsExactly("ConfigMap shop/day", "ConfigMap shop/settings");
    }

    @Test
    void images_of_a_chart_come_from_mirrors_too() {
        Cluster cluster = Cluster.named("home")
                .registryMirror("ghcr.io", "registry.home.arpa/ghcr.io")
                .layer("applications", new Shop(ImmutableList.of(CHART), ImmutableList.of()));
        Rendering rendering =
                Hearth.rendering(Definition.of(cluster), RepositoryFiles.of(Map.of("charts/web-1.2.3.tgz", WEB)));

        assertThat(object(rendering, "Job", "web-migrate").root().toString())
                .contains("registry.home.arpa/ghcr.io/example/web:1.4.2");
    }

    @Test
    void archives_are_read_from_the_repository_on_the_disk(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("charts"));
        Files.write(root.resolve("charts/web-1.2.3.tgz"), WEB);
        Cluster cluster = Cluster.named("home")
                .repository("https://git.home.arpa/me/home.git", "main")
                .layer("applications", new Shop(ImmutableList.of(CHART), ImmutableList.of()));
        Request request = Request.of(Definition.of(cluster), root);

        Outcome outcome = Hearth.render(request);

        assertThat(outcome.exitCode()).as(outcome.findings().toString()).isEqualTo(ExitCode.CLEAN);
        assertThat(root.resolve("generated/home/shop/deployment-web.yaml")).exists();
        assertThat(root.resolve("generated/home/crds/customresourcedefinition-widgets.example.org.yaml"))
                .exists();
        assertThat(Hearth.verify(request).exitCode()).isEqualTo(ExitCode.CLEAN);
    }

    @Test
    void a_wrong_call_fails_at_the_call() {
        assertThatThrownBy(() -> CHART.digest("md5")).hasMessageContaining("sha256:");
        assertThatThrownBy(() -> CHART.at("web.tgz")).hasMessageContaining("such as charts/web-1.2.3.tgz");
        assertThatThrownBy(() -> CHART.at("../web.tgz")).hasMessageContaining("such as charts/web-1.2.3.tgz");
        assertThatThrownBy(() -> CHART.without("Secret", "x", " ")).hasMessageContaining("needs a reason");
    }
}
