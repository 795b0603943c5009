package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** {@code secret.clear}: no Secret of the tree holds a value; what is in Git can be read by whoever reads Git. */
final class NoClearSecrets implements ObjectRule {

    private static final String ID = "secret.clear";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!object.identity().group().isEmpty() || !object.kind().equals("Secret")) {
            return;
        }
        for (String field : new String[] {"data", "stringData"}) {
            if (!object.root().mapping(field).isEmpty()) {
                findings.accept(Finding.error(
                                ID,
                                object.identity(),
                                "the values of a Secret would be readable in the tree; base64 hides nothing")
                        .at(FieldPath.of(field))
                        .hint("name it with a Credential instead, and make the Secret outside of the tree"));
            }
        }
    }
}
