package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Checksums;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.config.Config;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The template of a workload's pods. */
final class PodNodes {

    private static final String HOSTNAME = "kubernetes.io/hostname";

    private final Settings settings;
    private final Scope scope;

    PodNodes(Settings settings, Scope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    Mapping template() {
        return Mapping.builder().put("metadata", metadata()).put("spec", spec()).build();
    }

    private Mapping metadata() {
        Map<String, String> annotations = new TreeMap<>(settings.podAnnotations);
        configs(settings).stream()
                .filter(Config::restarts)
                .forEach(config ->
                        annotations.put(Checksums.annotation("config", config.name()), config.checksum(scope)));
        return Mapping.builder()
                .put("labels", Labels.of(settings, scope.component(), settings.podLabels))
                .putUnlessEmpty("annotations", Mapping.texts(annotations))
                .build();
    }

    /** The configuration that some container mounts or reads into its environment. */
    static ImmutableSet<Config> configs(Settings settings) {
        Stream<Config> mounted = sources(settings)
                .filter(Volume.ConfigFiles.class::isInstance)
                .map(source -> ((Volume.ConfigFiles) source).config());
        Stream<Config> variables = variables(settings)
                .filter(Variable.FromConfig.class::isInstance)
                .map(variable -> ((Variable.FromConfig) variable).key().config());
        Stream<Config> whole =
                settings.containers().stream().flatMap(container -> container.settings().configEnvironments.stream());
        return Stream.of(mounted, variables, whole).flatMap(configs -> configs).collect(ImmutableSet.toImmutableSet());
    }

    /** The credentials that some container mounts or reads into its environment, or that pull its image. */
    static ImmutableSet<Credential> credentials(Settings settings) {
        Stream<Credential> mounted = sources(settings)
                .filter(Volume.SecretFiles.class::isInstance)
                .map(source -> ((Volume.SecretFiles) source).credential());
        Stream<Credential> variables = variables(settings)
                .filter(Variable.FromCredential.class::isInstance)
                .map(variable -> ((Variable.FromCredential) variable).key().credential());
        Stream<Credential> whole = settings.containers().stream()
                .flatMap(container -> container.settings().credentialEnvironments.stream());
        return Stream.of(mounted, variables, whole, settings.pullSecrets.stream())
                .flatMap(credentials -> credentials)
                .collect(ImmutableSet.toImmutableSet());
    }

    static Stream<Variable> variables(Settings settings) {
        return settings.containers().stream().flatMap(container -> container.settings().environment.values().stream());
    }

    static Stream<Volume.Source> sources(Settings settings) {
        return sources(settings.volumes().stream());
    }

    /** What those volumes are made of. */
    static Stream<Volume.Source> sources(Stream<Volume> volumes) {
        return volumes.flatMap(volume -> {
            if (volume instanceof Volume.Projected projected) {
                return projected.sources().stream();
            }
            return volume instanceof Volume.Source source ? Stream.of(source) : Stream.empty();
        });
    }

    private Mapping spec() {
        Mapping.Builder spec = Mapping.builder()
                .put("serviceAccountName", settings.name)
                .put("automountServiceAccountToken", settings.token || !settings.access.isEmpty())
                .put("enableServiceLinks", false);
        if (settings.hostNetwork) {
            spec.put("hostNetwork", true).put("dnsPolicy", "ClusterFirstWithHostNet");
        }
        if (settings.hostPid) {
            spec.put("hostPID", true);
        }
        if (!settings.priorityClass.isEmpty()) {
            spec.put("priorityClassName", settings.priorityClass);
        }
        settings.grace.ifPresent(seconds -> spec.put("terminationGracePeriodSeconds", (long) seconds));
        if (settings.kind.ends()) {
            spec.put("restartPolicy", settings.restartPolicy);
        }
        return spec.put("securityContext", security())
                .putUnlessEmpty("affinity", affinity())
                .putUnlessEmpty(
                        "tolerations",
                        Sequence.of(settings.tolerations.stream()
                                .map(Toleration::node)
                                .toList()))
                .putUnlessEmpty("topologySpreadConstraints", spreading())
                .putUnlessEmpty(
                        "imagePullSecrets",
                        Sequence.of(settings.pullSecrets.stream()
                                .map(credential -> Mapping.of("name", Node.text(credential.name())))
                                .toList()))
                .putUnlessEmpty("initContainers", inits())
                .put("containers", containers())
                .putUnlessEmpty("volumes", volumes())
                .build();
    }

    private Mapping security() {
        Mapping.Builder security = Mapping.builder().put("runAsNonRoot", !settings.root);
        if (settings.root) {
            security.put("runAsUser", 0);
        } else {
            settings.user.ifPresent(user -> security.put("runAsUser", (long) user));
            settings.group.ifPresent(group -> security.put("runAsGroup", (long) group));
        }
        settings.fsGroup.ifPresent(
                group -> security.put("fsGroup", (long) group).put("fsGroupChangePolicy", "OnRootMismatch"));
        return security.put("seccompProfile", Mapping.of("type", Node.text("RuntimeDefault")))
                .build();
    }

    private Mapping affinity() {
        Site site = scope.cluster().site();
        return settings.role
                .map(role -> site.nodesFor(role).map(this::onRole).orElse(Mapping.empty()))
                .orElseGet(() -> onPool(site));
    }

    /** Strictly, where a disk would keep the pod wherever it happened to start first. */
    private Mapping onRole(List<String> nodes) {
        return stays() ? strictly(nodes) : preferably(nodes);
    }

    private boolean stays() {
        return settings.kind == Kind.DAEMON_SET
                || settings.volumes().stream()
                        .anyMatch(volume -> volume instanceof Volume.Claim || volume instanceof Volume.ExistingClaim);
    }

    private Mapping onPool(Site site) {
        if (settings.pool.isEmpty() || site.pools().isEmpty() || site.nodes().size() < 2) {
            return Mapping.empty();
        }
        String pool = settings.pool.orElseThrow();
        List<String> nodes = site.pools().get(pool);
        if (nodes == null) {
            scope.finding(Finding.error(
                            "place.pool",
                            settings.subject(),
                            "asks for node pool '" + pool + "', but the site has "
                                    + site.pools().keySet())
                    .hint("add the pool to the site, or ask for one it has"));
            return Mapping.empty();
        }
        return strictly(nodes);
    }

    private static Mapping strictly(List<String> nodes) {
        return Mapping.of(
                "nodeAffinity",
                Mapping.of(
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        Mapping.of("nodeSelectorTerms", Node.list(oneOf(nodes)))));
    }

    private static Mapping preferably(List<String> nodes) {
        return Mapping.of(
                "nodeAffinity",
                Mapping.of(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        Node.list(Mapping.builder()
                                .put("weight", 100)
                                .put("preference", oneOf(nodes))
                                .build())));
    }

    private static Mapping oneOf(List<String> nodes) {
        return Mapping.of(
                "matchExpressions",
                Node.list(Mapping.builder()
                        .put("key", HOSTNAME)
                        .put("operator", "In")
                        .put("values", Node.texts(nodes))
                        .build()));
    }

    private Sequence spreading() {
        if (!settings.kind.scales() || settings.most() < 2 || settings.spread.isEmpty()) {
            return Sequence.empty();
        }
        return Node.list(Mapping.builder()
                .put("maxSkew", 1)
                .put("topologyKey", HOSTNAME)
                .put("whenUnsatisfiable", settings.spread.orElseThrow())
                .put("labelSelector", Labels.selector(settings))
                .build());
    }

    private Sequence inits() {
        return Sequence.of(settings.inits.stream()
                .map(init -> new ContainerNodes(init.container(), scope).node(init.stays()))
                .toList());
    }

    private Sequence containers() {
        List<Node> all = new ArrayList<>();
        all.add(new ContainerNodes(settings.main, scope).node(false));
        settings.sidecars.forEach(sidecar -> all.add(new ContainerNodes(sidecar, scope).node(false)));
        return Sequence.of(all);
    }

    private Sequence volumes() {
        Set<Node> nodes = new LinkedHashSet<>();
        for (Volume volume : settings.volumes()) {
            // The claims of a StatefulSet's pods come from its templates.
            if (!(volume instanceof Volume.Claim && settings.kind == Kind.STATEFUL_SET)) {
                nodes.add(VolumeNodes.node(volume, settings.name));
            }
        }
        return Sequence.of(List.copyOf(nodes));
    }
}
