package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code secret.external}: what the webhook of the External Secrets Operator refuses beyond the definition of the kind, and
 * versions that it has left behind.
 *
 * @see <a href="https://external-secrets.io/latest/api/externalsecret/">ExternalSecret</a>
 */
final class ExternalSecrets implements ObjectRule {

    private static final String ID = "secret.external";
    private static final ImmutableSet<String> KINDS =
            ImmutableSet.of("ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore");
    private static final ImmutableSet<String> OLD =
            ImmutableSet.of("external-secrets.io/v1alpha1", "external-secrets.io/v1beta1");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!object.identity().group().equals("external-secrets.io")) {
            return;
        }
        version(object, context, findings);
        Field spec = Field.of(object).get("spec");
        switch (object.kind()) {
            case "ExternalSecret" -> check(object, spec, findings);
            case "ClusterExternalSecret" -> check(object, spec.get("externalSecretSpec"), findings);
            default -> {}
        }
    }

    /** An old operator may still serve it, and who brings its definition knows. */
    private static void version(Manifest object, Context context, Consumer<Finding> findings) {
        if (KINDS.contains(object.kind())
                && OLD.contains(object.apiVersion())
                && context.schemas().kind(object.apiVersion(), object.kind()).isEmpty()) {
            findings.accept(Finding.warning(
                            ID,
                            object.identity(),
                            "is written in " + object.apiVersion() + ", which the operator no longer serves")
                    .at(FieldPath.of("apiVersion"))
                    .hint("write external-secrets.io/v1"));
        }
    }

    private static void check(Manifest object, Field spec, Consumer<Finding> findings) {
        if (spec.get("data").items().isEmpty() && spec.get("dataFrom").items().isEmpty()) {
            findings.accept(Finding.error(
                            ID, object.identity(), "takes nothing from its store: it has neither data nor dataFrom")
                    .at(spec.path())
                    .hint("name the entries in data, or take all of one with dataFrom"));
        }
        policies(object, spec.get("target"), findings);
        twice(object, spec, findings);
        spec.get("dataFrom").items().forEach(source -> source(object, source, findings));
    }

    private static String text(Field field, String otherwise) {
        return field.text().orElse(otherwise);
    }

    private static void policies(Manifest object, Field target, Consumer<Finding> findings) {
        String creation = text(target.get("creationPolicy"), "Owner");
        String deletion = text(target.get("deletionPolicy"), "Retain");
        boolean others = creation.equals("Merge") || creation.equals("None");
        if ((deletion.equals("Delete") && others) || (deletion.equals("Merge") && creation.equals("None"))) {
            findings.accept(Finding.error(
                            ID,
                            object.identity(),
                            "deletionPolicy " + deletion + " needs a Secret that the ExternalSecret "
                                    + (deletion.equals("Delete") ? "owns" : "makes") + ", but creationPolicy is "
                                    + creation)
                    .at(target.get("deletionPolicy").path())
                    .hint("say deletionPolicy: Retain, or creationPolicy: Owner"));
        }
    }

    private static void twice(Manifest object, Field spec, Consumer<Finding> findings) {
        if (!text(spec.get("target", "deletionPolicy"), "Retain").equals("Retain")) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Field item : spec.get("data").items()) {
            item.get("secretKey")
                    .text()
                    .filter(key -> !seen.add(key))
                    .ifPresent(key ->
                            findings.accept(Finding.error(ID, object.identity(), "takes the key '" + key + "' twice")
                                    .at(item.get("secretKey").path())
                                    .hint("name another key, or take one of them out")));
        }
    }

    private static void source(Manifest object, Field source, Consumer<Finding> findings) {
        List<Field> said = Stream.of(source.get("extract"), source.get("find"), source.get("sourceRef", "generatorRef"))
                .filter(Field::present)
                .toList();
        if (said.size() > 1) {
            findings.accept(Finding.error(
                            ID, object.identity(), "takes from more than one of extract, find and a generator at once")
                    .at(source.path())
                    .hint("write an item of dataFrom for each"));
        } else if (said.isEmpty() && !source.get("sourceRef").present()) {
            findings.accept(Finding.error(ID, object.identity(), "says neither extract, find nor sourceRef")
                    .at(source.path())
                    .hint("say what to take"));
        }
    }
}
