package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.pipeline.Definition;
import dev.hearth.pipeline.Hearth;
import dev.hearth.pipeline.Rendering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The page on the platform, {@code docs/platform.md}: facts as the home cluster renders them, and notes that people wrote, one
 * file for each class.
 */
final class PlatformPage {

    /** The top of the repository, seen from the folder in which tests run. */
    static final Path TOP = Path.of("../..");

    private static final Path NOTES = Path.of("modules/homelab/src/test/resources/platform/notes");

    private final Rendering rendering;
    private final Sizes one;
    private final Sizes two;
    private final FlowList flows;
    private final TestSources tests;
    private final StringBuilder out = new StringBuilder();

    private PlatformPage(Cluster cluster) {
        this.rendering = render(cluster);
        this.one = Sizes.of(render(cluster.site(onNodes(cluster.site(), 1))).manifests(), 1);
        this.two = Sizes.of(render(cluster.site(onNodes(cluster.site(), 2))).manifests(), 2);
        this.flows = new FlowList(rendering.expansion());
        this.tests = TestSources.read(TOP);
    }

    static String of(Cluster cluster) {
        return new PlatformPage(cluster).write();
    }

    /** The site with only the first of its nodes; pools keep those that are left. */
    static Site onNodes(Site site, int count) {
        Site fewer = new Site(
                site.distribution(),
                site.nodes().subList(0, Math.min(count, site.nodes().size())),
                count == 1 ? ImmutableMap.of() : site.pools(),
                site.podNetwork(),
                site.serviceNetwork(),
                site.apiServerPort(),
                site.clusterDomain(),
                site.dns(),
                site.storageClass(),
                site.loadBalancerAddress(),
                site.preinstalled());
        if (fewer.nodes().size() != count) {
            throw new IllegalArgumentException("the site has " + fewer.nodes().size() + " nodes, not " + count);
        }
        return fewer;
    }

    static Rendering render(Cluster cluster) {
        return Hearth.rendering(Definition.of(() -> cluster), TOP);
    }

    private String write() {
        paragraph("# The platform: ready components");
        paragraph(
                "This page is made from what the home cluster renders, from the sources of the tests, and from the notes in `"
                        + NOTES
                        + "`; a test holds it against them, and `-Dhearth.accept=true` writes it anew. Versions are those of the one"
                        + " catalogue; a digest or a mirror is set with `image(...)` or `Cluster.registryMirror`. Requests and limits that"
                        + " upstream does not state are starting points for a small node, not measurements.");
        heading("What was asked for, and what answers it");
        table("section | asked for | answer", new Requirements(rendering).rows(resource("platform/requirements.yaml")));
        sizes();
        placement();
        minors();
        rendering.expansion().cluster().layers().forEach(this::layer);
        elsewhere();
        return out.toString().stripTrailing() + "\n";
    }

    private void sizes() {
        heading("Sizes");
        paragraph(
                "What the objects request on one node and on two: replicas (of an autoscaler the fewest), a pod of each DaemonSet on each"
                        + " node, and pods that operators make of custom resources. Limits are those of memory; processors have none where the"
                        + " program may use what is idle. Not counted is what a chart makes that Argo CD renders, because nobody knows it here: "
                        + remote() + ".");
        table(
                "component | CPU, 1 node | memory | limit of memory | disk | CPU, 2 nodes | memory | limit of memory | disk",
                Stream.concat(
                                two.running().keySet().stream()
                                        .map(name -> "| " + name + " | "
                                                + one.running(name).cells() + " | "
                                                + two.running(name).cells() + " |"),
                                Stream.of("| **all** | " + one.total().cells() + " | "
                                        + two.total().cells() + " |"))
                        .toList());
        Amount jobs = two.allJobs();
        paragraph("Jobs come and go; all at once they would request " + jobs.cpu() + "m and "
                + Amount.mib(jobs.memory()) + ": "
                + (two.jobs().isEmpty()
                        ? "there are none"
                        : String.join(", ", two.jobs().keySet())) + ".");
    }

    private void placement() {
        heading("Placement");
        Site site = rendering.expansion().cluster().site();
        paragraph(
                "A node has roles, `Site.roles(...)`, and a workload asks for one. Pods with a disk of their own run on those nodes alone,"
                        + " because a disk of Local Path stays on the node where its pod first was; so do DaemonSets. Others would rather run there,"
                        + " and go elsewhere where those nodes are lost. A role that no node has may be anywhere, and so may everything where there is"
                        + " one node. Nodes of the home cluster:");
        table(
                "node | roles",
                site.nodes().stream()
                        .map(node -> "| " + node.name() + " | "
                                + site.pools().entrySet().stream()
                                        .filter(pool -> pool.getValue().contains(node.name()))
                                        .map(Map.Entry::getKey)
                                        .collect(Collectors.joining(", "))
                                + " |")
                        .toList());
    }

    /** What the makers of the components support, of which the components themselves tell. */
    private void minors() {
        heading("Versions of Kubernetes");
        Cluster cluster = rendering.expansion().cluster();
        paragraph("The home cluster has " + cluster.kubernetes()
                + ". What upstream does not support is a warning, `model.kubernetes`:");
        table(
                "Kubernetes | not supported by upstream",
                IntStream.rangeClosed(28, 37)
                        .mapToObj(minor -> "1." + minor)
                        .map(version -> "| " + version + " | " + unsupported(cluster.kubernetes(version)) + " |")
                        .toList());
    }

    private static String unsupported(Cluster cluster) {
        String components = Expansion.of(cluster).findings().stream()
                .filter(finding -> finding.rule().equals("model.kubernetes"))
                .map(finding -> finding.subject().replace("component ", ""))
                .collect(Collectors.joining(", "));
        return components.isEmpty() ? "-" : components;
    }

    private String remote() {
        String names = rendering.expansion().facts(RemoteChart.Resolved.class).stream()
                .map(Stated::component)
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "there is none" : names;
    }

    private void layer(Layer layer) {
        heading("Layer " + layer.name());
        layer.members().forEach(member -> component(member.component()));
    }

    private void component(Component component) {
        String type = component.getClass().getSimpleName();
        Optional<Note> note = note(type);
        paragraph("### " + component.name());
        paragraph("`" + type + "`" + note.map(found -> ": " + found.title()).orElse(""));
        ComponentFacts facts = new ComponentFacts(rendering, component);
        Amount each = two.running(component.name());
        Set<String> named = tests.of(type);
        table(
                " | ",
                Stream.of(
                                row("where", facts.place()),
                                row("images", facts.images()),
                                row("chart", facts.charts()),
                                row("objects", facts.counts()),
                                row("services", facts.services()),
                                row("routes", facts.routes()),
                                row("opened by", flows.in(component.name())),
                                row("opens", flows.out(component.name())),
                                row("credentials", facts.credentials()),
                                row("backup", facts.backup()),
                                row(
                                        "requests, 2 nodes",
                                        each.equals(Amount.NONE)
                                                ? ""
                                                : "CPU " + each.cpu() + "m, memory " + Amount.mib(each.memory())
                                                        + ", disk " + Amount.gib(each.disk())),
                                row("metrics", facts.monitors()),
                                row("alerts", facts.alerts()),
                                row("without", String.join("<br>", facts.exemptions())),
                                row("tests", ComponentFacts.code(named)),
                                row("judged by", ComponentFacts.code(tests.programs(named))))
                        .flatMap(Optional::stream)
                        .toList());
        note.map(Note::text).filter(text -> !text.isEmpty()).ifPresent(this::paragraph);
    }

    private static Optional<String> row(String name, String value) {
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of("| " + name + " | " + value.replace("|", "\\|").replace("\n", " ") + " |");
    }

    /** Components that people wrote of and that the home cluster does without. */
    private void elsewhere() {
        Set<String> used = rendering
                .expansion()
                .cluster()
                .members()
                .map(member -> member.component().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> others =
                notes().stream().filter(type -> !used.contains(type)).toList();
        if (others.isEmpty()) {
            return;
        }
        heading("Not in the home cluster");
        for (String type : others) {
            Note note = note(type).orElseThrow();
            Set<String> named = tests.of(type);
            paragraph("### " + type);
            paragraph(note.title());
            table(
                    " | ",
                    Stream.of(
                                    row("tests", ComponentFacts.code(named)),
                                    row("judged by", ComponentFacts.code(tests.programs(named))))
                            .flatMap(Optional::stream)
                            .toList());
            paragraph(note.text());
        }
    }

    /** What somebody wrote of a class: the first line names it for people. */
    private record Note(String title, String text) {}

    private Optional<Note> note(String type) {
        Path file = TOP.resolve(NOTES).resolve(type + ".md");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = new String(Files.readAllBytes(file), UTF_8).replace("\r\n", "\n");
            int end = text.indexOf('\n');
            return Optional.of(new Note(
                    text.substring(0, end),
                    text.substring(end).replaceFirst("^\n+", "").stripTrailing()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The classes that people wrote of, in order. */
    private Set<String> notes() {
        return noted();
    }

    static Set<String> noted() {
        try (Stream<Path> files = Files.list(TOP.resolve(NOTES))) {
            return files.map(file -> file.getFileName().toString().replace(".md", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String resource(String name) {
        try {
            return Resources.toString(Resources.getResource(name), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void heading(String text) {
        paragraph("## " + text);
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }

    private void table(String head, List<String> rows) {
        if (rows.isEmpty()) {
            return;
        }
        String line =
                "|" + "---|".repeat((int) head.chars().filter(c -> c == '|').count() + 1);
        paragraph("| " + head.strip() + " |\n" + line + "\n" + String.join("\n", rows));
    }
}
