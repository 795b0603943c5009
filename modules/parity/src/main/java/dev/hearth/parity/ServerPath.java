package dev.hearth.parity;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
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

    private ServerPath() {}

    /** The paths that an error of server-side apply names before its causes, when it cannot read the object. */
    static Set<String> inMessage(String message, Mapping object) {
        Set<String> out = new TreeSet<>();
        Matcher matcher = TYPED.matcher(message);
        while (matcher.find()) {
            out.add(resolved(matcher.group(1), object));
        }
        return out;
    }

    /** {@code .spec.ports[port=80,protocol="TCP"].name} as {@code spec.ports[0].name}. */
    static String resolved(String written, Mapping object) {
        FieldPath path = FieldPath.root();
        Optional<Node> here = Optional.of(object);
        Matcher step = STEP.matcher(written);
        while (step.find()) {
            if (step.group(1) != null) {
                String name = step.group(1);
                path = path.field(name);
                here = here.flatMap(node -> node instanceof Mapping mapping ? mapping.get(name) : Optional.empty());
                continue;
            }
            String key = step.group(2);
            int index = key.matches("\\d+")
                    ? Integer.parseInt(key)
                    : here.map(node -> indexOf(node, key)).orElse(-1);
            path = index >= 0 ? path.index(index) : path.field(key);
            here = here.flatMap(node -> node instanceof Sequence list && index >= 0 && index < list.size()
                    ? Optional.of(list.items().get(index))
                    : Optional.empty());
        }
        return path.toString();
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
            if (field.isPresent() && !field.get().equals(value(part.substring(equals + 1)))) {
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
