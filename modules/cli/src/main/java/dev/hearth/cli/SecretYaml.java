package dev.hearth.cli;

import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingKeys;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a Secret in clear as YAML. The values go by as bytes and are wiped. */
final class SecretYaml {

    private SecretYaml() {}

    static void write(PrintStream out, SealedFile file, SealingKeys keys) {
        Map<String, Plain> values = new LinkedHashMap<>();
        try {
            // All of them before the first byte: half a Secret is worse than none.
            SealedPlace.all(file).forEach(place -> values.put(place.key(), open(place, keys)));
            out.print(Yaml.write(head(file)));
            templates(out, file);
            out.print(values.isEmpty() ? "data: {}\n" : "data:\n");
            values.forEach((key, value) -> line(out, key, value));
        } finally {
            values.values().forEach(Plain::close);
        }
    }

    private static Plain open(SealedPlace place, SealingKeys keys) {
        try {
            return place.open(keys);
        } catch (SealException closed) {
            throw new SealException(place + " does not open: " + closed.getMessage());
        }
    }

    private static Mapping head(SealedFile file) {
        Mapping template = file.manifest().spec().mapping("template");
        Mapping metadata = template.mapping("metadata");
        return Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", file.name())
                                .put("namespace", file.namespace())
                                .putUnlessEmpty("labels", metadata.mapping("labels"))
                                .putUnlessEmpty("annotations", metadata.mapping("annotations"))
                                .build())
                .put("type", file.type())
                .put("immutable", template.get("immutable"))
                .build();
    }

    /** Keys that the controller puts together: texts that are no secret stand here, the others are named. */
    private static void templates(PrintStream out, SealedFile file) {
        Map<String, String> plain = new LinkedHashMap<>();
        Templates.data(file).fields().forEach((key, node) -> {
            if (file.values().containsKey(key) || !(node instanceof Text text)) {
                return;
            }
            if (text.value().contains("{{")) {
                out.print("# " + key + ", which the controller puts together from the keys below, is left out\n");
            } else {
                plain.put(key, text.value());
            }
        });
        if (!plain.isEmpty()) {
            out.print(Yaml.write(Mapping.of("stringData", Mapping.texts(plain))));
        }
    }

    private static void line(PrintStream out, String key, Plain value) {
        String head = Yaml.write(Mapping.of(key, Node.text("x")));
        byte[] base64 = Base64.getEncoder().encode(value.bytes());
        byte[] line = ("  " + head.substring(0, head.length() - 2)).getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        if (base64.length == 0) {
            out.print("\"\"");
        }
        out.write(base64, 0, base64.length);
        out.print("\n");
        Arrays.fill(base64, (byte) 0);
    }
}
