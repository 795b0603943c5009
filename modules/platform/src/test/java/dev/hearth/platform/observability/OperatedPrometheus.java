package dev.hearth.platform.observability;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.regex.Pattern;

/** What the operator makes of a custom resource for Prometheus, as far as tests need it. */
final class OperatedPrometheus {

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])[A-Z]");

    private OperatedPrometheus() {}

    /** The names of Prometheus' own configuration for those of the operator. */
    static Node renamed(Node node) {
        if (node instanceof Sequence list) {
            return Sequence.of(
                    list.items().stream().map(OperatedPrometheus::renamed).toList());
        }
        if (node instanceof Mapping mapping) {
            Mapping.Builder builder = Mapping.builder();
            mapping.fields()
                    .forEach((name, value) -> builder.put(
                            name.equals("X-Scope-OrgID")
                                    ? name
                                    : CAMEL.matcher(name).replaceAll(letter -> "_" + lower(letter.group())),
                            value instanceof Text ? value : renamed(value)));
            return builder.build();
        }
        return node;
    }

    private static String lower(String letter) {
        return String.valueOf(Character.toLowerCase(letter.charAt(0)));
    }
}
