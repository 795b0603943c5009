package dev.hearth.checks.programs;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.container.Environment;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.container.MountedFiles;
import dev.hearth.checks.container.Mounts;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container of Grafana, and what it is told: by variables, which have the last word, and by {@code grafana.ini}.
 *
 * @param container the container
 * @param files what it sees
 * @see <a href="https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/">Configuration of Grafana</a>
 */
record GrafanaServer(Container container, MountedFiles files) {

    static final ImmutableSet<String> IMAGES = ImmutableSet.of("grafana", "grafana-oss", "grafana-enterprise");

    private static final Pattern OFFICIAL = Pattern.compile("(.*/)?grafana/grafana(-oss|-enterprise)?([:@].*)?");
    private static final Pattern SECTION = Pattern.compile("\\s*\\[([^]]*)]\\s*");
    private static final Pattern SETTING = Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*=(.*)");

    /** The Grafanas among the containers of one object; none where it makes no pods. */
    static List<GrafanaServer> of(Manifest object, Context context) {
        return Container.of(object).stream()
                .filter(container -> IMAGES.contains(container.command().program()))
                .map(container -> new GrafanaServer(container, container.files(context)))
                .toList();
    }

    /** Whether its image is the one of Grafana Labs, by its name; those of others may have more files, and them elsewhere. */
    boolean official() {
        return OFFICIAL.matcher(container.field().get("image").textOrEmpty()).matches();
    }

    /** Where its paths lie. */
    Mounts mounts() {
        return container.mounts();
    }

    /** Which variables it has. */
    Environment environment() {
        return container.environment();
    }

    /** What makes the container. */
    Manifest workload() {
        return container.workload();
    }

    /** Whether its image says that it is of that version or of a newer one. */
    boolean since(int major) {
        return container.since(major, 0);
    }

    /** What it is told there, or what is usual where nobody says; nothing where the tree does not tell. */
    Optional<String> setting(String section, String key, String usual) {
        String variable = "GF_" + Ascii.toUpperCase((section + "_" + key).replace('.', '_'));
        Optional<Field> said = environment().variable(variable);
        if (said.isPresent()) {
            return said.get().get("value").text().filter(GrafanaServer::clear);
        }
        if (environment().more()
                || environment().variable(variable + "__FILE").isPresent()
                || container.command().arguments().stream()
                        .anyMatch(argument -> argument.contains(section + "." + key + "="))) {
            return Optional.empty();
        }
        return ini(section, key, usual);
    }

    /** Where it looks for something; the image says that by variables, so no file changes it. */
    Optional<String> path(String key, String usual) {
        Optional<Field> said = environment().variable("GF_PATHS_" + Ascii.toUpperCase(key));
        return said.map(variable -> variable.get("value").text().filter(GrafanaServer::clear))
                .orElse(Optional.of(usual))
                .map(path -> path.replaceFirst("/+$", ""));
    }

    private Optional<String> ini(String section, String key, String usual) {
        String path = container.command().arguments().stream()
                .filter(argument -> argument.matches("--?config=.*"))
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .findFirst()
                .orElseGet(() -> environment()
                        .variable("GF_PATHS_CONFIG")
                        .map(variable -> variable.get("value").textOrEmpty())
                        .orElse("/etc/grafana/grafana.ini"));
        Optional<HeldFile> file = files.at(path);
        if (file.isEmpty()) {
            return mounts().of(path).isPresent() ? Optional.empty() : Optional.of(usual);
        }
        return Optional.of(written(file.get().text(), section, key).orElse(usual))
                .filter(GrafanaServer::clear);
    }

    private static Optional<String> written(String text, String section, String key) {
        Optional<String> found = Optional.empty();
        String current = "";
        for (String line : text.lines().toList()) {
            Matcher begin = SECTION.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (begin.matches()) {
                current = begin.group(1).strip();
            } else if (setting.matches()
                    && current.equals(section)
                    && setting.group(1).equals(key)) {
                found = Optional.of(setting.group(2).strip().replaceAll("^\"(.*)\"$", "$1"));
            }
        }
        return found;
    }

    private static boolean clear(String value) {
        return !value.contains("$");
    }

    /** The files in a folder of provisioning that are read, if the tree tells where that is. */
    ImmutableList<HeldFile> provisioned(String sort) {
        return provisioning(sort)
                .map(folder -> files.below(folder).stream()
                        .filter(file -> file.path().matches(Pattern.quote(folder) + "/[^/]+\\.ya?ml"))
                        .collect(ImmutableList.toImmutableList()))
                .orElse(ImmutableList.of());
    }

    /** A folder of provisioning. */
    Optional<String> provisioning(String sort) {
        return path("provisioning", "/etc/grafana/provisioning").map(folder -> folder + "/" + sort);
    }

    /** A finding about the container. */
    Finding warning(String rule, Field at, String message, String hint) {
        return Finding.warning(rule, workload().identity(), message)
                .at(at.path())
                .hint(hint);
    }
}
