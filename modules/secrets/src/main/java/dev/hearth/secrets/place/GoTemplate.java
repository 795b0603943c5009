package dev.hearth.secrets.place;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Template;
import dev.hearth.dsl.Value;
import dev.hearth.manifest.Mapping;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keys of a credential that are no secret in themselves, as Go templates over the others. Sealed Secrets and the External
 * Secrets Operator (engine v2) both fill them in, with the functions of Sprig.
 *
 * @see <a href="https://pkg.go.dev/text/template">text/template</a>
 */
final class GoTemplate {

    private final Credential credential;

    private GoTemplate(Credential credential) {
        this.credential = credential;
    }

    /** A template a key; empty where every key is secret. */
    static Mapping data(Credential credential) {
        GoTemplate template = new GoTemplate(credential);
        Map<String, String> data = new TreeMap<>();
        for (Credential.Entry entry : credential.entries()) {
            if (entry instanceof Credential.Fixed fixed) {
                data.put(fixed.key(), literal(fixed.value()));
            } else if (entry instanceof Credential.Composed composed) {
                data.put(composed.key(), template.composed(composed));
            }
        }
        return Mapping.texts(data);
    }

    private String composed(Credential.Composed entry) {
        return entry.pieces().stream().map(this::piece).collect(Collectors.joining());
    }

    private String piece(Template.Piece piece) {
        if (piece instanceof Template.KeyValue value) {
            // Older controllers do not show templates their siblings, so a value that is no secret stands here itself.
            return credential.entry(value.key()) instanceof Credential.Fixed fixed
                    ? literal(value.url() ? Template.encoded(fixed.value()) : fixed.value())
                    : "{{ index . \"" + value.key() + "\"" + (value.url() ? " | urlquery | replace \"+\" \"%20\"" : "")
                            + " }}";
        }
        Value text = ((Template.Literal) piece).text();
        return text.pieces().stream()
                .map(part -> literal(((Value.Literal) part).text()))
                .collect(Collectors.joining());
    }

    /** Text as a template that gives just that text. */
    private static String literal(String text) {
        return text.replace("{{", "{{ \"{{\" }}");
    }
}
