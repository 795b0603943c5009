package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What may stand in the configuration of a program, from the list of its keys that `checks` has. */
final class ProgramKeys {

    // Go's own times, which know no days; those of the programs that know more take these too.
    private static final Pattern DURATION = Pattern.compile("0|([0-9]+(ms|h|m|s))+");

    private final String root;
    private final Map<String, Map<String, String>> blocks = new HashMap<>();

    private ProgramKeys(String root) {
        this.root = root;
    }

    static ProgramKeys of(String program) {
        ProgramKeys keys = new ProgramKeys(program);
        Map<String, String> block = new TreeMap<>();
        for (String line : read("/programs/" + program + ".keys").split("\n", -1)) {
            if (line.startsWith("[")) {
                block = new TreeMap<>();
                keys.blocks.put(line.substring(1, line.length() - 1), block);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                block.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return keys;
    }

    private static String read(String resource) {
        try (InputStream in = ProgramKeys.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What is wrong with a configuration: keys that the program does not have, and values of another kind. */
    List<String> faults(Mapping configuration) {
        List<String> faults = new ArrayList<>();
        block(root, "", "", configuration, faults);
        return faults;
    }

    private void block(String block, String below, String path, Mapping at, List<String> faults) {
        at.fields().forEach((key, value) -> {
            String here = path.isEmpty() ? key : path + "." + key;
            String kind = kind(block, below.isEmpty() ? key : below + "." + key);
            if (kind.isEmpty()) {
                faults.add(here + ": unknown");
            } else {
                value(kind, block, below.isEmpty() ? key : below + "." + key, here, value, faults);
            }
        });
    }

    private String kind(String block, String key) {
        Map<String, String> keys = blocks.getOrDefault(block, Map.of());
        String kind = keys.get(key);
        if (kind != null) {
            return kind;
        }
        int dot = key.lastIndexOf('.') + 1;
        String inlined = keys.getOrDefault(key.substring(0, dot) + "<<", "");
        return inlined.startsWith("@") ? kind(inlined.substring(1), key.substring(dot)) : inlined;
    }

    private void value(String kind, String block, String key, String path, Node value, List<String> faults) {
        if (kind.startsWith("@") && value instanceof Mapping fields) {
            block(kind.substring(1), "", path, fields, faults);
        } else if (kind.equals("map") && value instanceof Mapping fields) {
            block(block, key, path, fields, faults);
        } else if (kind.startsWith("list") && value instanceof Sequence items) {
            items.items().forEach(item -> {
                if (kind.startsWith("list @")) {
                    value(kind.substring("list ".length()), block, key, path + "[]", item, faults);
                }
            });
        } else if (!scalar(kind, value)) {
            faults.add(path + ": no " + kind + ": " + value);
        }
    }

    private static boolean scalar(String kind, Node value) {
        return switch (kind) {
            case "any" -> true;
            case "string" -> value instanceof Text;
            case "duration" ->
                value instanceof Text text && DURATION.matcher(text.value()).matches();
            case "boolean" -> value instanceof Bool;
            case "int" ->
                value instanceof Numeral number
                        && number.value().stripTrailingZeros().scale() <= 0;
            case "float" -> value instanceof Numeral;
            default -> false;
        };
    }
}
