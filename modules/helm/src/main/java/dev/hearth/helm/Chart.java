package dev.hearth.helm;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.VendoredChart;
import dev.hearth.findings.Finding;
import dev.hearth.helm.ChartInflater.Inflation;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One chart of one component on its way to objects. */
final class Chart {

    private static final String DEFINITION = "CustomResourceDefinition";

    private final VendoredChart chart;
    private final Mapping values;
    private final Scope scope;
    private final Scope definitions;
    private final RepositoryFiles repository;
    private final ChartInflater inflater;
    private final String subject;

    Chart(
            Stated<VendoredChart.Resolved> stated,
            Scope scope,
            Scope definitions,
            RepositoryFiles repository,
            ChartInflater inflater) {
        this.chart = stated.fact().chart();
        this.values = stated.fact().values();
        this.scope = scope;
        this.definitions = definitions;
        this.repository = repository;
        this.inflater = inflater;
        this.subject = "chart " + chart.chart() + " of component " + stated.component();
    }

    void derive(Expansion soFar) {
        archive().flatMap(this::files).ifPresent(files -> {
            Inflation inflation = new Inflation(
                    files.toRender(),
                    ChartFiles.hold(Yaml.write(values)),
                    chart.release(),
                    scope.namespace(),
                    scope.cluster().kubernetes() + ".0");
            List<Manifest> first = inflate(inflation);
            List<Manifest> objects = kept(first, true);
            if (random(objects, kept(inflate(inflation), false))) {
                return;
            }
            clocks(files);
            capabilities(files, soFar);
            objects.forEach(this::place);
        });
    }

    private void error(String rule, String message, String hint) {
        scope.finding(Finding.error(rule, subject, message).hint(hint));
    }

    private Optional<byte[]> archive() {
        int name = chart.path().lastIndexOf('/');
        String folder = chart.path().substring(0, name);
        byte[] archive;
        try {
            archive = repository.folder(folder).get(chart.path().substring(name + 1));
        } catch (IllegalArgumentException unreadable) {
            error("chart.archive", String.valueOf(unreadable.getMessage()), "correct the folder " + folder);
            return Optional.empty();
        }
        if (archive == null) {
            error("chart.archive", "its archive " + chart.path() + " is not in the repository", "run " + pull(folder));
            return Optional.empty();
        }
        String digest = "sha256:" + Hashing.sha256().hashBytes(archive);
        if (chart.digest().isEmpty()) {
            error(
                    "chart.digest",
                    "nobody has said the digest of its archive " + chart.path(),
                    "look into the archive, then say .digest(\"" + digest + "\")");
            return Optional.empty();
        }
        if (!chart.digest().equals(digest)) {
            error(
                    "chart.digest",
                    "its archive " + chart.path() + " is another one than was meant: it has the digest " + digest
                            + ", not " + chart.digest(),
                    "restore the file, or, where you changed it on purpose, say .digest(\"" + digest + "\")");
            return Optional.empty();
        }
        return Optional.of(archive);
    }

    /** The command that puts the archive where it is looked for. */
    private String pull(String folder) {
        String pull = chart.repository().startsWith("oci://")
                ? "helm pull " + chart.repository() + "/" + chart.chart() + " --version " + chart.version()
                : "helm pull " + chart.chart() + " --repo " + chart.repository() + " --version " + chart.version();
        String pulled = folder + "/" + chart.chart() + "-" + chart.version() + ".tgz";
        String move = pulled.equals(chart.path()) ? "" : " && mv " + pulled + " " + chart.path();
        return pull + " --destination " + folder + move;
    }

    private Optional<ChartFiles> files(byte[] archive) {
        try {
            ChartFiles files = ChartFiles.of(archive);
            String name = files.chart().text("name").orElse("");
            String version = files.chart().text("version").orElse("");
            if (name.equals(chart.chart()) && version.equals(chart.version())) {
                return Optional.of(files);
            }
            error(
                    "chart.archive",
                    "its archive " + chart.path() + " holds chart " + name + " " + version + ", not " + chart.version(),
                    "name that chart and version, or exchange the archive");
        } catch (ChartException broken) {
            error("chart.archive", chart.path() + ": " + broken.getMessage(), "exchange the archive");
        }
        return Optional.empty();
    }

    private List<Manifest> inflate(Inflation inflation) {
        try {
            return Inflated.read(
                    ChartFiles.release(inflater.inflate(inflation)), "chart " + chart.chart() + "-" + chart.version());
        } catch (ChartException refused) {
            error(
                    "chart.template",
                    "it cannot be rendered: " + refused.getMessage(),
                    "correct the values, or the version");
        } catch (YamlException broken) {
            error("chart.output", "what it makes cannot be read: " + broken.getMessage(), "correct its values");
        }
        return List.of();
    }

    private List<Manifest> kept(List<Manifest> all, boolean telling) {
        List<Manifest> objects = new ArrayList<>();
        Set<VendoredChart.LeftOut> unmet = new HashSet<>(chart.leftOut());
        for (Manifest object : all) {
            Optional<VendoredChart.LeftOut> leftOut = chart.leftOut().stream()
                    .filter(out ->
                            out.kind().equals(object.kind()) && out.name().equals(object.name()))
                    .findFirst();
            leftOut.ifPresent(unmet::remove);
            if (leftOut.isEmpty() && (chart.definitions() || !object.kind().equals(DEFINITION))) {
                hooked(object, telling).ifPresent(objects::add);
            }
        }
        if (telling && !all.isEmpty()) {
            chart.leftOut().stream()
                    .filter(unmet::contains)
                    .forEach(out -> error(
                            "chart.left-out",
                            out.kind() + " " + out.name() + " is to be left out, but the chart makes no such object",
                            "correct kind or name, or take it out"));
        }
        return objects;
    }

    private Optional<Manifest> hooked(Manifest object, boolean telling) {
        if (!Hooks.is(object)) {
            return Optional.of(object);
        }
        if (chart.hooks() instanceof VendoredChart.Dropped) {
            return Optional.empty();
        }
        Optional<Manifest> mapped = Hooks.mapped(object);
        if (mapped.isEmpty() && telling) {
            scope.finding(Finding.info(
                            "chart.hook",
                            subject,
                            object + " is left out, for Argo CD has no hook like Helm's "
                                    + String.join(", ", Hooks.points(object)))
                    .hint("nothing is to be done where the chart runs without it, as with tests"));
        }
        return mapped;
    }

    /** Whether two renderings differ, which is told. */
    private boolean random(List<Manifest> one, List<Manifest> other) {
        if (one.equals(other)) {
            return false;
        }
        List<String> fields = new ArrayList<>();
        boolean same = names(one).equals(names(other));
        for (int i = 0; same && i < one.size(); i++) {
            Manifest object = one.get(i);
            for (FieldPath field :
                    Difference.between(object.root(), other.get(i).root())) {
                fields.add(object + " " + field);
            }
        }
        error(
                "chart.random",
                "rendered twice, it is not the same: "
                        + (same
                                ? fields.stream().collect(Collectors.joining(", "))
                                : "it makes other objects each time"),
                "give the values that it draws by lot, or leave the object out with without(...)");
        return true;
    }

    private static List<String> names(List<Manifest> objects) {
        return objects.stream().map(Manifest::toString).toList();
    }

    private void clocks(ChartFiles files) {
        ImmutableList<String> clocks = files.clocks();
        if (!clocks.isEmpty()) {
            scope.finding(Finding.warning(
                            "chart.clock",
                            subject,
                            "its " + String.join(", ", clocks)
                                    + " asks for the time, so the tree may be another one tomorrow")
                    .hint("set the values that keep it from asking, and accept chart.clock with the reason"));
        }
    }

    private void capabilities(ChartFiles files, Expansion soFar) {
        Set<String> groups = Stream.concat(
                        scope.cluster().offers(CrdOffer.class).stream()
                                .flatMap(offered -> offered.offer().groups().stream()),
                        soFar.manifests().stream()
                                .filter(object -> object.kind().equals(DEFINITION))
                                .flatMap(object -> object.spec().text("group").stream()))
                .collect(Collectors.toSet());
        List<String> asked = files.asked().stream()
                .filter(version -> groups.contains(version.substring(0, version.indexOf('/'))))
                .toList();
        if (!asked.isEmpty()) {
            scope.finding(Finding.warning(
                            "chart.capability",
                            subject,
                            "it asks whether the cluster knows " + String.join(", ", asked)
                                    + ", and is told no, though this cluster does")
                    .hint("set its values such that it need not ask, or add what is missing beside it"));
        }
    }

    private void place(Manifest object) {
        (object.kind().equals(DEFINITION) ? definitions : scope).manifest(object);
    }
}
