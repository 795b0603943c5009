package dev.hearth.checks.policies;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code api.removed}, {@code api.next} and {@code api.deprecated}: every object is written in a version that the cluster
 * serves, and that the next minor version serves too. The table is {@code retired-apis.txt} beside this class.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/deprecation-guide/">Deprecated API migration guide</a>
 */
final class ApiVersions implements ObjectRule {

    private static final String REMOVED = "api.removed";
    private static final String NEXT = "api.next";
    private static final String DEPRECATED = "api.deprecated";
    private static final FieldPath API_VERSION = FieldPath.of("apiVersion");

    private static final ImmutableMap<String, RetiredApi> RETIRED = table();

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(REMOVED, NEXT, DEPRECATED);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        RetiredApi retired = RETIRED.get(object.apiVersion() + " " + object.kind());
        int minor = context.version().minor();
        if (retired == null || retired.deprecated() > minor + 1) {
            return;
        }
        String subject = object.kind() + " of " + object.apiVersion();
        Finding finding;
        if (retired.removedIn(minor)) {
            finding = Finding.error(
                    REMOVED,
                    object.identity(),
                    subject + " is not served since Kubernetes 1."
                            + retired.removed().orElseThrow());
        } else if (retired.removedIn(minor + 1)) {
            finding = Finding.warning(
                    NEXT, object.identity(), subject + " is served no longer by the next version, 1." + (minor + 1));
        } else if (retired.deprecated() <= minor) {
            finding = Finding.info(
                    DEPRECATED,
                    object.identity(),
                    subject + " is deprecated since Kubernetes 1." + retired.deprecated()
                            + retired.removed()
                                    .map(version -> ", and removed in 1." + version)
                                    .orElse(""));
        } else {
            return;
        }
        findings.accept(finding.at(API_VERSION).hint(retired.instead()));
    }

    /** Whether it is told of that object that its version was removed. */
    static boolean removed(Manifest object, Context context) {
        RetiredApi retired = RETIRED.get(object.apiVersion() + " " + object.kind());
        return retired != null && retired.removedIn(context.version().minor());
    }

    private static ImmutableMap<String, RetiredApi> table() {
        try (InputStream in = ApiVersions.class.getResourceAsStream("retired-apis.txt")) {
            if (in == null) {
                throw new IllegalStateException("retired-apis.txt is missing");
            }
            return Splitter.on('\n')
                    .omitEmptyStrings()
                    .splitToStream(Yaml.decode(in.readAllBytes(), "retired-apis.txt"))
                    .filter(line -> !line.startsWith("#"))
                    .map(ApiVersions::row)
                    .collect(toImmutableMap(RetiredApi::key, row -> row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RetiredApi row(String line) {
        List<String> cells = Splitter.on('|').trimResults().splitToList(line);
        return new RetiredApi(
                cells.get(0),
                cells.get(1),
                Integer.parseInt(cells.get(2)),
                cells.get(3).equals("-") ? Optional.empty() : Optional.of(Integer.parseInt(cells.get(3))),
                cells.get(4));
    }
}
