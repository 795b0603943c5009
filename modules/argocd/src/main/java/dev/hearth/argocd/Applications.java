package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.GitRepository;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Layer;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KindScopes;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Applications: one for each component, and those of the derived parts before them. */
final class Applications {

    /** The longest value of a label, which the name of an Application becomes in several places. */
    private static final int LONGEST_NAME = 63;

    /** The longest name that Helm takes for a release. */
    private static final int LONGEST_RELEASE = 53;

    /** Where an object of a derived part would go that names no namespace; its project allows none such. */
    private static final String NO_NAMESPACE = "default";

    private static final ImmutableSet<String> DERIVED = ImmutableSet.of(Expansion.NAMESPACES, Expansion.CRDS, "root");

    private final Expansion expansion;
    private final Cluster cluster;
    private final GitRepository repository;
    private final List<Finding> findings;
    private final ImmutableListMultimap<String, Manifest> byOwner;
    private final ImmutableListMultimap<String, RemoteChart.Resolved> charts;
    private final Protection protection;
    private final IgnoredDifferences ignored;
    private final Set<String> definedGroups;
    private final KindScopes kindScopes;

    Applications(
            Expansion expansion, ImmutableList<Manifest> manifests, GitRepository repository, List<Finding> findings) {
        this.expansion = expansion;
        this.cluster = expansion.cluster();
        this.repository = repository;
        this.findings = findings;
        this.byOwner = Multimaps.index(
                manifests.stream()
                        .filter(manifest -> manifest.owner().isPresent())
                        .toList(),
                manifest -> manifest.owner().orElseThrow());
        this.charts = expansion.facts(RemoteChart.Resolved.class).stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(Stated::component, Stated::fact));
        this.protection = Protection.of(expansion);
        this.ignored = IgnoredDifferences.of(manifests);
        this.definedGroups = definedGroups(expansion, manifests);
        this.kindScopes = KindScopes.of(manifests.stream());
    }

    ImmutableList<App> all() {
        ImmutableMap<String, Integer> waves = Waves.of(expansion, findings);
        ImmutableList.Builder<App> apps = ImmutableList.builder();
        derived(Expansion.NAMESPACES, Band.NAMESPACES, true).ifPresent(apps::add);
        derived(Expansion.CRDS, Band.CRDS, false).ifPresent(apps::add);
        apps.addAll(definitions());
        for (Layer layer : cluster.layers()) {
            checkLayer(layer);
            for (Layer.Member member : layer.members()) {
                Component component = member.component();
                component(
                                component,
                                layer.name(),
                                waves.getOrDefault(
                                        component.name(), component.band().wave()))
                        .ifPresent(apps::add);
            }
        }
        checkShared();
        return distinct(apps.build());
    }

    private void checkLayer(Layer layer) {
        if (DERIVED.contains(layer.name())) {
            findings.add(Finding.error(
                            "argo.name",
                            "layer " + layer.name(),
                            "the name of its project would be that of a derived part of Hearth's own")
                    .hint("name the layer otherwise"));
        }
        checkName("layer " + layer.name(), Projects.name(cluster.name(), layer.name()), Optional.empty());
    }

    private void checkName(String subject, String name, Optional<String> component) {
        if (name.length() > LONGEST_NAME) {
            findings.add(Finding.error(
                            "argo.name",
                            subject,
                            "its name in Argo CD would be '" + name + "', of " + name.length()
                                    + " characters; a label's value has at most " + LONGEST_NAME)
                    .from(component.flatMap(expansion::placeOf))
                    .hint("choose a shorter name for it or for the cluster"));
        }
    }

    private void checkShared() {
        Map<Identity, String> owners = new HashMap<>();
        byOwner.forEach((owner, manifest) -> {
            String first = owners.putIfAbsent(manifest.identity(), owner);
            if (first != null && !first.equals(owner)) {
                findings.add(Finding.error(
                                "argo.shared",
                                manifest.identity(),
                                "two applications have this object, of component " + first + " and of component "
                                        + owner + "; each would undo what the other does")
                        .from(expansion.placeOf(owner))
                        .hint("let one of the two make it"));
            }
        });
    }

    private ImmutableList<App> distinct(ImmutableList<App> apps) {
        Map<String, App> byFile = new LinkedHashMap<>();
        for (App app : apps) {
            App first = byFile.putIfAbsent(app.file(), app);
            // Components of one name are a finding of the expansion already.
            if (first != null
                    && !first.layer().equals(app.layer())
                    && first.layer().equals(Expansion.CRDS)) {
                findings.add(Finding.error(
                                "argo.name",
                                "component " + app.file(),
                                "its Application would have the name of the one for a set of custom resource"
                                        + " definitions")
                        .from(expansion.placeOf(app.file()))
                        .hint("name the component otherwise"));
            }
        }
        return ImmutableList.copyOf(byFile.values());
    }

    private Optional<App> derived(String part, Band band, boolean prune) {
        ImmutableList<Manifest> manifests = byOwner.get(part);
        if (manifests.isEmpty()) {
            return Optional.empty();
        }
        Manifest application = application(
                part,
                part,
                band.wave(),
                false,
                ImmutableList.of(folder(part)),
                NO_NAMESPACE,
                syncPolicy(prune, ImmutableList.of()),
                ignored.in(manifests));
        ImmutableSet.Builder<Right> needs = ImmutableSet.builder();
        needs.add(Right.source(repository.url()), Right.namespace(NO_NAMESPACE));
        manifests.forEach(manifest -> needs.addAll(Right.of(manifest)));
        return Optional.of(new App(part, part, application, needs.build()));
    }

    /** One for each set of definitions that comes from upstream's repository. */
    private ImmutableList<App> definitions() {
        Map<String, Offered<CrdOffer>> sets = new TreeMap<>();
        for (Offered<CrdOffer> offered : expansion.view().offers(CrdOffer.class)) {
            if (!offered.preinstalled()) {
                Offered<CrdOffer> first = sets.putIfAbsent(offered.offer().name(), offered);
                if (first != null
                        && !first.offer().source().equals(offered.offer().source())) {
                    findings.add(Finding.error(
                                    "argo.definitions",
                                    "component " + offered.component(),
                                    "brings the custom resource definitions "
                                            + offered.offer().name() + " from "
                                            + source(offered) + ", but component " + first.component()
                                            + " brings them from " + source(first))
                            .from(expansion.placeOf(offered.component()))
                            .hint("let both bring the same version, or only one of them bring it"));
                }
            }
        }
        return sets.values().stream()
                .map(Offered::offer)
                .flatMap(offer -> offer.source() instanceof CrdOffer.Git git
                        ? Stream.of(definitions(offer, git))
                        : Stream.empty())
                .collect(ImmutableList.toImmutableList());
    }

    private static String source(Offered<CrdOffer> offered) {
        return offered.offer().source() instanceof CrdOffer.Git git
                ? git.repository() + " " + git.version() + " (" + git.commit() + ", folder " + git.path() + ")"
                : "files of its own";
    }

    private App definitions(CrdOffer offer, CrdOffer.Git git) {
        String name = Expansion.CRDS + "-" + offer.name();
        Mapping source = Mapping.builder()
                .put("repoURL", git.repository())
                .put("targetRevision", git.commit())
                .put("path", git.path())
                .put(
                        "directory",
                        Mapping.builder()
                                .put("include", "*.yaml")
                                // Upstream folders are often made for Kustomize as well.
                                .put("exclude", "kustomization.yaml")
                                .build())
                .build();
        Manifest application = application(
                name,
                Expansion.CRDS,
                Band.CRDS.wave(),
                false,
                ImmutableList.of(source),
                NO_NAMESPACE,
                syncPolicy(false, ImmutableList.of("Prune=false", "ServerSideApply=true")),
                Sequence.empty());
        ImmutableSet.Builder<Right> needs = ImmutableSet.builder();
        needs.add(
                Right.source(git.repository()),
                Right.namespace(NO_NAMESPACE),
                Right.clusterKind("apiextensions.k8s.io", "CustomResourceDefinition"));
        if (offer.groups().contains("gateway.networking.k8s.io")) {
            // Beside its definitions, upstream's folder has a policy that guards their upgrade.
            needs.add(
                    Right.clusterKind("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
                    Right.clusterKind("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"));
        }
        return new App(name, Expansion.CRDS, application, needs.build());
    }

    private Optional<App> component(Component component, String layer, int wave) {
        String name = component.name();
        ImmutableList<Manifest> manifests = byOwner.get(name);
        ImmutableList<RemoteChart.Resolved> remote = charts.get(name);
        if (manifests.isEmpty() && remote.isEmpty()) {
            reportEmpty(name);
            return Optional.empty();
        }
        remote.forEach(chart -> checkChart(name, chart.chart()));
        List<Mapping> sources = new ArrayList<>();
        remote.forEach(chart -> sources.add(chart(chart)));
        if (!manifests.isEmpty()) {
            sources.add(folder(name));
        }
        Sequence differences = ignored.in(manifests);
        List<String> options = new ArrayList<>();
        if (!differences.isEmpty()) {
            options.add("RespectIgnoreDifferences=true");
        }
        if (remote.stream().anyMatch(chart -> makes(chart.chart(), "CustomResourceDefinition"))) {
            options.add("ServerSideApply=true");
        }
        if (manifests.stream().anyMatch(this::definedByNobody)) {
            options.add("SkipDryRunOnMissingResource=true");
        }
        Manifest application = application(
                name,
                layer,
                wave,
                mayBeDeletedWithAll(name, manifests, remote),
                sources,
                component.namespace(),
                syncPolicy(true, options),
                differences);
        return Optional.of(new App(name, layer, application, needs(component, manifests, remote)));
    }

    private void reportEmpty(String name) {
        boolean bringsSomething =
                expansion.view().offers(name, CrdOffer.class).stream().anyMatch(offered -> !offered.preinstalled());
        boolean broken = expansion.findings().stream()
                .anyMatch(finding -> finding.subject().equals("component " + name));
        if (!bringsSomething && !broken) {
            findings.add(Finding.error(
                            "argo.empty",
                            "component " + name,
                            "makes no object, so that its Application would be empty")
                    .from(expansion.placeOf(name))
                    .hint("let manifests() give an object, or take the component out of the cluster"));
        }
    }

    private void checkChart(String component, RemoteChart chart) {
        String subject = "component " + component;
        if (chart.release().length() > LONGEST_RELEASE) {
            findings.add(Finding.error(
                            "argo.name",
                            subject,
                            "release '" + chart.release() + "' of chart " + chart.chart() + " has "
                                    + chart.release().length() + " characters; Helm takes at most " + LONGEST_RELEASE)
                    .from(expansion.placeOf(component))
                    .hint("choose a shorter release"));
        }
        if (chart.kinds().isEmpty()) {
            findings.add(Finding.warning(
                            "argo.chart-kinds",
                            subject,
                            "nobody has said what chart " + chart.chart() + " " + chart.version()
                                    + " makes, so the project of its layer allows every kind")
                    .from(expansion.placeOf(component))
                    .hint("list the kinds with RemoteChart.makes(\"apps/Deployment\", ...); see them by: helm template "
                            + chart.release() + " " + chart.chart() + " --repo " + chart.repository() + " --version "
                            + chart.version()));
        }
        findings.add(Finding.info(
                        "argo.unchecked",
                        subject,
                        "Argo CD renders chart " + chart.chart() + " " + chart.version() + " itself: of what it makes"
                                + " nothing is checked here, neither schemas and references nor Pod Security and flows")
                .from(expansion.placeOf(component)));
    }

    private ImmutableSet<Right> needs(
            Component component, ImmutableList<Manifest> manifests, ImmutableList<RemoteChart.Resolved> remote) {
        ImmutableSet.Builder<Right> needs = ImmutableSet.builder();
        needs.add(Right.namespace(component.namespace()));
        for (Manifest manifest : manifests) {
            needs.add(Right.source(repository.url()));
            needs.addAll(Right.of(manifest));
            needs.addAll(Right.madeFor(manifest.identity().group(), manifest.kind()));
        }
        for (RemoteChart.Resolved resolved : remote) {
            RemoteChart chart = resolved.chart();
            needs.add(Right.source(chart.repository()));
            chart.namespaces().forEach(namespace -> needs.add(Right.namespace(namespace)));
            if (chart.kinds().isEmpty()) {
                needs.addAll(Right.anyKind());
            }
            for (String text : chart.kinds()) {
                int slash = text.indexOf('/');
                String group = slash < 0 ? "" : text.substring(0, slash);
                String kind = text.substring(slash + 1);
                needs.add(
                        kindScopes.clusterScoped(group, kind)
                                ? Right.clusterKind(group, kind)
                                : Right.kind(group, kind));
                needs.addAll(Right.madeFor(group, kind));
            }
        }
        return needs.build();
    }

    /** Whether the Application, when it is deleted, may take all of its objects along. */
    private boolean mayBeDeletedWithAll(
            String component, ImmutableList<Manifest> manifests, ImmutableList<RemoteChart.Resolved> remote) {
        return manifests.stream().noneMatch(protection::holdsData)
                && expansion.facts(HoldsData.class).stream()
                        .noneMatch(stated -> stated.component().equals(component))
                && remote.stream()
                        .map(RemoteChart.Resolved::chart)
                        .noneMatch(chart -> chart.kinds().isEmpty()
                                || makes(chart, "PersistentVolumeClaim")
                                || makes(chart, "apps/StatefulSet"));
    }

    private static boolean makes(RemoteChart chart, String kind) {
        return chart.kinds().stream().anyMatch(made -> made.equals(kind) || made.endsWith("/" + kind));
    }

    /** Whether it is of a kind whose definition neither the tree nor what is preinstalled brings. */
    private boolean definedByNobody(Manifest manifest) {
        String group = manifest.identity().group();
        return !Kinds.alwaysThere(group) && !definedGroups.contains(group);
    }

    private static Set<String> definedGroups(Expansion expansion, ImmutableList<Manifest> manifests) {
        return Stream.concat(
                        expansion.view().offers(CrdOffer.class).stream()
                                .flatMap(offered -> offered.offer().groups().stream()),
                        manifests.stream()
                                .filter(Kinds::isDefinition)
                                .flatMap(definition -> definition.spec().text("group").stream()))
                .collect(Collectors.toSet());
    }

    private Mapping folder(String component) {
        return Mapping.builder()
                .put("repoURL", repository.url())
                .put("targetRevision", repository.revision())
                .put("path", repository.path("generated/" + cluster.name() + "/" + component))
                .build();
    }

    private static Mapping chart(RemoteChart.Resolved resolved) {
        RemoteChart chart = resolved.chart();
        return Mapping.builder()
                .put("repoURL", chart.repository())
                .put("chart", chart.chart())
                .put("targetRevision", chart.version())
                .put(
                        "helm",
                        Mapping.builder()
                                .put("releaseName", chart.release())
                                .putUnlessEmpty("valuesObject", resolved.values())
                                .build())
                .build();
    }

    static Mapping destination(String namespace) {
        return Mapping.builder()
                .put("namespace", namespace)
                .put("server", ArgoCd.IN_CLUSTER)
                .build();
    }

    /** Syncs on its own, and tries again until it succeeds, with what is newest then. */
    static Mapping syncPolicy(boolean prune, List<String> options) {
        Mapping.Builder automated = Mapping.builder();
        if (prune) {
            automated.put("prune", true);
        }
        automated.put("selfHeal", true);
        return Mapping.builder()
                .put("automated", automated.build())
                .put(
                        "retry",
                        Mapping.builder()
                                .put(
                                        "backoff",
                                        Mapping.builder()
                                                .put("duration", "10s")
                                                .put("factor", 2)
                                                .put("maxDuration", "5m")
                                                .build())
                                .put("limit", -1)
                                .put("refresh", true)
                                .build())
                .putUnlessEmpty("syncOptions", Node.texts(options))
                .build();
    }

    private Manifest application(
            String part,
            String layer,
            int wave,
            boolean cascade,
            List<Mapping> sources,
            String namespace,
            Mapping syncPolicy,
            Sequence differences) {
        String name = cluster.name() + "-" + part;
        checkName(part.equals(layer) ? "application " + part : "component " + part, name, Optional.of(part));
        Mapping.Builder metadata = Mapping.builder()
                .put("name", name)
                .put("namespace", ArgoCd.NAMESPACE)
                .put("annotations", Mapping.of(SyncOptions.WAVE, Node.text(Integer.toString(wave))));
        if (cascade) {
            metadata.put("finalizers", Node.texts(Projects.FINALIZER));
        }
        Mapping.Builder spec = Mapping.builder().put("project", Projects.name(cluster.name(), layer));
        if (sources.size() == 1) {
            spec.put("source", sources.get(0));
        } else {
            spec.put("sources", Sequence.of(sources));
        }
        spec.put("destination", destination(namespace))
                .put("syncPolicy", syncPolicy)
                .putUnlessEmpty("ignoreDifferences", differences);
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "argoproj.io/v1alpha1")
                .put("kind", "Application")
                .put("metadata", metadata.build())
                .put("spec", spec.build())
                .build());
    }
}
