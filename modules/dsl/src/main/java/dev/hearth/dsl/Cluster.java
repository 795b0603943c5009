package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Place;
import dev.hearth.manifest.KubernetesVersion;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that one tree describes.
 *
 * <pre>{@code
 * Cluster.named("home").domain("home.arpa").kubernetes("1.35")
 *     .site(Site.microk8s().node("rack", "192.168.10.11"))
 *     .repository("https://git.home.arpa/me/home.git", "main")
 *     .layer("data", minio)
 *     .layer("observability", prometheus, grafana);
 * }</pre>
 *
 * <p>A cluster is a value: every method gives a changed copy, so a staging cluster is
 * {@code production.renamed("staging").with(smallMinio)}.
 */
public final class Cluster {

    private final String name;
    private final ImmutableList<String> domains;
    private final KubernetesVersion kubernetes;
    private final Site site;
    private final Optional<GitRepository> repository;
    private final ImmutableList<Layer> layers;
    private final ImmutableList<Patch.Placed> patches;
    private final ImmutableList<Acceptance> acceptances;
    private final String bootstrapPage;
    private final Credential.Origin credentials;
    private final String secretsFolder;
    private final ImmutableList<Mirror> mirrors;
    private final Segments segments;
    private final Optional<Admission> admission;
    private final Quotas quotas;

    /** All of it while a copy is made. */
    private static final class Draft {

        String name;
        ImmutableList<String> domains;
        KubernetesVersion kubernetes;
        Site site;
        Optional<GitRepository> repository;
        ImmutableList<Layer> layers;
        ImmutableList<Patch.Placed> patches;
        ImmutableList<Acceptance> acceptances;
        String bootstrapPage;
        Credential.Origin credentials;
        String secretsFolder;
        ImmutableList<Mirror> mirrors;
        Segments segments;
        Optional<Admission> admission;
        Quotas quotas;

        Draft(String name) {
            this.name = clusterName(name);
            this.domains = ImmutableList.of("home.arpa");
            this.kubernetes = KubernetesVersion.parse("1.35");
            this.site = Site.microk8s();
            this.repository = Optional.empty();
            this.layers = ImmutableList.of();
            this.patches = ImmutableList.of();
            this.acceptances = ImmutableList.of();
            this.bootstrapPage = "docs/bootstrap/" + name + ".md";
            this.credentials = new Credential.Unstated();
            this.secretsFolder = "secrets/" + name;
            this.mirrors = ImmutableList.of();
            this.segments = Segments.none();
            this.admission = Optional.empty();
            this.quotas = Quotas.none();
        }

        Draft(Cluster cluster) {
            this.name = cluster.name;
            this.domains = cluster.domains;
            this.kubernetes = cluster.kubernetes;
            this.site = cluster.site;
            this.repository = cluster.repository;
            this.layers = cluster.layers;
            this.patches = cluster.patches;
            this.acceptances = cluster.acceptances;
            this.bootstrapPage = cluster.bootstrapPage;
            this.credentials = cluster.credentials;
            this.secretsFolder = cluster.secretsFolder;
            this.mirrors = cluster.mirrors;
            this.segments = cluster.segments;
            this.admission = cluster.admission;
            this.quotas = cluster.quotas;
        }
    }

    private Cluster(Draft draft) {
        this.name = draft.name;
        this.domains = draft.domains;
        this.kubernetes = draft.kubernetes;
        this.site = draft.site;
        this.repository = draft.repository;
        this.layers = draft.layers;
        this.patches = draft.patches;
        this.acceptances = draft.acceptances;
        this.bootstrapPage = draft.bootstrapPage;
        this.credentials = draft.credentials;
        this.secretsFolder = draft.secretsFolder;
        this.mirrors = draft.mirrors;
        this.segments = draft.segments;
        this.admission = draft.admission;
        this.quotas = draft.quotas;
    }

    private Cluster changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Cluster(draft);
    }

    /**
     * A cluster without components: domain {@code home.arpa}, Kubernetes 1.35, a MicroK8s site without nodes.
     *
     * @param name names its folders and its Applications
     */
    public static Cluster named(String name) {
        return new Cluster(new Draft(name));
    }

    private static String clusterName(String name) {
        return Names.label("cluster name", name);
    }

    /** A copy with another name: a variant of this cluster, beside it. */
    public Cluster renamed(String other) {
        return changed(draft -> {
            draft.name = clusterName(other);
            draft.bootstrapPage = "docs/bootstrap/" + other + ".md";
            draft.secretsFolder = "secrets/" + other;
        });
    }

    /** A copy whose public hosts lie below that domain, and below the further ones. */
    public Cluster domain(String first, String... further) {
        ImmutableList.Builder<String> all = ImmutableList.builder();
        all.add(Names.subdomain("domain", first));
        for (String domain : further) {
            all.add(Names.subdomain("domain", domain));
        }
        return changed(draft -> draft.domains = all.build());
    }

    /** A copy for that minor version of Kubernetes, such as {@code 1.35}. */
    public Cluster kubernetes(String version) {
        return changed(draft -> draft.kubernetes = KubernetesVersion.parse(version));
    }

    /** A copy at that site. */
    public Cluster site(Site place) {
        return changed(draft -> draft.site = requireNonNull(place, "site"));
    }

    /** A copy whose tree Argo CD reads at the top of that repository. */
    public Cluster repository(String url, String revision) {
        return repository(new GitRepository(url, revision, ""));
    }

    /** A copy whose tree Argo CD reads there. */
    public Cluster repository(GitRepository where) {
        return changed(draft -> draft.repository = Optional.of(where));
    }

    /** A copy whose bootstrap page is that file of the tree; {@code docs/bootstrap/<cluster>.md} by default. */
    public Cluster bootstrapPage(String path) {
        return changed(draft -> draft.bootstrapPage = requireNonNull(path, "path"));
    }

    /**
     * A copy in which the Secrets of all credentials come from there whose components have not said where: {@link
     * Credential#sealed()}, {@link Credential#external(String)}, {@link Credential#sops()} or {@link
     * Credential#madeOutside()}.
     */
    public Cluster credentials(Credential.Origin origin) {
        return changed(draft -> draft.credentials = requireNonNull(origin, "origin"));
    }

    /**
     * A copy whose sealed values, and files encrypted by SOPS, are in that folder of the repository; {@code secrets/<cluster>} by
     * default.
     */
    public Cluster secretsFolder(String path) {
        return changed(draft -> draft.secretsFolder = requireNonNull(path, "path"));
    }

    /**
     * A copy in which every image of that registry is pulled from a mirror, whoever made the object that names it.
     *
     * <pre>{@code cluster.registryMirror("docker.io", "registry.home.arpa/docker.io")}</pre>
     *
     * @param registry the registry, or a path in it; of several that fit an image, the longest counts
     * @param mirror what stands for it in the names of images
     * @throws IllegalArgumentException where one of them is no registry, or the registry has a mirror already
     */
    public Cluster registryMirror(String registry, String mirror) {
        if (mirrors.stream().anyMatch(known -> known.registry().equals(registry))) {
            throw new IllegalArgumentException("registry " + registry + " has a mirror already: " + mirrors);
        }
        return changed(draft -> draft.mirrors = ImmutableList.<Mirror>builder()
                .addAll(mirrors)
                .add(new Mirror(registry, mirror))
                .build());
    }

    /** A copy whose layers are held apart so: what crosses from one segment to another must be declared there. */
    public Cluster segments(Segments parts) {
        return changed(draft -> draft.segments = requireNonNull(parts, "segments"));
    }

    /** A copy that holds rules of the checks itself, whoever gives it something. Needs Kubernetes 1.30. */
    public Cluster admission(Admission rules) {
        return changed(draft -> draft.admission = Optional.of(rules));
    }

    /** A copy whose namespaces have at most that. */
    public Cluster quotas(Quotas limits) {
        return changed(draft -> draft.quotas = requireNonNull(limits, "quotas"));
    }

    /** A copy with those components in a layer of that name, behind those it has already. */
    public Cluster layer(String layerName, Component... components) {
        return layer(layerName, Arrays.asList(components), Places.caller());
    }

    /** A copy with those components in a layer of that name, behind those it has already. */
    public Cluster layer(String layerName, List<? extends Component> components) {
        return layer(layerName, components, Places.caller());
    }

    private Cluster layer(String layerName, List<? extends Component> components, Place place) {
        ImmutableList<Layer.Member> members = components.stream()
                .map(component -> new Layer.Member(requireNonNull(component, "component"), place))
                .collect(ImmutableList.toImmutableList());
        if (layers.stream().noneMatch(layer -> layer.name().equals(layerName))) {
            return withLayers(ImmutableList.<Layer>builder()
                    .addAll(layers)
                    .add(new Layer(layerName, members))
                    .build());
        }
        return withLayers(mapLayers(layer -> layer.name().equals(layerName)
                ? new Layer(
                        layerName,
                        ImmutableList.<Layer.Member>builder()
                                .addAll(layer.members())
                                .addAll(members)
                                .build())
                : layer));
    }

    /**
     * A copy in which that component takes the place of the one that has its name; all who refer to it follow.
     *
     * @throws IllegalArgumentException where no component has that name
     */
    public Cluster with(Component component) {
        Place place = Places.caller();
        mustHave(component.name());
        return replaceMembers(member -> member.component().name().equals(component.name())
                ? Stream.of(new Layer.Member(component, place))
                : Stream.of(member));
    }

    /**
     * A copy without the component of that name.
     *
     * @throws IllegalArgumentException where no component has that name
     */
    public Cluster without(String component) {
        mustHave(component);
        return replaceMembers(
                member -> member.component().name().equals(component) ? Stream.empty() : Stream.of(member));
    }

    /**
     * A copy with a change to an object that some component makes, or that Hearth derives from them all: namespaces,
     * network policies, routes, monitors and resource definitions. Argo CD's own objects, its Applications and
     * AppProjects, are made after all patches and take none.
     */
    public Cluster patch(Patch patch) {
        Place place = Places.caller();
        return changed(draft -> draft.patches = ImmutableList.<Patch.Placed>builder()
                .addAll(patches)
                .add(new Patch.Placed(requireNonNull(patch, "patch"), place))
                .build());
    }

    /**
     * A copy in which all findings of that rule on the objects of that component are accepted, for that reason; for components
     * that somebody else wrote. Reports list them; an acceptance that accepts nothing is a finding itself.
     *
     * @param component the name of the component
     * @param rule the id of the rule, such as {@code pod.resources}
     * @throws IllegalArgumentException where no component has that name, or the reason is empty
     */
    public Cluster accept(String component, String rule, String reason) {
        mustHave(component);
        Place place = Places.caller();
        return changed(draft -> draft.acceptances = ImmutableList.<Acceptance>builder()
                .addAll(acceptances)
                .add(new Acceptance(component, rule, reason, Optional.of(place)))
                .build());
    }

    /** A copy with only those of its components. */
    Cluster keeping(Collection<Layer.Member> wanted) {
        Set<Layer.Member> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(wanted);
        if (members().allMatch(kept::contains)) {
            return this;
        }
        return replaceMembers(member -> Stream.of(member).filter(kept::contains));
    }

    private void mustHave(String component) {
        List<String> names = members().map(member -> member.component().name()).toList();
        if (!names.contains(component)) {
            throw new IllegalArgumentException("cluster " + name + " has no component named '" + component
                    + "'; it has " + names + ". Add a new one with layer(...)");
        }
    }

    private Cluster replaceMembers(Function<Layer.Member, Stream<Layer.Member>> change) {
        return withLayers(mapLayers(layer -> new Layer(
                layer.name(), layer.members().stream().flatMap(change).collect(ImmutableList.toImmutableList()))));
    }

    private ImmutableList<Layer> mapLayers(UnaryOperator<Layer> change) {
        return layers.stream().map(change).collect(ImmutableList.toImmutableList());
    }

    private Cluster withLayers(ImmutableList<Layer> newLayers) {
        return changed(draft -> draft.layers = newLayers);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The domains of its public hosts; the first is the one that short host names mean. */
    public ImmutableList<String> domains() {
        return domains;
    }

    /** Its version of Kubernetes. */
    public KubernetesVersion kubernetes() {
        return kubernetes;
    }

    /** Where it runs. */
    public Site site() {
        return site;
    }

    /** Where Argo CD reads its tree from, if that is said. */
    public Optional<GitRepository> repository() {
        return repository;
    }

    /** Its layers, in order. */
    public ImmutableList<Layer> layers() {
        return layers;
    }

    /** Its components with the places where they were added, in order. */
    public Stream<Layer.Member> members() {
        return layers.stream().flatMap(layer -> layer.members().stream());
    }

    /** Changes to objects of any component. */
    public ImmutableList<Patch> patches() {
        return patches.stream().map(Patch.Placed::patch).collect(ImmutableList.toImmutableList());
    }

    /** The same with the places where they were added. */
    ImmutableList<Patch.Placed> placedPatches() {
        return patches;
    }

    /** What is accepted of components that it still has, with the places where that was said. */
    public ImmutableList<Acceptance> acceptances() {
        Set<String> names = members().map(member -> member.component().name()).collect(Collectors.toSet());
        return acceptances.stream()
                .filter(acceptance -> names.contains(acceptance.component()))
                .collect(ImmutableList.toImmutableList());
    }

    /** The file of the tree that says how to start it. */
    public String bootstrapPage() {
        return bootstrapPage;
    }

    /** Where the Secrets of credentials come from whose components have not said where. */
    public Credential.Origin credentials() {
        return credentials;
    }

    /** Where images are pulled from instead of their own registries. */
    public ImmutableList<Mirror> mirrors() {
        return mirrors;
    }

    /** Which of its layers are held apart. */
    public Segments segments() {
        return segments;
    }

    /** Which rules it holds itself, if any. */
    public Optional<Admission> admission() {
        return admission;
    }

    /** What its namespaces have at most. */
    public Quotas quotas() {
        return quotas;
    }

    /** The folder of the repository that holds what is sealed, or encrypted by SOPS. */
    public String secretsFolder() {
        return secretsFolder;
    }
}
