package dev.hearth.checks.rule;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What SOPS makes of a Secret: a block {@code sops}, and values that only its recipients can read. Empty texts stay as they are.
 *
 * @see <a href="https://getsops.io/docs/">SOPS</a>
 */
public final class SopsValues {

    /** The block in which SOPS tells how to decrypt. */
    public static final String BLOCK = "sops";

    private static final Pattern ENCRYPTED =
            Pattern.compile("ENC\\[AES256_GCM,data:[^,\\]]*,iv:[^,\\]]+,tag:[^,\\]]+,type:[a-z]+]");

    /** An empty JSON object in base64, which is in the form of every type of Secret that asks for one. */
    private static final String ANYTHING = "e30=";

    private static final String ANY_TEXT = "{}";

    private SopsValues() {}

    /** Whether that object went through SOPS. */
    public static boolean marked(Manifest object) {
        return object.root().get(BLOCK).filter(Mapping.class::isInstance).isPresent();
    }

    /** Whether SOPS encrypted that value, or had nothing to encrypt. */
    public static boolean encrypted(Node value) {
        return value instanceof Text text
                && (text.value().isEmpty() || ENCRYPTED.matcher(text.value()).matches());
    }

    /** The Secret as it will be once it is decrypted, with something in the place of every encrypted value. */
    public static Manifest standIn(Manifest secret) {
        Mapping root = secret.root().without(BLOCK);
        for (String field : new String[] {"data", "stringData"}) {
            if (root.fields().get(field) instanceof Mapping values) {
                root = root.with(field, standIns(values, field.equals("data") ? ANYTHING : ANY_TEXT));
            }
        }
        return secret.with(root);
    }

    private static Mapping standIns(Mapping values, String instead) {
        Map<String, Node> out = new LinkedHashMap<>();
        values.fields()
                .forEach((key, value) -> out.put(
                        key,
                        value instanceof Text text
                                        && ENCRYPTED.matcher(text.value()).matches()
                                ? Node.text(instead)
                                : value));
        return Mapping.of(out);
    }
}
