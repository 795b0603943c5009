package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.Command;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.function.Consumer;

/**
 * {@code alertmanager.config}: what an Alertmanager reads is something that it takes, and by which somebody is told.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/">Configuration of Alertmanager</a>
 */
final class AlertmanagerConfigs implements ObjectRule {

    static final String ID = "alertmanager.config";

    /** What the image is told where nobody tells it otherwise. */
    private static final String USUAL = "/etc/alertmanager/alertmanager.yml";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        OperatedAlertmanager.of(object)
                .filter(server -> !server.replaced())
                .ifPresent(server -> operated(server, context, findings));
        Container.of(object).forEach(container -> plain(container, context, findings));
    }

    private static void operated(OperatedAlertmanager server, Context context, Consumer<Finding> findings) {
        server.configurations(context)
                .filter(file -> own(file, context))
                .forEach(file -> file.yaml().ifPresent(root -> {
                    judge(file, root, server.gathers(), findings);
                    SecretFiles.check(file, root, server, context, findings);
                }));
    }

    private static void plain(Container container, Context context, Consumer<Finding> findings) {
        Command command = container.command();
        if (command.program().equals("alertmanager")) {
            container
                    .files(context)
                    .at(configuration(command))
                    .filter(file -> own(file, context))
                    .ifPresent(file -> file.yaml().ifPresent(root -> judge(file, root, false, findings)));
        }
    }

    private static String configuration(Command command) {
        return command.option("config.file").orElse(command.arguments().isEmpty() ? USUAL : "");
    }

    /** Whether it stands in an object of the tree: others are nobody's to check. */
    private static boolean own(HeldFile file, Context context) {
        Manifest source = file.source();
        return context.graph().all(source.identity().group(), source.kind()).contains(source);
    }

    private static void judge(HeldFile file, Mapping root, boolean gathers, Consumer<Finding> findings) {
        AlertmanagerFaults.of(root, (message, hint) -> findings.accept(file.error(ID, message, hint)));
        if (!gathers && AlertmanagerFaults.silent(root)) {
            findings.accept(file.warning(
                    ID,
                    "tells nobody of any alert: its receivers have names and nothing else",
                    "give a receiver that route leads to somebody to tell, such as email_configs"));
        }
    }
}
