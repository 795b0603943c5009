package dev.hearth.checks.links;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.links.Referents.Referent;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Reference;
import dev.hearth.graph.Reference.Part;
import dev.hearth.graph.Reference.Sort;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Kinds;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What an object names is there, with the keys and ports that are asked for: {@code link.config}, {@code link.secret},
 * {@code link.service} and the others of {@link Referents}, and {@code link.service-port}.
 */
final class MissingObjects implements ObjectRule {

    private static final String PORT = "link.service-port";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.<String>builder().addAll(Referents.ids()).add(PORT).build();
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        for (Reference reference : context.graph().references(object)) {
            switch (context.graph().standing(reference.to())) {
                case THERE -> parts(reference, context, findings);
                case ABSENT -> absent(reference, context, findings);
                case PERHAPS -> {}
            }
        }
    }

    private static void absent(Reference reference, Context context, Consumer<Finding> findings) {
        if (reference.optional() || reference.to().kind().isEmpty()) {
            return;
        }
        Referent referent = Referents.of(reference);
        severity(reference, referent, context)
                .ifPresent(severity -> findings.accept(
                        Findings.of(referent.rule(), severity, reference.from(), message(reference, context))
                                .at(reference.path())
                                .hint(referent.hint())));
    }

    /** How bad it is that nothing brings the object; empty where that says nothing. */
    private static Optional<Severity> severity(Reference reference, Referent referent, Context context) {
        Identity to = reference.to();
        boolean clusterScoped = Kinds.clusterScoped(to.group(), to.kind());
        boolean charts = clusterScoped && context.graph().bringsCharts();
        if (context.complete()) {
            return Optional.of(charts || forgiven(reference) ? Severity.WARNING : Severity.ERROR);
        }
        if (charts) {
            return Optional.empty();
        }
        boolean foreign = !clusterScoped && !context.graph().inhabited(to.namespace());
        boolean unsure = foreign || forgiven(reference);
        return Optional.of(unsure ? Severity.INFO : referent.unsure());
    }

    /** Whether the cluster does without what is named here. */
    private static boolean forgiven(Reference reference) {
        Object field = reference.path().steps().isEmpty()
                ? ""
                : reference.path().steps().get(0);
        String path = reference.path().toString();
        return field.equals("subjects")
                || path.contains("imagePullSecrets")
                || reference.from().kind().equals("ServiceAccount")
                || path.equals("spec.serviceName");
    }

    private static String message(Reference reference, Context context) {
        Identity to = reference.to();
        if (to.namespace().isEmpty()) {
            return "there is no " + to.kind() + " " + to.name();
        }
        ImmutableSortedSet<String> others = context.graph().namespacesWith(to);
        return "namespace " + to.namespace() + " has no " + to.kind() + " " + to.name()
                + (others.isEmpty()
                        ? ""
                        : ", but " + String.join(", ", others) + (others.size() == 1 ? " has" : " have"));
    }

    private static void parts(Reference reference, Context context, Consumer<Finding> findings) {
        if (reference.parts().isEmpty() || reference.optional()) {
            return;
        }
        Optional<ImmutableSortedSet<String>> known = context.graph().parts(reference.to());
        for (Part part : reference.parts()) {
            if (known.isPresent() && !known.get().contains(part.name())) {
                findings.accept(
                        part.sort() == Sort.PORT ? port(reference, part, context) : key(reference, part, known.get()));
            }
        }
    }

    private static Finding key(Reference reference, Part part, ImmutableSortedSet<String> known) {
        return Finding.error(
                        Referents.of(reference).rule(),
                        reference.from().identity(),
                        reference.to().kind() + " " + reference.to().name() + " has no key \"" + part.name()
                                + "\"; it has " + String.join(", ", known))
                .at(part.path())
                .hint("name one of those keys, or add this one; optional: true says that it may be absent");
    }

    private static Finding port(Reference reference, Part part, Context context) {
        boolean number = part.name().chars().allMatch(Character::isDigit);
        return Finding.error(
                        PORT,
                        reference.from().identity(),
                        "Service " + reference.to().name() + " has no port "
                                + (number ? part.name() : "\"" + part.name() + "\"") + "; it has "
                                + ports(reference.to(), context))
                .at(part.path())
                .hint("lead to one of those ports");
    }

    private static String ports(Identity service, Context context) {
        TreeSet<String> shown = new TreeSet<>();
        for (Manifest bringer : context.graph().bringers(service)) {
            if (bringer.kind().equals("Service")) {
                for (Mapping port : bringer.spec().sequence("ports").mappings()) {
                    shown.add(port.text("name").orElse("unnamed")
                            + port.number("port")
                                    .map(number -> " (" + number + ")")
                                    .orElse(""));
                }
            }
        }
        return shown.isEmpty()
                ? String.join(", ", context.graph().parts(service).orElse(ImmutableSortedSet.of()))
                : String.join(", ", shown);
    }
}
