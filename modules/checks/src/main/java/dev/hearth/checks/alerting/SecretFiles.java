package dev.hearth.checks.alerting;

import dev.hearth.checks.container.HeldFile;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files with passwords that the configuration of an operated Alertmanager names: they are where the operator mounts them.
 * Alertmanager reads them only when it tells somebody, so it takes names of files that are not there.
 */
final class SecretFiles {

    private static final Pattern PLACE =
            Pattern.compile("/etc/alertmanager/(secrets|configmaps)/([^/{}$]+)/([^/{}$]+)");

    private SecretFiles() {}

    static void check(
            HeldFile file, Mapping root, OperatedAlertmanager server, Context context, Consumer<Finding> findings) {
        Field.of(root).below().stream()
                .filter(field -> field.name().endsWith("_file"))
                .forEach(field -> fault(field.textOrEmpty(), server, context)
                        .ifPresent(fault -> findings.accept(file.error(
                                AlertmanagerConfigs.ID,
                                "names a file at " + field.path() + " that " + server.object() + " has not: " + fault
                                        + ", so nobody is told by it",
                                "list the Secret under spec.secrets of the Alertmanager, and name"
                                        + " /etc/alertmanager/secrets/<Secret>/<key>"))));
    }

    private static Optional<String> fault(String path, OperatedAlertmanager server, Context context) {
        Matcher place = PLACE.matcher(path);
        if (!place.matches() || mounted(path, server)) {
            return Optional.empty();
        }
        boolean secret = place.group(1).equals("secrets");
        String list = secret ? "secrets" : "configMaps";
        if (!server.spec().get(list).texts().contains(place.group(2))) {
            return Optional.of("it is of no object among its spec." + list);
        }
        Identity object = new Identity(
                "", secret ? "Secret" : "ConfigMap", server.object().identity().namespace(), place.group(2));
        return context.graph()
                .parts(object)
                .filter(keys -> !keys.contains(place.group(3)) && !OperatedAlertmanager.extended(object, context))
                .map(keys -> "the object has no such key");
    }

    /** Whether the object mounts something there itself. */
    private static boolean mounted(String path, OperatedAlertmanager server) {
        return Stream.concat(Stream.of(server.spec()), server.spec().get("containers").items().stream())
                .flatMap(one -> one.get("volumeMounts").items().stream())
                .map(mount -> mount.get("mountPath").textOrEmpty())
                .anyMatch(at -> path.startsWith(at));
    }
}
