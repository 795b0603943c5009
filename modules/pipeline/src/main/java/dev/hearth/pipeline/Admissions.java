package dev.hearth.pipeline;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.CheckReport;
import dev.hearth.checks.Checks;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.RulePage;
import dev.hearth.checks.hold.AdmissionPolicy;
import dev.hearth.checks.hold.Bounds;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Spared;
import dev.hearth.dsl.Admission;
import dev.hearth.dsl.Admission.Action;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Scope;
import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes admission policies of the rules that the cluster holds itself. What is in the tree, accepted with a reason, stays
 * allowed; what is not accepted would be refused, and that is an error here already.
 */
final class Admissions {

    private static final String UNKNOWN = "admission.unknown";
    private static final String OLD = "admission.kubernetes";
    private static final String REFUSED = "admission.refused";
    private static final int FIRST_MINOR = 30;
    private static final CharMatcher SPACES = CharMatcher.whitespace();

    private final Expansion expansion;
    private final Admission admission;
    private final ImmutableList<Held> rules;
    private final ImmutableSet<String> held;
    private final ImmutableSet<Broken> accepted;

    /** An object that breaks a rule. */
    private record Broken(String rule, Identity object) {}

    private Admissions(Expansion expansion, Admission admission) {
        this.expansion = expansion;
        this.admission = admission;
        this.rules = rules(expansion, admission);
        this.held = expansion.manifests().stream()
                .filter(object -> object.kind().equals("Namespace")
                        && "true".equals(object.labels().get(Admission.LABEL)))
                .map(Manifest::name)
                .collect(toImmutableSet());
        this.accepted = accepted();
    }

    /** The expansion with the policies, where the cluster wants some. */
    static Rendering admit(Rendering rendering) {
        Expansion expansion = rendering.expansion();
        return expansion
                .cluster()
                .admission()
                .map(admission -> {
                    Admissions admissions = new Admissions(expansion, admission);
                    return rendering.with(expansion.derive((soFar, scopes) -> admissions.derive(scopes)));
                })
                .orElse(rendering);
    }

    private static ImmutableList<Held> rules(Expansion expansion, Admission admission) {
        Stream<Held> bounds =
                Stream.of(Bounds.exposed(), Bounds.domains(expansion.cluster().domains()), Bounds.encrypted());
        Stream<Held> registries = admission.registries().isEmpty()
                ? Stream.of()
                : Stream.of(Bounds.registries(registries(expansion, admission)));
        return Stream.of(Checks.held().stream(), bounds, registries)
                .flatMap(rules -> rules)
                .collect(toImmutableList());
    }

    /** The registries, and the mirrors that stand for them once all else is done. */
    private static Set<String> registries(Expansion expansion, Admission admission) {
        return Stream.concat(
                        admission.registries().stream(),
                        expansion.cluster().mirrors().stream().map(mirror -> mirror.mirror()))
                .collect(toImmutableSet());
    }

    private void derive(Function<String, Scope> scopes) {
        Scope scope = scopes.apply(Expansion.NAMESPACES);
        if (!expansion.cluster().kubernetes().atLeast(FIRST_MINOR)) {
            scope.finding(Finding.warning(
                            OLD,
                            "cluster " + expansion.cluster().name(),
                            "holds rules itself, but Kubernetes "
                                    + expansion.cluster().kubernetes() + " does not know ValidatingAdmissionPolicy v1")
                    .hint("take Kubernetes 1.30 or later, or leave out Cluster.admission(...)"));
            return;
        }
        unknown(scope);
        for (Held rule : rules) {
            admission.action(rule.id()).ifPresent(action -> policy(rule, action, scope));
        }
        admission
                .leftOut()
                .forEach((rule, reason) -> scope.exempt(new Exemption(
                        "admission by " + rule, "cluster " + expansion.cluster().name(), reason)));
        spares().forEach(spare -> scope.exempt(
                new Exemption("admission by " + spare.rule(), "Namespace " + spare.namespace(), spare.reason())));
    }

    private void unknown(Scope scope) {
        List<String> ids = rules.stream().map(Held::id).sorted().toList();
        Stream.concat(admission.named().stream(), spares().stream().map(Admission.InNamespace::rule))
                .distinct()
                .filter(id -> !ids.contains(id))
                .forEach(id -> scope.finding(Finding.error(
                                UNKNOWN,
                                "cluster " + expansion.cluster().name(),
                                "says something about rule " + id
                                        + " at admission, which is none that the API server can" + " hold; those are "
                                        + String.join(", ", ids))
                        .hint("correct the id, or leave it out")));
    }

    private List<Admission.InNamespace> spares() {
        return Stream.concat(
                        admission.spares().stream(),
                        expansion.facts(Admission.InNamespace.class).stream().map(stated -> stated.fact()))
                .distinct()
                .toList();
    }

    private void policy(Held rule, Action action, Scope scope) {
        List<Spared> spared = new ArrayList<>();
        Set<String> namespaces = namespaces(rule);
        namespaces.stream().sorted().map(Spared::namespace).forEach(spared::add);
        for (Manifest object : expansion.manifests()) {
            String namespace = object.identity().namespace();
            boolean here = namespace.isEmpty() || (held.contains(namespace) && !namespaces.contains(namespace));
            if (here && rule.brokenBy(object)) {
                if (rule.declaring() || accepted.contains(new Broken(rule.id(), object.identity()))) {
                    spared.add(Spared.object(object));
                } else {
                    broken(rule, action, object, scope);
                }
            }
        }
        expansion.facts(RemoteChart.Resolved.class).stream()
                .map(chart -> chart.fact().chart().release())
                .sorted()
                .distinct()
                .filter(release -> rule.target().ofTheCluster())
                .map(Spared::release)
                .forEach(spared::add);
        new AdmissionPolicy(rule, message(rule.id()), action.word(), Admission.LABEL, ImmutableList.copyOf(spared))
                .objects()
                .forEach(scope::manifest);
    }

    private Set<String> namespaces(Held rule) {
        Stream<String> said = spares().stream()
                .filter(spare -> spare.rule().equals(rule.id()))
                .map(Admission.InNamespace::namespace);
        Stream<String> found = checks().spared(rule.id(), expansion.manifests()).stream();
        return Stream.concat(said, found).filter(held::contains).collect(toImmutableSet());
    }

    private void broken(Held rule, Action action, Manifest object, Scope scope) {
        if (rule.id().equals(Bounds.REGISTRY)) {
            scope.finding(Finding.warning(
                            rule.id(),
                            object.identity(),
                            "runs an image of a registry that is none of "
                                    + String.join(", ", registries(expansion, admission)))
                    .from(object.owner().flatMap(expansion::placeOf))
                    .hint("copy the image to one of them, or add its registry to Admission.registries(...)"));
        }
        if (action == Action.DENY) {
            scope.finding(Finding.error(
                            REFUSED,
                            object.identity(),
                            "the cluster itself would refuse it, because it breaks " + rule.id())
                    .from(object.owner().flatMap(expansion::placeOf))
                    .hint("mend it; or accept " + rule.id() + " with a reason, which allows it to this object alone"));
        }
    }

    private Checks checks() {
        List<Acceptance> spoken = new ArrayList<>(expansion.cluster().acceptances());
        expansion.facts(Acceptance.class).forEach(stated -> spoken.add(stated.fact()));
        return Checks.of(expansion.cluster().kubernetes())
                .elsewhere(Elsewhere.of(expansion))
                .only(rules.stream().map(Held::id).collect(toImmutableSet()))
                .accepting(spoken);
    }

    private ImmutableSet<Broken> accepted() {
        Collection<Finding> allowed = expansion.manifests().stream()
                .flatMap(object -> rules.stream()
                        .filter(rule -> rule.id().equals(Bounds.REGISTRY) && rule.brokenBy(object))
                        .map(rule -> Finding.warning(rule.id(), object.identity(), "is to be accepted")))
                .toList();
        return checks().check(expansion.manifests(), allowed).accepted().stream()
                .map(CheckReport.Accepted::finding)
                .flatMap(finding -> finding.object().stream().map(object -> new Broken(finding.rule(), object)))
                .collect(toImmutableSet());
    }

    /** What the rule's page says, in one line. */
    private static String message(String rule) {
        RulePage page = RuleCatalog.page(rule).orElseThrow();
        return rule + ": " + page.title() + ". " + SPACES.trimAndCollapseFrom(page.mend(), ' ');
    }
}
