package dev.hearth.checks.secrets;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code secret.sealed-text}: every value of a SealedSecret has the form that kubeseal gives it. {@code secret.scope}: what the object
 * says of its scope is what the controller goes by, which looks at the annotations of the object alone.
 *
 * @see <a href="https://github.com/bitnami/sealed-secrets#scopes">Scopes of Sealed Secrets</a>
 */
final class SealedSecrets implements ObjectRule {

    private static final String TEXT = "secret.sealed-text";
    private static final String SCOPE = "secret.scope";

    private static final String PREFIX = "sealedsecrets.bitnami.com/";
    private static final String NAMESPACE_WIDE = PREFIX + "namespace-wide";
    private static final String CLUSTER_WIDE = PREFIX + "cluster-wide";

    private static final CharMatcher LINE_ENDS = CharMatcher.anyOf("\r\n");

    /** A value begins with the length of the encrypted session key, in two bytes, and ends with the tag of AES-GCM. */
    private static final int LENGTH = 2;

    private static final int TAG = 16;
    private static final int SHORTEST_KEY = 1024 / 8;
    private static final int LONGEST_KEY = 16_384 / 8;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(TEXT, SCOPE);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (object.identity().group().equals("bitnami.com") && object.kind().equals("SealedSecret")) {
            Field spec = Field.of(object).get("spec");
            values(object, spec, findings);
            annotations(object, spec.get("template", "metadata"), findings);
            renamed(object, spec.get("template", "metadata"), findings);
        }
    }

    private static void values(Manifest object, Field spec, Consumer<Finding> findings) {
        Field sealed = spec.get("encryptedData");
        if (spec.get("data").text().isPresent() && !sealed.mapping().isEmpty()) {
            findings.accept(Finding.error(
                            TEXT,
                            object.identity(),
                            "has the old form of sealed values as well, and with it the controller opens none of them")
                    .at(spec.get("data").path())
                    .hint("take out spec.data, and seal what is missing anew"));
        }
        for (Field value : sealed.fields()) {
            value.text()
                    .flatMap(SealedSecrets::fault)
                    .ifPresent(fault -> findings.accept(Finding.error(TEXT, object.identity(), fault)
                            .at(value.path())
                            .hint("seal the value again; a sealed value is never edited")));
        }
    }

    /** Why the controller cannot open a value, whatever its keys; as Go reads base64. */
    private static Optional<String> fault(String value) {
        String text = LINE_ENDS.removeFrom(value);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            return Optional.of("is no base64, so it is nothing that kubeseal wrote");
        }
        if (text.length() % 4 != 0) {
            return Optional.of("is cut off: the length of base64 is a multiple of four");
        }
        if (bytes.length < LENGTH) {
            return Optional.of("is empty; even an empty value is long once it is sealed");
        }
        int key = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        if (key < SHORTEST_KEY || key > LONGEST_KEY) {
            return Optional.of("does not begin as a sealed value does, so it is nothing that kubeseal wrote");
        }
        int least = LENGTH + key + TAG;
        return bytes.length < least
                ? Optional.of("is cut off: it has " + bytes.length + " bytes, and by its beginning at least " + least)
                : Optional.empty();
    }

    private static void annotations(Manifest object, Field template, Consumer<Finding> findings) {
        Field own = Field.of(object).get("metadata", "annotations");
        Field made = template.get("annotations");
        if (isTrue(own, NAMESPACE_WIDE) && isTrue(own, CLUSTER_WIDE)) {
            findings.accept(Finding.warning(
                            SCOPE,
                            object.identity(),
                            "says both scopes; the controller opens it as cluster-wide, so no value that was sealed for the"
                                    + " namespace")
                    .at(own.get(NAMESPACE_WIDE).path())
                    .hint("keep the annotation of the scope that the values were sealed for"));
        }
        for (String scope : new String[] {NAMESPACE_WIDE, CLUSTER_WIDE}) {
            Optional<String> said = own.get(scope).text();
            if (said.isPresent() && !isTrue(own, scope) && !said.orElseThrow().equals("false")) {
                findings.accept(Finding.warning(
                                SCOPE,
                                object.identity(),
                                "the controller takes only \"true\" for this scope, and opens the values as strict")
                        .at(own.get(scope).path())
                        .hint("write \"true\", or leave the annotation out"));
            } else if (isTrue(made, scope) && !isTrue(own, scope) && !isTrue(own, CLUSTER_WIDE)) {
                findings.accept(Finding.warning(
                                SCOPE,
                                object.identity(),
                                "the template says a scope that the object does not; the controller goes by the object, and"
                                        + " opens no value that was sealed for that scope")
                        .at(made.get(scope).path())
                        .hint("put the annotation on the object too, as kubeseal does"));
            }
        }
    }

    private static boolean isTrue(Field annotations, String name) {
        return annotations.get(name).text().filter("true"::equals).isPresent();
    }

    private static void renamed(Manifest object, Field template, Consumer<Finding> findings) {
        Field own = Field.of(object).get("metadata", "annotations");
        boolean anyName = isTrue(own, NAMESPACE_WIDE) || isTrue(own, CLUSTER_WIDE);
        renamed(object, template.get("name"), object.name(), anyName, findings);
        object.namespace()
                .ifPresent(namespace ->
                        renamed(object, template.get("namespace"), namespace, isTrue(own, CLUSTER_WIDE), findings));
    }

    private static void renamed(Manifest object, Field said, String own, boolean opens, Consumer<Finding> findings) {
        said.text()
                .filter(name -> !name.isEmpty() && !name.equals(own))
                .ifPresent(name -> findings.accept(Finding.warning(
                                SCOPE,
                                object.identity(),
                                "the template says '" + name + "', and the Secret gets the object's own all the same"
                                        + (opens ? "" : "; what was sealed for '" + name + "' does not open here"))
                        .at(said.path())
                        .hint(
                                opens
                                        ? "leave it out of the template"
                                        : "seal the values for this name and namespace, and leave it out of the"
                                                + " template")));
    }
}
