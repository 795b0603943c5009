package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/** {@code secret.clear}: no Secret of the tree holds a value; what is in Git can be read by whoever reads Git. */
final class NoClearSecrets implements Rule {

    private static final String ID = "secret.clear";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        for (Manifest object : objects) {
            if (object.identity().group().isEmpty() && object.kind().equals("Secret")) {
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
    }
}
