package dev.hearth.checks;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.alerting.AlertingRules;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.links.LinkRules;
import dev.hearth.checks.pods.PodRules;
import dev.hearth.checks.policies.PolicyRules;
import dev.hearth.checks.programs.ProgramRules;
import dev.hearth.checks.quota.QuotaRules;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.checks.rule.PodSecurityStandard;
import dev.hearth.checks.rule.Rule;
import dev.hearth.checks.secrets.SecretRules;
import dev.hearth.checks.validation.ValidationRules;
import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.findings.Severity;
import dev.hearth.graph.Graph;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.schemas.Schemas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
                    ValidationRules.all(),
                    LinkRules.all(),
                    PodRules.all(),
                    QuotaRules.all(),
                    SecretRules.all(),
                    PolicyRules.all(),
                    ProgramRules.all(),
                    AlertingRules.all())
            .flatMap(Collection::stream)
            .collect(toImmutableList());

    /** What a text lacks to be read at all; the importer finds it. */
    private static final String UNREADABLE = "schema.yaml";

    private static final String FAILED = "check.failed";

    /** From so many objects on, they are looked at side by side. */
    private static final int MANY = 64;

    private final Schemas schemas;
    private final ImmutableList<Manifest> elsewhere;
    private final boolean complete;
    private final Optional<PodSecurityStandard> podSecurity;
    private final Optional<ImmutableSet<String>> only;
    private final Function<String, Optional<Place>> components;
    private final ImmutableList<Acceptance> acceptances;
    private final boolean tolerant;

    private Checks(
            Schemas schemas,
            ImmutableList<Manifest> elsewhere,
            boolean complete,
            Optional<PodSecurityStandard> podSecurity,
            Optional<ImmutableSet<String>> only,
            Function<String, Optional<Place>> components,
            ImmutableList<Acceptance> acceptances,
            boolean tolerant) {
        this.schemas = schemas;
        this.elsewhere = elsewhere;
        this.complete = complete;
        this.podSecurity = podSecurity;
        this.only = only;
        this.components = components;
        this.acceptances = acceptances;
        this.tolerant = tolerant;
    }

    /** All rules, for that version of Kubernetes. */
    public static Checks of(KubernetesVersion version) {
        return new Checks(
                Schemas.of(version),
                ImmutableList.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                component -> Optional.empty(),
                ImmutableList.of(),
                false);
    }

    /** A copy that knows the kinds of those CustomResourceDefinitions, besides those among the objects to check. */
    public Checks definitions(Collection<Manifest> definitions) {
        return schemas(schemas.with(definitions));
    }

    /** A copy that judges by those schemas. */
    public Checks schemas(Schemas other) {
        return new Checks(other, elsewhere, complete, podSecurity, only, components, acceptances, tolerant);
    }

    /**
     * A copy that knows what the cluster has besides: what charts, operators and other people bring. Ordinary objects, or
     * parts of them, that are looked up and not checked.
     */
    public Checks elsewhere(Collection<Manifest> objects) {
        ImmutableList<Manifest> all = ImmutableList.<Manifest>builder()
                .addAll(elsewhere)
                .addAll(objects)
                .build();
        return new Checks(schemas, all, complete, podSecurity, only, components, acceptances, tolerant);
    }

    /** A copy for objects that, with what is elsewhere, are all that the cluster will have. */
    public Checks complete() {
        return new Checks(schemas, elsewhere, true, podSecurity, only, components, acceptances, tolerant);
    }

    /** A copy that holds every pod to that standard, whatever its Namespace asks for. */
    public Checks podSecurity(PodSecurityStandard standard) {
        return new Checks(schemas, elsewhere, complete, Optional.of(standard), only, components, acceptances, tolerant);
    }

    /** A copy that makes findings of those rules alone. */
    public Checks only(Collection<String> ids) {
        return new Checks(
                schemas,
                elsewhere,
                complete,
                podSecurity,
                Optional.of(ImmutableSet.copyOf(ids)),
                components,
                acceptances,
                tolerant);
    }

    /** A copy that knows where in the source a component was added, by its name. */
    public Checks components(Function<String, Optional<Place>> places) {
        return new Checks(
                schemas,
                elsewhere,
                complete,
                podSecurity,
                only,
                requireNonNull(places, "places"),
                acceptances,
                tolerant);
    }

    /** A copy that accepts findings besides those that annotations of the objects accept. */
    public Checks accepting(Collection<Acceptance> spoken) {
        ImmutableList<Acceptance> all = ImmutableList.<Acceptance>builder()
                .addAll(acceptances)
                .addAll(spoken)
                .build();
        return new Checks(schemas, elsewhere, complete, podSecurity, only, components, all, tolerant);
    }

    /** A copy for objects of any origin: where a rule itself fails, that is a finding, and the others go on. */
    public Checks tolerant() {
        return new Checks(schemas, elsewhere, complete, podSecurity, only, components, acceptances, true);
    }

    /** The rules that the API server can hold as well, by the conditions that they ask here. */
    public static ImmutableList<Held> held() {
        return holding().flatMap(rule -> rule.held().stream()).collect(toImmutableList());
    }

    private static Stream<Holding> holding() {
        return ALL.stream().filter(Holding.class::isInstance).map(Holding.class::cast);
    }

    /**
     * The namespaces of these objects in which the rule of that id finds nothing, for a reason that no single object shows: a
     * LimitRange, for example, says what containers do not.
     */
    public ImmutableSet<String> spared(String id, Collection<Manifest> objects) {
        Context context = context(objects);
        return holding()
                .filter(rule -> rule.held().stream().anyMatch(held -> held.id().equals(id)))
                .flatMap(rule -> rule.spared(id, context).stream())
                .sorted()
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The ids of all findings that there can be, sorted. */
    public static ImmutableSortedSet<String> ids() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(ALL.stream().flatMap(rule -> rule.ids().stream()).iterator())
                .addAll(Acceptances.IDS)
                .add(UNREADABLE, FAILED)
                .build();
    }

    /**
     * Everything in which these objects do not hold the rules. A finding about an object says where its component was
     * added, and where the field stands in the text that the object was read from.
     */
    public CheckReport check(Collection<Manifest> objects) {
        return check(objects, ImmutableList.of());
    }

    /**
     * Like {@link #check(Collection)}, for objects of which somebody else found something already. That is told with the rest,
     * and may be accepted as the rest may, unless it is an error.
     */
    public CheckReport check(Collection<Manifest> objects, Collection<Finding> others) {
        Context context = context(objects);
        Map<Identity, Manifest> byIdentity = new LinkedHashMap<>();
        objects.forEach(object -> byIdentity.putIfAbsent(object.identity(), object));
        Acceptances accepting = new Acceptances(byIdentity, acceptances);
        List<Finding> stays = new ArrayList<>();
        ImmutableList.Builder<CheckReport.Accepted> accepted = ImmutableList.builder();
        ImmutableSet<Finding> given = ImmutableSet.copyOf(told(others.stream(), byIdentity, context));
        for (Finding finding : told(Stream.concat(given.stream(), found(context)), byIdentity, context)) {
            Optional<String> reason = finding.severity() == Severity.ERROR && given.contains(finding)
                    ? Optional.empty()
                    : accepting.reason(finding);
            reason.ifPresentOrElse(
                    why -> accepted.add(new CheckReport.Accepted(finding, why)), () -> stays.add(finding));
        }
        List<Finding> about = new ArrayList<>();
        accepting.judge(ids(), only.<Collection<String>>map(ids -> ids).orElseGet(Checks::ids), about::add);
        stays.addAll(told(about.stream(), byIdentity, context));
        return new CheckReport(objects.size(), ImmutableList.sortedCopyOf(Finding.ORDER, stays), accepted.build());
    }

    private Context context(Collection<Manifest> objects) {
        return new Context(
                Graph.of(objects, elsewhere),
                schemas.with(definitionsAmong(objects)),
                complete,
                podSecurity,
                components);
    }

    private ImmutableList<Finding> told(Stream<Finding> findings, Map<Identity, Manifest> byIdentity, Context context) {
        return findings.filter(finding -> only.isEmpty() || only.get().contains(finding.rule()))
                .map(finding -> placed(finding, byIdentity, context))
                .distinct()
                .sorted(Finding.ORDER)
                .collect(toImmutableList());
    }

    /** What the rules that are asked for find, in no order that matters. */
    private Stream<Finding> found(Context context) {
        List<ObjectRule> each = new ArrayList<>();
        List<Finding> found = new ArrayList<>();
        for (Rule rule : ALL) {
            if (only.isPresent() && only.get().stream().noneMatch(rule.ids()::contains)) {
                continue;
            }
            if (rule instanceof ObjectRule objectRule) {
                each.add(objectRule);
            } else {
                run(rule, "all objects", found, () -> rule.check(context, found::add));
            }
        }
        Stream<Manifest> objects =
                context.objects().size() < MANY ? context.objects().stream() : context.objects().parallelStream();
        return Stream.concat(
                found.stream(),
                objects.map(object -> found(object, each, context)).flatMap(List::stream).toList().stream());
    }

    private List<Finding> found(Manifest object, List<ObjectRule> rules, Context context) {
        List<Finding> found = new ArrayList<>();
        for (ObjectRule rule : rules) {
            run(rule, object.toString(), found, () -> rule.check(object, context, found::add));
        }
        // Two objects of one identity may be in two files: what was found in this one stands in its own.
        found.replaceAll(finding ->
                finding.object().equals(Optional.of(object.identity())) ? placed(finding, object, context) : finding);
        return found;
    }

    private void run(Rule rule, String subject, List<Finding> found, Runnable check) {
        if (!tolerant) {
            check.run();
            return;
        }
        try {
            check.run();
        } catch (RuntimeException | StackOverflowError | LinkageError failed) {
            found.add(Finding.warning(
                            FAILED,
                            subject,
                            "the rule " + String.join(", ", rule.ids().asList()) + " itself failed: " + failed)
                    .hint("this is a fault of Hearth's; tell its authors of the object"));
        }
    }

    private static List<Manifest> definitionsAmong(Collection<Manifest> objects) {
        return objects.stream()
                .filter(object -> object.kind().equals("CustomResourceDefinition"))
                .toList();
    }

    private static Finding placed(Finding finding, Map<Identity, Manifest> byIdentity, Context context) {
        return finding.object()
                .map(byIdentity::get)
                .map(object -> placed(finding, object, context))
                .orElse(finding);
    }

    private static Finding placed(Finding finding, Manifest object, Context context) {
        Finding written = finding.apiVersion().isEmpty() ? finding.writtenIn(object.apiVersion()) : finding;
        return written.place().isPresent() ? written : written.from(context.placeOf(object, finding.path()));
    }
}
