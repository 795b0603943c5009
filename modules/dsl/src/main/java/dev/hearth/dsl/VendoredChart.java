package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import java.util.regex.Pattern;

/**
 * A Helm chart whose archive is a file of the repository. What it makes becomes the component's own objects: they are
 * patched, checked and written to the tree like all others, and Argo CD needs no chart.
 *
 * <pre>{@code
 * VendoredChart.of("https://charts.example.org", "web", "1.2.3")   // charts/web-1.2.3.tgz
 *     .digest("sha256:...")
 *     .values(Data.map("database", Data.map("url", database.url())))
 *     .without("Secret", "web-password", "a credential of the cluster takes its place");
 * }</pre>
 *
 * <p>The pods of a chart are not known to the language: declare their flows with {@link Traffic} and {@link
 * Pods#labelled}, and offer its services with {@link ServiceOffer}.
 *
 * @param repository where the archive was taken from: the URL of a chart repository, or {@code oci://} and the path above
 *     the chart
 * @param chart the name of the chart
 * @param version the exact version
 * @param path the archive, relative to the root of the repository
 * @param digest {@code sha256:} and 64 hex digits of the archive; empty where nobody has said it, which is an error
 * @param release the name of the release
 * @param values the values, over the chart's own
 * @param definitions whether its custom resource definitions are part of the tree
 * @param hooks what becomes of its hooks
 * @param leftOut objects that the chart makes and the tree does without
 */
public record VendoredChart(
        String repository,
        String chart,
        String version,
        String path,
        String digest,
        String release,
        Data values,
        boolean definitions,
        Hooks hooks,
        ImmutableList<LeftOut> leftOut)
        implements Part {

    private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{64})?");
    private static final Pattern PATH = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.+-]*/)+[A-Za-z0-9_][A-Za-z0-9_.+-]*");

    /** What becomes of Helm's hooks. */
    public sealed interface Hooks permits Mapped, Dropped {}

    /** Each becomes the hook that Argo CD makes of it. */
    public record Mapped() implements Hooks {}

    /**
     * They are left out.
     *
     * @param reason why the chart does without them
     */
    public record Dropped(String reason) implements Hooks {}

    /**
     * An object that is left out.
     *
     * @param kind its kind
     * @param name its name
     * @param reason why the tree does without it
     */
    public record LeftOut(String kind, String name, String reason) {

        public LeftOut {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            required(reason, kind + " " + name);
        }
    }

    public VendoredChart {
        requireNonNull(repository, "repository");
        requireNonNull(chart, "chart");
        requireNonNull(version, "version");
        requireNonNull(values, "values");
        requireNonNull(hooks, "hooks");
        requireNonNull(leftOut, "leftOut");
        Names.label("release", release);
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("the archive of chart " + chart + " must be a file in a folder of the"
                    + " repository, such as charts/" + chart + "-" + version + ".tgz, but was '" + path + "'");
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "chart " + chart + " has the invalid digest '" + digest + "'; write sha256: and 64 hex digits");
        }
    }

    private static void required(String reason, String what) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("leaving out " + what + " needs a reason");
        }
    }

    /** That version of a chart, in {@code charts/<chart>-<version>.tgz}; its release has the name of the chart. */
    public static VendoredChart of(String repository, String chart, String version) {
        return new VendoredChart(
                repository,
                chart,
                version,
                "charts/" + chart + "-" + version + ".tgz",
                "",
                chart,
                Data.map(),
                true,
                new Mapped(),
                ImmutableList.of());
    }

    /** A copy whose archive is that file of the repository. */
    public VendoredChart at(String file) {
        return new VendoredChart(
                repository, chart, version, file, digest, release, values, definitions, hooks, leftOut);
    }

    /** A copy whose archive has that digest, {@code sha256:} and 64 hex digits. */
    public VendoredChart digest(String sha256) {
        return new VendoredChart(
                repository, chart, version, path, sha256, release, values, definitions, hooks, leftOut);
    }

    /** A copy with that name of its release. */
    public VendoredChart release(String other) {
        return new VendoredChart(repository, chart, version, path, digest, other, values, definitions, hooks, leftOut);
    }

    /** A copy with those values too; maps within maps are merged. */
    public VendoredChart values(Data more) {
        return new VendoredChart(
                repository, chart, version, path, digest, release, values.merge(more), definitions, hooks, leftOut);
    }

    /** A copy without the chart's custom resource definitions, for they come from elsewhere. */
    public VendoredChart withoutDefinitions() {
        return new VendoredChart(repository, chart, version, path, digest, release, values, false, hooks, leftOut);
    }

    /** A copy that leaves out all hooks of the chart, for that reason. */
    public VendoredChart withoutHooks(String reason) {
        required(reason, "hooks");
        return new VendoredChart(
                repository, chart, version, path, digest, release, values, definitions, new Dropped(reason), leftOut);
    }

    /** A copy that leaves out an object of the chart, for that reason; reports list it. */
    public VendoredChart without(String kind, String name, String reason) {
        return new VendoredChart(
                repository,
                chart,
                version,
                path,
                digest,
                release,
                values,
                definitions,
                hooks,
                ImmutableList.<LeftOut>builder()
                        .addAll(leftOut)
                        .add(new LeftOut(kind, name, reason))
                        .build());
    }

    @Override
    public void expand(Scope scope) {
        leftOut.forEach(object -> scope.exempt(
                new Exemption("an object of chart " + chart, object.kind() + " " + object.name(), object.reason())));
        if (hooks instanceof Dropped dropped) {
            scope.exempt(new Exemption("the hooks of chart " + chart, "release " + release, dropped.reason()));
        }
        scope.fact(new Resolved(this, (Mapping) scope.node(values)));
    }

    /**
     * The chart with its values as they are in this cluster.
     *
     * @param chart the chart
     * @param values its values
     */
    public record Resolved(VendoredChart chart, Mapping values) {}
}
