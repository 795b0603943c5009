package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.SopsValues;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** {@code secret.clear}: no Secret of the tree holds a value; what is in Git can be read by whoever reads Git. */
final class NoClearSecrets implements ObjectRule {

    private static final String ID = "secret.clear";
    private static final ImmutableList<String> FIELDS = ImmutableList.of("data", "stringData");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        switch (object.identity().group() + "/" + object.kind()) {
            case "/Secret" ->
                FIELDS.forEach(field -> check(object, Field.of(object).get(field), findings));
            case "isindir.github.com/SopsSecret" ->
                Field.of(object)
                        .get("spec", "secretTemplates")
                        .items()
                        .forEach(template -> FIELDS.forEach(field -> check(object, template.get(field), findings)));
            default -> {}
        }
    }

    private static void check(Manifest object, Field values, Consumer<Finding> findings) {
        if (values.mapping().isEmpty()) {
            return;
        }
        if (!SopsValues.marked(object)) {
            findings.accept(Finding.error(
                            ID,
                            object.identity(),
                            "the values of a Secret would be readable in the tree; base64 hides nothing")
                    .at(values.path())
                    .hint("name it with a Credential instead, and make the Secret outside of the tree"));
            return;
        }
        for (Field value : values.fields()) {
            if (!value.node().filter(SopsValues::encrypted).isPresent()) {
                findings.accept(Finding.error(
                                ID,
                                object.identity(),
                                "SOPS encrypted this Secret, but not this value, which is readable in the tree")
                        .at(value.path())
                        .hint("let encrypted_regex cover data and stringData, and encrypt the file again; replace the"
                                + " value if it was in Git"));
            }
        }
    }
}
