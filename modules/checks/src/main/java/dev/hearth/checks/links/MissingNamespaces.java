package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Standing;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * {@code link.namespace}: the namespaces of the objects are there. Said once for each namespace, and only of trees that
 * have Namespaces: the others are applied into those of somebody else.
 */
final class MissingNamespaces implements Rule {

    private static final String ID = "link.namespace";
    private static final ImmutableSet<String> APPLICATIONS =
            ImmutableSet.of("Application", "ApplicationSet", "AppProject");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        if (context.graph().all("", "Namespace").isEmpty()) {
            return;
        }
        Set<String> told = new HashSet<>(delivery(context));
        for (Manifest object : context.objects()) {
            String namespace = object.identity().namespace();
            if (!namespace.isEmpty() && told.add(namespace) && absent(namespace, context)) {
                findings.accept(Findings.of(
                                ID,
                                Findings.sure(context, Severity.WARNING, Severity.INFO),
                                object,
                                "nothing brings namespace " + namespace)
                        .at(FieldPath.of("metadata", "namespace"))
                        .hint("correct the name, or add the Namespace; one that is there already belongs among what is"
                                + " preinstalled"));
            }
        }
    }

    /** Those in which Argo CD or Flux takes its orders: it runs there before it applies anything. */
    private static Set<String> delivery(Context context) {
        return context.objects().stream()
                .filter(object -> APPLICATIONS.contains(object.kind())
                        || object.identity().group().endsWith(".toolkit.fluxcd.io"))
                .map(object -> object.identity().namespace())
                .collect(Collectors.toSet());
    }

    private static boolean absent(String namespace, Context context) {
        return !context.graph().unknownContents(namespace)
                && context.graph().standing(new Identity("", "Namespace", "", namespace)) == Standing.ABSENT;
    }
}
