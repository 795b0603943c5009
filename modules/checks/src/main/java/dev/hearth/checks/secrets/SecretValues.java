package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code secret.format}, {@code secret.url} and {@code secret.named}: no value anywhere is a secret, by its form, within a URL,
 * or because its name says so: in environment variables, arguments, configuration files, annotations and any other field.
 * What is found is never shown.
 */
final class SecretValues implements ObjectRule {

    private static final String FORMAT = "secret.format";
    private static final String URL = "secret.url";
    private static final String NAMED = "secret.named";

    /** Kinds that hold no values of a running system, or that other rules look at. */
    private static final ImmutableSet<String> LEFT_OUT =
            ImmutableSet.of("/Secret", "apiextensions.k8s.io/CustomResourceDefinition", "bitnami.com/SealedSecret");

    private static final Pattern IN_URL = Pattern.compile(
            "[a-z][a-z0-9+.-]{1,20}://[^\\s:/?#@\"'<>{}$]{0,100}:([^\\s:/?#@\"'<>{}]{3,200})@[A-Za-z0-9\\[$]");
    private static final Pattern SETTING = Pattern.compile(
            "(?m)^[ \\t]*(?:export[ \\t]+|- )?[\"']?([A-Za-z][A-Za-z0-9_.-]{1,80})[\"']?[ \\t]*[:=][ \\t]*"
                    + "(?:\"([^\"\\n]{3,500})\"|'([^'\\n]{3,500})'|([^\\s\"',#;{}\\[\\]|>&][^\\s\"',;{}\\[\\]]{2,500}))[ \\t]*[,;]?[ \\t]*(?:#.*)?$");
    private static final Pattern JSON =
            Pattern.compile("[{,][ \\t]*\"([A-Za-z][A-Za-z0-9_.-]{1,80})\"[ \\t]*:[ \\t]*\"([^\"\\\\\\n]{3,500})\"");
    private static final Pattern FLAG = Pattern.compile("--?([A-Za-z][A-Za-z0-9_.-]{1,80})(?:=(.{3,500}))?");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(FORMAT, URL, NAMED);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (LEFT_OUT.contains(object.identity().group() + "/" + object.kind())) {
            return;
        }
        Scan scan = new Scan(object, context, findings);
        Field.of(object).fields().forEach(scan::walk);
        PodTemplate.of(object).ifPresent(scan::pod);
    }

    /** One object. */
    private record Scan(Manifest object, Context context, Consumer<Finding> findings) {

        void walk(Field field) {
            Optional<String> text = field.text();
            if (text.isPresent()) {
                value(field, text.get());
            }
            pair(field);
            field.fields().forEach(this::walk);
            field.items().forEach(this::walk);
        }

        /** A name and a value beside it: a variable, a parameter of a chart, a header. */
        private void pair(Field field) {
            String name = field.get("name").textOrEmpty();
            Field value = field.get("value");
            if (!name.isEmpty() && SecretNames.givesAway(name, value.textOrEmpty())) {
                named(value, name);
            }
        }

        private void value(Field field, String text) {
            Optional<String> form = SecretForms.found(text);
            if (form.isPresent()) {
                say(FORMAT, field, "holds " + form.get());
            } else if (text.contains("://") && urlWithPassword(text)) {
                say(URL, field, "holds a URL with a password in it");
            } else if (text.indexOf('\n') >= 0 || text.startsWith("{")) {
                settings(field, text);
            } else if (SecretNames.givesAway(field.name(), text)) {
                named(field, field.name());
            }
        }

        private static boolean urlWithPassword(String text) {
            Matcher url = IN_URL.matcher(text);
            while (url.find()) {
                if (SecretNames.givesAway("password", url.group(1))
                        && !url.group(1).equalsIgnoreCase("password")) {
                    return true;
                }
            }
            return false;
        }

        /** The lines of a configuration file. */
        private void settings(Field field, String text) {
            Matcher setting = SETTING.matcher(text);
            while (setting.find()) {
                String value = setting.group(2) != null
                        ? setting.group(2)
                        : setting.group(3) != null ? setting.group(3) : setting.group(4);
                if (SecretNames.givesAway(setting.group(1), value)) {
                    named(field, setting.group(1));
                    return;
                }
            }
            Matcher entry = JSON.matcher(text);
            while (entry.find()) {
                if (SecretNames.givesAway(entry.group(1), entry.group(2))) {
                    named(field, entry.group(1));
                    return;
                }
            }
        }

        void pod(PodTemplate pod) {
            pod.containers((path, container) -> {
                Field at = Field.of(object).at(path);
                arguments(at.get("command").items());
                arguments(at.get("args").items());
            });
        }

        private void arguments(List<Field> arguments) {
            for (int index = 0; index < arguments.size(); index++) {
                Field argument = arguments.get(index);
                Matcher flag = FLAG.matcher(argument.textOrEmpty());
                if (!flag.matches()) {
                    continue;
                }
                boolean joined = flag.group(2) != null;
                String value = joined
                        ? flag.group(2)
                        : index + 1 < arguments.size()
                                ? arguments.get(index + 1).textOrEmpty()
                                : "";
                if (!value.startsWith("-") && SecretNames.givesAway(flag.group(1), value)) {
                    named(joined ? argument : arguments.get(index + 1), flag.group(1));
                }
            }
        }

        private void named(Field field, String name) {
            say(NAMED, field, "the value of " + name + " can be read by whoever reads the tree");
        }

        private void say(String rule, Field field, String message) {
            boolean sure = !rule.equals(NAMED) || context.complete();
            findings.accept((sure
                            ? Finding.error(rule, object.identity(), message)
                            : Finding.warning(rule, object.identity(), message))
                    .at(field.path())
                    .hint(
                            "keep it in a Secret that is sealed or made outside of the tree, and refer to that; once in Git it"
                                    + " must be replaced"));
        }
    }
}
