package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.ReportKinds;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.UpdateStrategy;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.platform.Catalogue;
import java.time.Duration;

/**
 * The Trivy Operator, which looks at the images that run for known faults and for secrets in them, and at objects and roles.
 *
 * <pre>{@code
 * TrivyOperator.named("trivy")
 *     .excluding("coder-workspaces")             // what people build there changes by the hour
 *     .least(TrivySeverity.HIGH)
 *     .onlyFixed()                               // what nobody can do anything about is no alert
 * }</pre>
 *
 * <p>For each workload it starts a Job that loads the image and Trivy's databases, and keeps what was found in reports for a
 * day. Private images it cannot load, for it reads no Secrets but those of its own namespace.
 *
 * <p>What it may: read ConfigMaps, pods and workloads of the whole cluster, and for {@link TrivyScan#CONFIGURATION} roles,
 * services and policies too; start Jobs in its namespace; load anything from any registry. In March 2026 releases of Trivy were
 * made by attackers; its image should be pinned by its digest.
 *
 * @param name its name; the namespace has the same
 * @param release the version of the operator, and the commit with its definitions
 * @param scanner the image of Trivy
 * @param scans what it looks for
 * @param least what is less bad than that is not kept
 * @param fixable whether faults are left out that no newer version is without
 * @param scansAtOnce how many Jobs run at once
 * @param freshness how old a report may be
 * @param only the namespaces it looks at; all where there are none
 * @param excluded the namespaces it does not look at
 * @see <a href="https://aquasecurity.github.io/trivy-operator/latest/">Trivy Operator</a>
 */
public record TrivyOperator(
        String name,
        CrdOffer.Git release,
        Image scanner,
        ImmutableSet<TrivyScan> scans,
        TrivySeverity least,
        boolean fixable,
        int scansAtOnce,
        Duration freshness,
        ImmutableSet<String> only,
        ImmutableSet<String> excluded)
        implements Component {

    static final String GROUP = "aquasecurity.github.io";
    static final Port METRICS = Port.http(8080).named("metrics");
    static final Port PROBES = Port.http(9090).named("probes");

    private static final Port HTTPS = Port.https(443);
    private static final int USER = 10000;

    /** Made by attackers (CVE-2026-33634); no manifest names the image, so no check of manifests sees it. */
    private static final ImmutableSet<String> MALICIOUS = ImmutableSet.of("0.69.4", "0.69.5", "0.69.6");

    public TrivyOperator {
        Names.label("component name", name);
        requireNonNull(release, "release");
        requireNonNull(least, "least");
        if (MALICIOUS.contains(scanner.tag().replaceFirst("^v", ""))) {
            throw new IllegalArgumentException("image " + scanner + " was made by attackers (CVE-2026-33634);"
                    + " use a later release, pinned by its digest");
        }
        if (scans.isEmpty()) {
            throw new IllegalArgumentException(name + " looks for nothing; name something with scans(...)");
        }
        if (scansAtOnce < 1) {
            throw new IllegalArgumentException(
                    "the scans at once of " + name + " must be at least 1, but were " + scansAtOnce);
        }
        if (freshness.toHours() < 1 || !freshness.equals(Duration.ofHours(freshness.toHours()))) {
            throw new IllegalArgumentException(
                    "the freshness of reports of " + name + " must be whole hours, at least 1, but was " + freshness);
        }
        if (!only.isEmpty() && !excluded.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " looks at " + only + " alone, so there is nothing to exclude; leave out excluding(...)");
        }
        Sets.union(only, excluded).forEach(namespace -> Names.label("namespace", namespace));
    }

    /** An operator that looks at all namespaces, one workload at a time, for what is high or critical. */
    public static TrivyOperator named(String name) {
        return new TrivyOperator(
                name,
                Catalogue.definitions("trivy-operator"),
                Catalogue.image("trivy"),
                ImmutableSet.of(TrivyScan.VULNERABILITIES, TrivyScan.EXPOSED_SECRETS, TrivyScan.CONFIGURATION),
                TrivySeverity.HIGH,
                false,
                1,
                hours(24),
                ImmutableSet.of(),
                ImmutableSet.of());
    }

    /**
     * A copy of another release of the operator.
     *
     * @param version the release, such as {@code v0.32.0}
     * @param commit the full id of the commit that is tagged so
     */
    public TrivyOperator release(String version, String commit) {
        return new TrivyOperator(
                name,
                new CrdOffer.Git(release.repository(), commit, version, release.path()),
                scanner,
                scans,
                least,
                fixable,
                scansAtOnce,
                freshness,
                only,
                excluded);
    }

    /**
     * A copy that scans with that image of Trivy.
     *
     * @throws IllegalArgumentException where attackers made it
     */
    public TrivyOperator scanner(Image image) {
        return new TrivyOperator(name, release, image, scans, least, fixable, scansAtOnce, freshness, only, excluded);
    }

    /** A copy that looks for that alone. */
    public TrivyOperator scans(TrivyScan first, TrivyScan... more) {
        return new TrivyOperator(
                name,
                release,
                scanner,
                ImmutableSet.copyOf(Sets.immutableEnumSet(first, more)),
                least,
                fixable,
                scansAtOnce,
                freshness,
                only,
                excluded);
    }

    /** A copy that keeps what is at least as bad as that. */
    public TrivyOperator least(TrivySeverity severity) {
        return new TrivyOperator(
                name, release, scanner, scans, severity, fixable, scansAtOnce, freshness, only, excluded);
    }

    /** A copy that leaves out faults that no newer version is without. */
    public TrivyOperator onlyFixed() {
        return new TrivyOperator(name, release, scanner, scans, least, true, scansAtOnce, freshness, only, excluded);
    }

    /** A copy that runs so many Jobs at once; each may take 1 GiB of memory. */
    public TrivyOperator scansAtOnce(int count) {
        return new TrivyOperator(name, release, scanner, scans, least, fixable, count, freshness, only, excluded);
    }

    /** A copy that looks again after that time, whole hours. */
    public TrivyOperator freshness(Duration time) {
        return new TrivyOperator(name, release, scanner, scans, least, fixable, scansAtOnce, time, only, excluded);
    }

    /** A copy that looks at those namespaces alone. */
    public TrivyOperator namespaces(String... names) {
        return new TrivyOperator(
                name,
                release,
                scanner,
                scans,
                least,
                fixable,
                scansAtOnce,
                freshness,
                ImmutableSet.copyOf(names),
                excluded);
    }

    /** A copy that does not look at those namespaces. */
    public TrivyOperator excluding(String... names) {
        return new TrivyOperator(
                name,
                release,
                scanner,
                scans,
                least,
                fixable,
                scansAtOnce,
                freshness,
                only,
                ImmutableSet.copyOf(names));
    }

    @Override
    public Band band() {
        return Band.SECURITY;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                TrivyDashboard.of(name(), namespace()),
                new CrdOffer("trivy-operator", ImmutableList.of(GROUP), release),
                ReportKinds.of(
                        GROUP,
                        "ClusterConfigAuditReport",
                        "ClusterInfraAssessmentReport",
                        "ClusterRbacAssessmentReport",
                        "ClusterSbomReport",
                        "ClusterVulnerabilityReport",
                        "ConfigAuditReport",
                        "ExposedSecretReport",
                        "InfraAssessmentReport",
                        "RbacAssessmentReport",
                        "SbomReport",
                        "VulnerabilityReport"));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        TrivySettings settings = new TrivySettings(this);
        Workload operator = operator(settings);
        Part wide = scope -> scope.exempt(new Exemption(
                "rights that end at its namespace",
                "Deployment " + name,
                "it finds what runs by reading pods and workloads of all namespaces, and its own settings as one of all"
                        + " ConfigMaps; whoever takes it over reads these, but no Secrets"));
        Manifests manifests = Manifests.of(
                operator,
                settings.scanner(),
                account(),
                jobs(),
                // Reports are of the namespace they are about.
                Monitor.service(name, operator.pods(), METRICS, "/metrics").honorLabels(),
                TrivyAlerts.of(name, scans),
                new Quotas.Uncounted("each scan is a pod, and their number and size are those of what runs"),
                wide);
        return scans.contains(TrivyScan.CONFIGURATION)
                ? manifests.and(new TrivyCompliance("pod-security-restricted"))
                : manifests;
    }

    private Workload operator(TrivySettings settings) {
        return Workload.deployment(name)
                .role(NodeRole.MONITORING)
                .image(Catalogue.image("trivy-operator").tag(release.version().replaceFirst("^v", "")))
                .envField("OPERATOR_NAMESPACE", "metadata.namespace")
                .envFrom(settings.environment())
                // It asks the API server for it, but only when it starts; so its pods are exchanged when it changes.
                .mount(settings.jobs(), "/etc/trivy-operator")
                .scratch("/tmp")
                .port(METRICS)
                .unservedPort(PROBES)
                .runAs(USER, USER)
                .update(UpdateStrategy.recreate())
                .requests(cpu("50m"), memory("256Mi"))
                .limits(memory("1Gi"))
                .readiness(Probe.http(PROBES, "/readyz/"))
                .liveness(Probe.http(PROBES, "/healthz/").failures(10))
                .access(TrivyAccess.of(scans))
                .reaches(Peer.outside("the registry with Trivy's checks"), HTTPS);
    }

    /** Of pods that the operator starts; they need neither a token nor the API server. */
    private static Traffic jobs() {
        return Traffic.of(Pods.labelled(TrivySettings.SCANNER, "app.kubernetes.io/name", TrivySettings.SCANNER))
                .reaches(Peer.outside("registries of images and of Trivy's databases"), HTTPS);
    }

    /** Without it they would have the operator's. */
    private static Part account() {
        return scope -> scope.manifest(Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .put("metadata", Mapping.of("name", Node.text(TrivySettings.SCANNER)))
                .put("automountServiceAccountToken", false)
                .build()));
    }
}
