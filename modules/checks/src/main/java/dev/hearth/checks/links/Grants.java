package dev.hearth.checks.links;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Reference;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code link.grant}: what a route or Gateway takes from another namespace, a ReferenceGrant there allows.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/api-types/referencegrant/">ReferenceGrant</a>
 */
final class Grants implements Rule {

    private static final String ID = "link.grant";
    private static final String GROUP = "gateway.networking.k8s.io";
    private static final ImmutableSet<String> TAKEN = ImmutableSet.of("Service", "Secret", "ConfigMap");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableListMultimap<String, Manifest> grants = Multimaps.index(
                context.graph().known(GROUP, "ReferenceGrant"),
                grant -> grant.identity().namespace());
        for (Manifest object : context.objects()) {
            if (object.identity().group().equals(GROUP)) {
                check(object, grants, context, findings);
            }
        }
    }

    private static void check(
            Manifest object,
            ImmutableListMultimap<String, Manifest> grants,
            Context context,
            Consumer<Finding> findings) {
        for (Reference reference : context.graph().references(object)) {
            if (crosses(reference) && !granted(reference, grants) && certain(reference, context)) {
                findings.accept(Findings.of(
                                ID,
                                Findings.sure(context, Severity.ERROR, Severity.WARNING),
                                object,
                                "no ReferenceGrant of namespace "
                                        + reference.to().namespace() + " lets a "
                                        + object.kind() + " of namespace "
                                        + object.identity().namespace() + " take "
                                        + reference.to().kind() + " "
                                        + reference.to().name())
                        .at(reference.path())
                        .hint("add a ReferenceGrant to namespace "
                                + reference.to().namespace() + ", or put both into one namespace"));
            }
        }
    }

    private static boolean crosses(Reference reference) {
        Identity to = reference.to();
        return TAKEN.contains(to.kind())
                && !to.namespace().isEmpty()
                && reference.from().namespace().isPresent()
                && !to.namespace().equals(reference.from().identity().namespace());
    }

    private static boolean certain(Reference reference, Context context) {
        String namespace = reference.to().namespace();
        return !context.graph().unknownContents(namespace)
                && (context.complete() || context.graph().inhabited(namespace));
    }

    private static boolean granted(Reference reference, ImmutableListMultimap<String, Manifest> grants) {
        return Stream.of(reference.to().namespace(), "")
                .flatMap(namespace -> grants.get(namespace).stream())
                .anyMatch(grant -> from(grant, reference) && to(grant, reference.to()));
    }

    private static boolean from(Manifest grant, Reference reference) {
        Identity taker = reference.from().identity();
        return grant.spec().sequence("from").mappings().stream()
                .anyMatch(from -> from.text("group").equals(Optional.of(taker.group()))
                        && from.text("kind").equals(Optional.of(taker.kind()))
                        && from.text("namespace").equals(Optional.of(taker.namespace())));
    }

    private static boolean to(Manifest grant, Identity taken) {
        return grant.spec().sequence("to").mappings().stream().anyMatch(to -> takes(to, taken));
    }

    private static boolean takes(Mapping to, Identity taken) {
        return to.text("group").orElse("").equals(taken.group())
                && to.text("kind").orElse("").equals(taken.kind())
                && to.text("name")
                        .map(name -> name.isEmpty() || name.equals(taken.name()))
                        .orElse(true);
    }
}
