package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code grafana.config}: data sources that lead to others, as logs to traces, name those that there are, and a folder of
 * dashboards is there.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/provisioning/">Provisioning</a>
 */
final class GrafanaDataSources implements GrafanaRules.Judge {

    /** What leads from a data source to another. */
    private static final ImmutableSet<String> LEADS = ImmutableSet.of("datasourceUid", "alertmanagerUid");

    @Override
    public void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings) {
        KnownDataSources.of(grafana, context).ifPresent(known -> leads(grafana, known, findings));
        for (HeldFile file : grafana.provisioned("dashboards")) {
            file.yaml()
                    .ifPresent(root -> Field.of(root)
                            .get("providers")
                            .items()
                            .forEach(provider -> folder(grafana, file, provider, findings)));
        }
    }

    private static void leads(GrafanaServer grafana, KnownDataSources known, Consumer<Finding> findings) {
        for (HeldFile file : grafana.provisioned("datasources")) {
            Set<String> missing = file.yaml().stream()
                    .flatMap(root -> Field.of(root).below().stream())
                    .filter(field -> LEADS.contains(field.name()))
                    .flatMap(field -> field.text().stream())
                    .filter(uid -> !known.uid(uid))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!missing.isEmpty()) {
                findings.accept(file.warning(
                        GrafanaRules.CONFIG,
                        "leads to " + KnownDataSources.missing(file, missing) + ", but " + grafana.container()
                                + " is given no data source of that uid, only " + known.listed(),
                        "write the uid of a data source that there is"));
            }
        }
    }

    /** The image's own folders, what is not said in clear, and images that others made are passed over. */
    private static void folder(GrafanaServer grafana, HeldFile file, Field provider, Consumer<Finding> findings) {
        Optional<String> path = provider.get("options")
                .get("path")
                .text()
                .filter(folder -> folder.startsWith("/") && !folder.contains("$"))
                .filter(folder -> !folder.startsWith("/usr/share/grafana/"));
        boolean files = provider.get("type").text().orElse("file").equals("file");
        if (files
                && grafana.official()
                && path.isPresent()
                && grafana.mounts().of(path.get()).isEmpty()
                && grafana.mounts().below(path.get()).isEmpty()) {
            findings.accept(file.warning(
                    GrafanaRules.CONFIG,
                    "looks for dashboards in " + path.get() + ", but " + grafana.container()
                            + " has no volume there: it shows none of them",
                    "mount the dashboards there, or correct options.path"));
        }
    }
}
