package dev.hearth.parity;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.YamlException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the paths of fields out of what the server says, and writes them as it does in its causes. */
final class ServerPath {

    private static final Pattern TYPED =
            Pattern.compile("(?m)(?:^|[:;] |\\s)(\\.[A-Za-z_$][^:\\s]*(?:\\[[^\\]]*\\][^:\\s]*)*): ");
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]]+)|\\[((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\]\"])*)\\]");

    private static final Pattern ELEMENT = Pattern.compile("element (\\d+):");
    private static final Pattern TWICE = Pattern.compile("duplicate entries for key \\[(.*?)\\](?:\\n|$|;)");

    private ServerPath() {}

    /** The paths that an error of server-side apply names before its causes, when it cannot read the object. */
    static Set<String> inMessage(String message, Mapping object) {
        Set<String> out = new TreeSet<>();
        Matcher matcher = TYPED.matcher(message);
        while (matcher.find()) {
            String rest = message.substring(matcher.end());
            out.add(resolved(matcher.group(1) + item(matcher.group(1), rest, object), object));
        }
        return out;
    }

    /** Of some lists the server names the item behind the path, in words. */
    private static String item(String list, String rest, Mapping object) {
        Matcher element = ELEMENT.matcher(rest);
        if (element.lookingAt()) {
            return "[" + element.group(1) + "]";
        }
        Matcher twice = TWICE.matcher(rest);
        return twice.lookingAt() ? second(at(list, object), twice.group(1)) : "";
    }

    private static String second(Optional<Node> list, String key) {
        int seen = 0;
        if (list.isPresent() && list.get() instanceof Sequence items) {
            for (int index = 0; index < items.size(); index++) {
                if (matches(items.items().get(index), key) && seen++ > 0) {
                    return "[" + index + "]";
                }
            }
        }
        return "";
    }

    /** The same for two ways to write a path: {@code limits.cpu} and {@code limits[cpu]}. */
    static String canonical(String path) {
        return path.replace("\"", "").replace("]", "").replace('[', '.').replaceFirst("^\\.", "");
    }

    /** {@code .spec.ports[port=80,protocol="TCP"].name} as {@code spec.ports[0].name}. */
    static String resolved(String written, Mapping object) {
        return walk(written, object).path().toString();
    }

    private static Optional<Node> at(String written, Mapping object) {
        return walk(written, object).node();
    }

    private record Walk(FieldPath path, Optional<Node> node) {}

    private static Walk walk(String written, Mapping object) {
        Walk here = new Walk(FieldPath.root(), Optional.of(object));
        Matcher step = STEP.matcher(written);
        while (step.find()) {
            here = step.group(1) != null ? field(here, step.group(1)) : item(here, step.group(2));
        }
        return here;
    }

    private static Walk field(Walk from, String name) {
        return new Walk(
                from.path().field(name),
                from.node().flatMap(node -> node instanceof Mapping mapping ? mapping.get(name) : Optional.empty()));
    }

    private static Walk item(Walk from, String key) {
        int index = key.matches("\\d+")
                ? Integer.parseInt(key)
                : from.node().map(node -> indexOf(node, key)).orElse(-1);
        if (index < 0) {
            return new Walk(from.path().field(key), Optional.empty());
        }
        return new Walk(
                from.path().index(index),
                from.node()
                        .flatMap(node -> node instanceof Sequence list && index < list.size()
                                ? Optional.of(list.items().get(index))
                                : Optional.empty()));
    }

    private static int indexOf(Node node, String key) {
        if (!(node instanceof Sequence list)) {
            return -1;
        }
        for (int index = 0; index < list.size(); index++) {
            if (matches(list.items().get(index), key)) {
                return index;
            }
        }
        return -1;
    }

    private static boolean matches(Node item, String key) {
        if (key.startsWith("=")) {
            return item.equals(value(key.substring(1)));
        }
        for (String part : key.split(",(?=[A-Za-z]+=)", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || !(item instanceof Mapping mapping)) {
                return false;
            }
            Optional<Node> field = mapping.get(part.substring(0, equals));
            boolean unreadable = equals == part.length() - 1
                    && field.isPresent()
                    && (field.get() instanceof Mapping || field.get() instanceof Sequence || field.get() == Null.NULL);
            if (field.isPresent() && !unreadable && !field.get().equals(value(part.substring(equals + 1)))) {
                return false;
            }
        }
        return true;
    }

    private static Node value(String json) {
        try {
            return Json.read(json, "key");
        } catch (YamlException plain) {
            return new Text(json);
        }
    }
}
