package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import dev.hearth.manifest.Yaml;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Secret in clear, as {@code kubectl get secret --output yaml} or {@code kubectl create secret --dry-run=client} write it. Its
 * annotations are left out: one of kubectl's holds all of the values once more.
 */
record ClearSecret(
        Optional<String> namespace,
        String name,
        String type,
        ImmutableMap<String, String> labels,
        Map<String, Plain> values) {

    static ClearSecret read(byte[] text, String source) {
        List<Manifest> objects = Yaml.readFlat(Yaml.decode(text, source), source);
        if (objects.size() != 1
                || !objects.get(0).kind().equals("Secret")
                || !objects.get(0).apiVersion().equals("v1")) {
            throw new SealException(source + ": there must be one Secret of v1, and nothing else; name one of them:"
                    + " kubectl get secret NAME --output yaml");
        }
        Manifest secret = objects.get(0);
        Map<String, Plain> values = new LinkedHashMap<>();
        try {
            secret.root()
                    .mapping("data")
                    .fields()
                    .forEach((key, value) -> values.put(key(key, source), decoded(key, value, source)));
            // The API server puts them over data.
            secret.root()
                    .mapping("stringData")
                    .fields()
                    .forEach((key, value) -> values.put(key(key, source), text(key, value, source)));
        } catch (SealException broken) {
            values.values().forEach(Plain::close);
            throw broken;
        }
        return new ClearSecret(
                secret.namespace(),
                secret.name(),
                secret.root().text("type").orElse("Opaque"),
                secret.labels(),
                values);
    }

    private static String key(String key, String source) {
        if (!SecretName.key(key)) {
            throw new SealException(source + ": a key is none that a Secret can have");
        }
        return key;
    }

    private static Plain decoded(String key, Node value, String source) {
        byte[] base64 = bytes(key, value, source);
        byte[] line = new byte[base64.length];
        try {
            int length = 0;
            for (byte b : base64) {
                if (b != '\n' && b != '\r') {
                    line[length++] = b;
                }
            }
            ByteBuffer value64 = Base64.getDecoder().decode(ByteBuffer.wrap(line, 0, length));
            byte[] decoded = new byte[value64.remaining()];
            value64.get(decoded);
            Arrays.fill(value64.array(), (byte) 0);
            return Plain.of(decoded);
        } catch (IllegalArgumentException broken) {
            throw new SealException(source + ": data of key " + key + " is no base64; text belongs into stringData");
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }

    private static Plain text(String key, Node value, String source) {
        return Plain.of(bytes(key, value, source));
    }

    private static byte[] bytes(String key, Node value, String source) {
        if (value instanceof Text text) {
            return text.value().getBytes(UTF_8);
        }
        throw new SealException(source + ": the value of key " + key + " is no text; put it in quotes");
    }

    /** Whether a document, or one of a list, holds values in clear. */
    static boolean within(Node document) {
        if (!(document instanceof Mapping object)) {
            return false;
        }
        boolean secret = object.text("kind").orElse("").equals("Secret")
                && !(object.mapping("data").isEmpty()
                        && object.mapping("stringData").isEmpty());
        return secret || object.sequence("items").mappings().stream().anyMatch(ClearSecret::within);
    }
}
