package dev.hearth.checks.programs;

import com.google.common.base.Splitter;
import dev.hearth.checks.container.Environment;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code grafana.config}: a dollar in a file of provisioning begins the name of a variable, unless it is doubled. What names no
 * variable of the container becomes an empty text.
 *
 * @see <a href="https://grafana.com/docs/grafana/latest/administration/provisioning/#use-environment-variables">Provisioning</a>
 */
final class GrafanaVariables implements GrafanaRules.Judge {

    /** What is read of a file, {@code $__file{/path}}, and {@code $__env{NAME}}, which is a variable too. */
    private static final Pattern EXPANDER = Pattern.compile("\\$__(\\w+)\\{([^}]+)}");

    /** In braces, one sign that a shell knows, or letters and digits. */
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]+)}|([*#@!?0-9-])|(\\w+))");

    @Override
    public void judge(GrafanaServer grafana, Context context, Consumer<Finding> findings) {
        if (replaced(context)) {
            return;
        }
        for (String sort : new String[] {"datasources", "dashboards"}) {
            for (HeldFile file : grafana.provisioned(sort)) {
                file.yaml().ifPresent(root -> judge(grafana, file, Field.of(root), findings));
            }
        }
    }

    /** Whether Flux replaces variables of its own in what is in the tree, so that other dollars reach Grafana. */
    private static boolean replaced(Context context) {
        return context.graph().known("kustomize.toolkit.fluxcd.io", "Kustomization").stream()
                .anyMatch(
                        folder -> Field.of(folder).get("spec").get("postBuild").present());
    }

    private static void judge(GrafanaServer grafana, HeldFile file, Field root, Consumer<Finding> findings) {
        Set<String> lost = new LinkedHashSet<>();
        root.below().forEach(field -> lost(grafana.environment(), file, field, lost));
        if (!lost.isEmpty()) {
            findings.accept(file.error(
                    GrafanaRules.CONFIG,
                    "holds " + String.join(", ", lost) + ": Grafana takes a dollar for the beginning of a variable, "
                            + grafana.container() + " has none of that name, and reads an empty text",
                    "double the dollar, $$, where it is no variable; otherwise give the container the variable"));
        }
    }

    private static void lost(Environment environment, HeldFile file, Field field, Set<String> lost) {
        field.text()
                .ifPresent(text -> lost(environment, text).forEach(name -> {
                    // Below it stand passwords.
                    boolean shown = !file.secret() && !field.path().toString().contains("secureJsonData");
                    lost.add((shown ? name : "what begins with a dollar") + " at " + field.path());
                }));
    }

    private static Set<String> lost(Environment environment, String text) {
        Set<String> lost = new LinkedHashSet<>();
        for (String part : Splitter.on("$$").split(text)) {
            Matcher expander = EXPANDER.matcher(part);
            while (expander.find()) {
                if (expander.group(1).equals("env") && environment.misses(expander.group(2))) {
                    lost.add(expander.group());
                }
            }
            Matcher variable = VARIABLE.matcher(expander.replaceAll(""));
            while (variable.find()) {
                String name = Stream.of(1, 2, 3)
                        .map(variable::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElse("");
                if (foreign(name) || (environment.misses(name) && !name.startsWith("GF_PATHS_"))) {
                    lost.add(variable.group());
                }
            }
        }
        return lost;
    }

    /** Whether it is a variable of Grafana itself, or a sign: nobody's environment has it. */
    private static boolean foreign(String name) {
        return name.startsWith("__") || !name.matches("[A-Za-z_].*");
    }
}
