package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code alertmanager.config}: what an Alertmanager reads is something that it takes, and by which somebody is told.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/">Configuration of Alertmanager</a>
 */
final class AlertmanagerConfigs implements ObjectRule {

    static final String ID = "alertmanager.config";

    private static final String FILE = "--config.file";

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
        PodTemplate.of(object).ifPresent(pod -> plain(object, pod, context, findings));
    }

    private static void operated(OperatedAlertmanager server, Context context, Consumer<Finding> findings) {
        new MountedFile(server.secret(), OperatedAlertmanager.KEY)
                .texts(context)
                .filter(text -> own(text, context))
                .forEach(text -> {
                    judge(text, server.gathers(), findings);
                    SecretFiles.check(text, server, context, findings);
                });
    }

    private static void plain(Manifest object, PodTemplate pod, Context context, Consumer<Finding> findings) {
        for (Field container :
                Field.of(object).at(pod.specPath()).get("containers").items()) {
            if (program(container.get("image").textOrEmpty()).equals("alertmanager")) {
                MountedFile.at(file(container), container, object, pod).stream()
                        .flatMap(file -> file.texts(context))
                        .filter(text -> own(text, context))
                        .forEach(text -> judge(text, false, findings));
            }
        }
    }

    private static String program(String image) {
        String bare = image.replaceFirst("@.*", "");
        return bare.substring(bare.lastIndexOf('/') + 1).replaceFirst(":.*", "");
    }

    private static String file(Field container) {
        List<String> arguments = Stream.concat(
                        container.get("command").texts().stream(), container.get("args").texts().stream())
                .toList();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(FILE + "=")) {
                return arguments.get(i).substring(FILE.length() + 1);
            }
            if (arguments.get(i).equals(FILE) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return arguments.isEmpty() ? USUAL : "";
    }

    /** Whether it stands in an object of the tree: others are nobody's to check. */
    private static boolean own(ConfigText text, Context context) {
        Manifest source = text.source();
        return context.graph().all(source.identity().group(), source.kind()).contains(source);
    }

    private static void judge(ConfigText text, boolean gathers, Consumer<Finding> findings) {
        AlertmanagerFaults.of(
                text.root(),
                (message, hint) ->
                        findings.accept(Finding.error(ID, text.source().identity(), message)
                                .at(text.path())
                                .hint(hint)));
        if (!gathers && AlertmanagerFaults.silent(text.root())) {
            findings.accept(Finding.warning(
                            ID,
                            text.source().identity(),
                            "tells nobody of any alert: its receivers have names and nothing else")
                    .at(text.path())
                    .hint("give a receiver that route leads to somebody to tell, such as email_configs"));
        }
    }
}
