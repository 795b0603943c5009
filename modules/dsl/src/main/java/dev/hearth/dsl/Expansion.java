package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KindScopes;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster became: every component's manifests, flows and stated facts, and all that was wrong.
 *
 * @param cluster the cluster
 * @param view what its components could know of it
 * @param manifests all objects, each owned by a component, in the order of the components
 * @param flows all flows that were declared
 * @param facts what was stated besides
 * @param findings what is wrong
 */
public record Expansion(
        Cluster cluster,
        ClusterView view,
        ImmutableList<Manifest> manifests,
        ImmutableList<Flow> flows,
        ImmutableList<Stated<?>> facts,
        ImmutableList<Finding> findings) {

    /** The derived component that owns namespaces and network policies. */
    public static final String NAMESPACES = "namespaces";

    /** The derived component that owns custom resource definitions which are part of the tree. */
    public static final String CRDS = "crds";

    private static final ImmutableSet<String> RESERVED = ImmutableSet.of(NAMESPACES, CRDS, "root");

    /**
     * Resolves and expands a cluster: first every offer, then every component's objects. A component that has no valid
     * name, or fails to say what it is, is a finding and no part of what follows.
     */
    public static Expansion of(Cluster whole) {
        List<Finding> findings = new ArrayList<>();
        ImmutableList<Layer.Member> members = distinct(whole, findings);
        Cluster cluster = whole.keeping(members);
        ClusterView view = resolve(cluster, members, findings);

        List<Scope> scopes = new ArrayList<>();
        for (Layer.Member member : members) {
            scopes.add(expand(view, member, findings));
        }
        return new Expansion(
                        cluster, view, ImmutableList.of(), ImmutableList.of(), ImmutableList.of(), sorted(findings))
                .plus(scopes);
    }

    private static ImmutableList<Layer.Member> distinct(Cluster cluster, List<Finding> findings) {
        Map<String, Layer.Member> byName = new LinkedHashMap<>();
        cluster.members().filter(member -> sound(member, findings)).forEach(member -> {
            String name = member.component().name();
            String subject = "component " + name;
            try {
                Names.label("component name", name);
                Names.label("namespace of component " + name, member.component().namespace());
            } catch (IllegalArgumentException wrong) {
                findings.add(Finding.error("name.component", subject, String.valueOf(wrong.getMessage()))
                        .from(member.place())
                        .hint("let name() and namespace() give a valid name"));
                return;
            }
            if (RESERVED.contains(name)) {
                findings.add(
                        Finding.error("name.component", subject, "the name is Hearth's own; it names a derived part")
                                .from(member.place())
                                .hint("give the component another name"));
                return;
            }
            Layer.Member first = byName.putIfAbsent(name, member);
            if (first != null) {
                findings.add(Finding.error(
                                "name.component",
                                subject,
                                "two components have this name; the first is at " + first.place())
                        .from(member.place())
                        .hint("name one of them otherwise, such as " + name + "-2"));
            }
        });
        return ImmutableList.copyOf(byName.values());
    }

    /** Whether a component can say what it is; every later stage asks it again and relies on the answer. */
    private static boolean sound(Layer.Member member, List<Finding> findings) {
        Component component = member.component();
        Optional<String> name = attempt(
                "component of class " + component.getClass().getSimpleName(),
                member.place(),
                "name()",
                findings,
                component::name);
        return name.isPresent()
                && Stream.<Optional<?>>of(
                                attempt(member, "namespace()", findings, component::namespace),
                                attempt(member, "podSecurity()", findings, component::podSecurity),
                                attempt(member, "band()", findings, component::band),
                                attempt(member, "after()", findings, component::after))
                        .allMatch(Optional::isPresent);
    }

    private static ClusterView resolve(Cluster cluster, ImmutableList<Layer.Member> members, List<Finding> findings) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        ImmutableListMultimap.Builder<String, Offered<?>> offers = ImmutableListMultimap.builder();
        ImmutableListMultimap.Builder<String, Ask> asks = ImmutableListMultimap.builder();
        Map<Ask, Layer.Member> askedBy = new LinkedHashMap<>();
        for (Layer.Member member : members) {
            Component component = member.component();
            String name = component.name();
            namespaces.put(name, component.namespace());
            attempt(member, "offers()", findings, component::offers)
                    .ifPresent(given -> given.all()
                            .forEach(offer ->
                                    offers.put(name, new Offered<>(name, component.namespace(), false, offer))));
            attempt(member, "asks()", findings, component::asks)
                    .ifPresent(wanted -> wanted.forEach(ask -> {
                        asks.put(ask.component(), ask);
                        askedBy.put(ask, member);
                    }));
        }
        for (Site.Preinstalled system : cluster.site().preinstalled()) {
            if (namespaces.putIfAbsent(system.name(), system.namespace()) != null) {
                findings.add(Finding.error(
                                "name.component",
                                "preinstalled " + system.name(),
                                "a component of the cluster has the same name")
                        .hint("name the preinstalled system otherwise"));
                continue;
            }
            system.offers()
                    .all()
                    .forEach(offer ->
                            offers.put(system.name(), new Offered<>(system.name(), system.namespace(), true, offer)));
        }
        askedBy.forEach((ask, member) -> {
            if (!namespaces.containsKey(ask.component())) {
                findings.add(Finding.error(
                                "link.component",
                                "component " + member.component().name(),
                                "asks component '" + ask.component() + "' for " + ask
                                        + ", but the cluster has no such component; it has " + namespaces.keySet())
                        .from(member.place())
                        .hint("add it to a layer"));
            }
        });
        return new ClusterView(cluster, ImmutableMap.copyOf(namespaces), offers.build(), asks.build());
    }

    private static Scope expand(ClusterView view, Layer.Member member, List<Finding> findings) {
        Component component = member.component();
        Manifests manifests = attempt(member, "manifests()", findings, () -> component.manifests(view))
                .orElse(Manifests.none());
        List<ServiceOffer> own = manifests.parts().stream()
                .filter(Serving.class::isInstance)
                .flatMap(part -> ((Serving) part).services().stream())
                .toList();
        Scope scope = new Scope(view, component.name(), component.namespace(), Optional.of(member.place()), own);
        component.after().forEach(other -> {
            if (view.namespaceOf(other).isEmpty()) {
                scope.finding(Finding.error(
                                "link.component",
                                "component " + component.name(),
                                "comes after '" + other + "', but the cluster has no such component; it has "
                                        + view.components())
                        .hint("add it to a layer, declare it with Site.preinstalled, or leave it out of after()"));
            } else {
                scope.after(other);
            }
        });
        for (Part part : manifests.parts()) {
            attempt(member, part.getClass().getSimpleName(), findings, () -> {
                part.expand(scope);
                return part;
            });
        }
        manifests.patches().forEach(scope::fact);
        return scope;
    }

    private static <T> Optional<T> attempt(Layer.Member member, String what, List<Finding> findings, Supplier<T> work) {
        return attempt("component " + member.component().name(), member.place(), what, findings, work);
    }

    @SuppressWarnings("ConstantValue") // user code may give back null whatever its type says
    private static <T> Optional<T> attempt(
            String subject, Place place, String what, List<Finding> findings, Supplier<T> work) {
        try {
            T result = work.get();
            if (result != null) {
                return Optional.of(result);
            }
            findings.add(Finding.error("model.threw", subject, what + " gave back null")
                    .from(place)
                    .hint("let it give back a value"));
        } catch (RuntimeException broken) {
            findings.add(Finding.error("model.threw", subject, what + " threw " + described(broken))
                    .from(place)
                    .hint("mend the component; the message says what it was given"));
        }
        return Optional.empty();
    }

    private static String described(RuntimeException broken) {
        String message = broken.getMessage();
        return broken.getClass().getSimpleName() + (message == null ? "" : ": " + message) + at(broken);
    }

    /** The nearest line of the user's code; what called this language is no part of it. */
    private static String at(RuntimeException broken) {
        for (StackTraceElement frame : broken.getStackTrace()) {
            if (frame.getClassName().equals(Expansion.class.getName())) {
                return "";
            }
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("dev.hearth.dsl.")
                    && !frame.getClassName().startsWith("dev.hearth.manifest.")
                    && !frame.getClassName().startsWith("com.google.")) {
                return " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
            }
        }
        return "";
    }

    /** This expansion with what follows from it. */
    public Expansion derive(Derivation derivation) {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        derivation.derive(this, component -> scopes.computeIfAbsent(component, this::scope));
        return plus(new ArrayList<>(scopes.values()));
    }

    private Scope scope(String component) {
        return new Scope(
                view, component, view.namespaceOf(component).orElse(""), placeOf(component), ImmutableList.of());
    }

    /** Where a component was added. */
    public Optional<Place> placeOf(String component) {
        return cluster.members()
                .filter(member -> member.component().name().equals(component))
                .map(Layer.Member::place)
                .findFirst();
    }

    private Expansion plus(List<Scope> scopes) {
        ImmutableList.Builder<Manifest> allManifests =
                ImmutableList.<Manifest>builder().addAll(manifests);
        ImmutableList.Builder<Flow> allFlows = ImmutableList.<Flow>builder().addAll(flows);
        ImmutableList.Builder<Stated<?>> allFacts =
                ImmutableList.<Stated<?>>builder().addAll(facts);
        List<Finding> allFindings = new ArrayList<>(findings);
        // Which kinds have a namespace is known only once every component has brought its definitions.
        KindScopes kinds = KindScopes.of(Stream.of(
                        offeredDefinitions(),
                        manifests.stream(),
                        scopes.stream().flatMap(scope -> scope.manifests().stream()))
                .flatMap(definitions -> definitions));
        for (Scope scope : scopes) {
            allManifests.addAll(scope.manifests(kinds));
            allFlows.addAll(scope.flows());
            allFacts.addAll(scope.facts());
            allFindings.addAll(scope.findings());
        }
        return new Expansion(
                cluster, view, allManifests.build(), allFlows.build(), allFacts.build(), sorted(allFindings));
    }

    private Stream<Manifest> offeredDefinitions() {
        return view.offers(CrdOffer.class).stream()
                .map(offered -> offered.offer().source())
                .filter(CrdOffer.Vendored.class::isInstance)
                .flatMap(source -> ((CrdOffer.Vendored) source).definitions().stream());
    }

    private static ImmutableList<Finding> sorted(List<Finding> findings) {
        return findings.stream().distinct().sorted(Finding.ORDER).collect(ImmutableList.toImmutableList());
    }

    /** What was stated of that type, in the order of the components. */
    @SuppressWarnings("unchecked") // guarded by the type of the fact inside
    public <T> List<Stated<T>> facts(Class<T> type) {
        return facts.stream()
                .filter(stated -> type.isInstance(stated.fact()))
                .map(stated -> (Stated<T>) stated)
                .toList();
    }

    /** This expansion with every patch applied: those of a component to its own objects, those of the cluster to all. */
    public Expansion patched() {
        List<Finding> problems = new ArrayList<>(findings);
        List<Manifest> changed = new ArrayList<>(manifests);
        for (Stated<Patch> stated : facts(Patch.class)) {
            Optional<String> owner = Optional.of(stated.component());
            apply(stated.fact(), changed, owner, placeOf(stated.component()), problems);
        }
        cluster.placedPatches()
                .forEach(placed ->
                        apply(placed.patch(), changed, Optional.empty(), Optional.of(placed.place()), problems));
        return new Expansion(cluster, view, ImmutableList.copyOf(changed), flows, facts, sorted(problems));
    }

    private static void apply(
            Patch patch,
            List<Manifest> manifestsToChange,
            Optional<String> owner,
            Optional<Place> place,
            List<Finding> problems) {
        Predicate<Manifest> meant = manifest ->
                patch.meant(manifest) && (owner.isEmpty() || manifest.owner().equals(owner));
        List<Identity> met = manifestsToChange.stream()
                .filter(meant)
                .map(Manifest::identity)
                .distinct()
                .toList();
        if (met.size() == 1) {
            manifestsToChange.replaceAll(
                    manifest -> meant.test(manifest) ? changed(patch, manifest, place, problems) : manifest);
        } else if (met.isEmpty()) {
            problems.add(Finding.error(
                            "model.patch",
                            patch.subject(),
                            "a patch is meant for it, but "
                                    + owner.map(name -> "component " + name).orElse("the cluster")
                                    + " has no such object")
                    .from(place)
                    .hint("correct the patch's kind, namespace or name, or take it out"));
        } else {
            problems.add(Finding.error(
                            "model.patch",
                            patch.subject(),
                            "a patch could mean any of " + met.size() + " objects: "
                                    + met.stream().map(Expansion::inGroup).collect(Collectors.joining(", ")))
                    .from(place)
                    .hint("name the namespace with Patch.in(...), or the class with Patch.of(type, ...)"));
        }
    }

    private static String inGroup(Identity identity) {
        return identity + (identity.group().isEmpty() ? "" : " of " + identity.group());
    }

    private static Manifest changed(Patch patch, Manifest before, Optional<Place> place, List<Finding> problems) {
        try {
            Manifest after = patch.change().apply(before);
            if (after == null) {
                problems.add(Finding.error("model.patch", before.identity(), "a patch gave null instead of the object")
                        .from(place)
                        .hint("return the changed object"));
            } else if (after.identity().equals(before.identity())) {
                return after;
            } else {
                problems.add(Finding.error(
                                "model.patch",
                                before.identity(),
                                "a patch made another object of it: " + after.identity())
                        .from(place)
                        .hint("a patch must keep kind, namespace and name"));
            }
        } catch (RuntimeException broken) {
            problems.add(Finding.error("model.patch", before.identity(), "a patch threw " + described(broken))
                    .from(place)
                    .hint("mend the patch"));
        }
        return before;
    }
}
