package dev.hearth.checks;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.links.LinkRules;
import dev.hearth.checks.pods.PodRules;
import dev.hearth.checks.policies.PolicyRules;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.checks.rule.Rule;
import dev.hearth.checks.secrets.SecretRules;
import dev.hearth.checks.validation.ValidationRules;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.graph.Graph;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Schemas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Every rule, and what it judges by.
 *
 * <pre>{@code
 * CheckReport report = Checks.of(KubernetesVersion.parse("1.35")).elsewhere(preinstalled).check(objects);
 * }</pre>
 *
 * <p>A value: every method gives a changed copy.
 */
public final class Checks {

    private static final ImmutableList<Rule> ALL = Stream.of(
                    ValidationRules.all(), LinkRules.all(), PodRules.all(), SecretRules.all(), PolicyRules.all())
            .flatMap(Collection::stream)
            .collect(toImmutableList());

    private final Schemas schemas;
    private final ImmutableList<Manifest> elsewhere;
    private final boolean complete;
    private final Optional<PodSecurityStandard> podSecurity;
    private final Optional<ImmutableSet<String>> only;
    private final Function<String, Optional<Place>> components;

    private Checks(
            Schemas schemas,
            ImmutableList<Manifest> elsewhere,
            boolean complete,
            Optional<PodSecurityStandard> podSecurity,
            Optional<ImmutableSet<String>> only,
            Function<String, Optional<Place>> components) {
        this.schemas = schemas;
        this.elsewhere = elsewhere;
        this.complete = complete;
        this.podSecurity = podSecurity;
        this.only = only;
        this.components = components;
    }

    /** All rules, for that version of Kubernetes. */
    public static Checks of(KubernetesVersion version) {
        return new Checks(
                Schemas.of(version),
                ImmutableList.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                component -> Optional.empty());
    }

    /** A copy that knows the kinds of those CustomResourceDefinitions, besides those among the objects to check. */
    public Checks definitions(Collection<Manifest> definitions) {
        return new Checks(schemas.with(definitions), elsewhere, complete, podSecurity, only, components);
    }

    /**
     * A copy that knows what the cluster has besides: what charts, operators and other people bring. Ordinary objects, or
     * parts of them, that are looked up and not checked.
     */
    public Checks elsewhere(Collection<Manifest> objects) {
        return new Checks(
                schemas,
                ImmutableList.<Manifest>builder()
                        .addAll(elsewhere)
                        .addAll(objects)
                        .build(),
                complete,
                podSecurity,
                only,
                components);
    }

    /** A copy for objects that, with what is elsewhere, are all that the cluster will have. */
    public Checks complete() {
        return new Checks(schemas, elsewhere, true, podSecurity, only, components);
    }

    /** A copy that holds every pod to that standard, whatever its Namespace asks for. */
    public Checks podSecurity(PodSecurityStandard standard) {
        return new Checks(schemas, elsewhere, complete, Optional.of(standard), only, components);
    }

    /** A copy that makes findings of those rules alone. */
    public Checks only(Collection<String> ids) {
        return new Checks(schemas, elsewhere, complete, podSecurity, Optional.of(ImmutableSet.copyOf(ids)), components);
    }

    /** A copy that knows where in the source a component was added, by its name. */
    public Checks components(Function<String, Optional<Place>> places) {
        return new Checks(schemas, elsewhere, complete, podSecurity, only, requireNonNull(places, "places"));
    }

    /** The ids of all findings that there can be, sorted. */
    public static ImmutableSortedSet<String> ids() {
        return ALL.stream()
                .flatMap(rule -> rule.ids().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /**
     * Everything in which these objects do not hold the rules. A finding about an object says where its component was
     * added, and where the field stands in the text that the object was read from.
     */
    public CheckReport check(Collection<Manifest> objects) {
        Context context = new Context(
                Graph.of(objects, elsewhere),
                schemas.with(definitionsAmong(objects)),
                complete,
                podSecurity,
                components);
        List<Finding> found = new ArrayList<>();
        for (Rule rule : ALL) {
            if (only.isEmpty() || only.get().stream().anyMatch(rule.ids()::contains)) {
                rule.check(context, found::add);
            }
        }
        Map<Identity, Manifest> byIdentity = new HashMap<>();
        objects.forEach(object -> byIdentity.putIfAbsent(object.identity(), object));
        return new CheckReport(
                objects.size(),
                found.stream()
                        .filter(finding -> only.isEmpty() || only.get().contains(finding.rule()))
                        .map(finding -> placed(finding, byIdentity, context))
                        .distinct()
                        .sorted(Finding.ORDER)
                        .collect(toImmutableList()),
                ImmutableList.of());
    }

    private static List<Manifest> definitionsAmong(Collection<Manifest> objects) {
        return objects.stream()
                .filter(object -> object.kind().equals("CustomResourceDefinition"))
                .toList();
    }

    private static Finding placed(Finding finding, Map<Identity, Manifest> byIdentity, Context context) {
        if (finding.place().isPresent()) {
            return finding;
        }
        Optional<Manifest> object = finding.object().map(byIdentity::get);
        return finding.from(object.flatMap(manifest -> context.placeOf(manifest, finding.path())));
    }
}
