package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.hours;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static dev.hearth.dsl.Units.seconds;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.dsl.route.IssuerOffer;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * cert-manager, with a certificate authority of the cluster's own that signs the certificates of routes.
 *
 * <pre>{@code
 * CertManager.named("cert-manager")                    // ClusterIssuer internal-ca
 * CertManager.named("cert-manager").issuer("home-ca")
 * CertManager.named("cert-manager").withoutIssuer()    // issuers come from elsewhere
 * }</pre>
 *
 * <p>A cluster can have one only, for its definitions are the cluster's. Who trusts the
 * certificate in Secret {@code <issuer>} of its namespace trusts all that the authority has signed; that Certificate, and
 * the namespace around it, are deleted only when someone confirms.
 *
 * @param name the name of the component, of its namespace, and of its objects
 * @param definitions the release: its version, and the commit with its definitions
 * @param authority the authority of the cluster; empty where issuers come from elsewhere
 * @see <a href="https://github.com/cert-manager/cert-manager/tree/v1.21.1/deploy/charts/cert-manager">Upstream's chart</a>
 */
public record CertManager(String name, CrdOffer.Git definitions, Optional<InternalAuthority> authority)
        implements Component {

    private static final String GROUP = "cert-manager.io";
    private static final String[] READ = {"get", "list", "watch"};

    private static final Port METRICS = Port.http(9402).named("http-metrics");
    private static final Port HEALTH = Port.http(9403).named("http-healthz");
    private static final Port WEBHOOK = Port.https(10250).servedAt(443);
    private static final Port WEBHOOK_HEALTH = Port.http(6080).named("healthcheck");

    public CertManager {
        Names.label("component name", name);
        requireNonNull(definitions, "definitions");
        requireNonNull(authority, "authority");
    }

    /** cert-manager 1.21.1 with a ClusterIssuer named {@code internal-ca}. */
    public static CertManager named(String name) {
        return new CertManager(
                name, Catalogue.definitions("cert-manager"), Optional.of(InternalAuthority.named("internal-ca")));
    }

    /**
     * A copy of another release of the line 1.21.
     *
     * @param version the release, such as {@code v1.21.1}
     * @param commit the full id of the commit that is tagged so
     */
    public CertManager release(String version, String commit) {
        return new CertManager(
                name, new CrdOffer.Git(definitions.repository(), commit, version, definitions.path()), authority);
    }

    /** A copy whose authority is the ClusterIssuer of that name, and its certificate the Secret of that name. */
    public CertManager issuer(String clusterIssuer) {
        return new CertManager(name, definitions, Optional.of(InternalAuthority.named(clusterIssuer)));
    }

    /** A copy whose authority has a certificate that is valid for so long; ten years unless said otherwise. */
    public CertManager authorityLifetime(Duration lifetime) {
        InternalAuthority changed = authority.orElseThrow(() -> new IllegalArgumentException(
                name + " has no authority of its own; say issuer(...) before its lifetime"));
        return new CertManager(name, definitions, Optional.of(changed.lifetime(lifetime)));
    }

    /**
     * A component with objects of cert-manager's kinds comes after the one that brings them. Where nobody does, that is an error: the API
     * server would not know the kinds.
     */
    public static void neededBy(Scope scope) {
        List<Offered<CrdOffer>> brought = scope.cluster().offers(CrdOffer.class).stream()
                .filter(offered -> offered.offer().groups().contains(GROUP))
                .toList();
        if (brought.isEmpty()) {
            scope.finding(Finding.error(
                            "link.component",
                            "component " + scope.component(),
                            "has certificates of cert-manager, but no component of the cluster brings " + GROUP)
                    .hint("add a CertManager to a layer, or declare one with Site.preinstalled(...)"));
        }
        brought.stream()
                .filter(offered -> !offered.preinstalled())
                .forEach(offered -> scope.after(offered.component()));
    }

    /** A copy without an authority of its own. */
    public CertManager withoutIssuer() {
        return new CertManager(name, definitions, Optional.empty());
    }

    @Override
    public Band band() {
        return Band.CERTIFICATES;
    }

    @Override
    public Offers offers() {
        Offers offers = Offers.of(
                new CrdOffer("cert-manager", ImmutableList.of(GROUP, "acme.cert-manager.io"), definitions),
                CertManagerDashboard.of(this));
        return authority
                .map(own -> offers.and(new IssuerOffer(own.issuer()), own.offer()))
                .orElse(offers);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        Manifests manifests = Manifests.of(
                        controller(),
                        webhook(),
                        cainjector(),
                        alerts(),
                        this::onlyOne,
                        Catalogue.supported("cert-manager-controller"),
                        NodeSetting.withoutAddon("cert-manager", "it brings the same definitions in another version"))
                .objects(WebhookConfigurations.validating(webhookName(), namespace()))
                .objects(WebhookConfigurations.mutating(webhookName(), namespace()))
                .accept("pod.liveness", "the cainjector has no health check of its own")
                .accept(
                        "rbac.secrets",
                        "a Certificate keeps its key in a Secret of any namespace, and an authority is taken from one");
        return authority
                // The authority's key is in a Secret of its namespace.
                .map(own -> manifests.and(own, Backup.objects()))
                .orElse(manifests);
    }

    private void onlyOne(Scope scope) {
        List<String> all = scope.cluster().offers(CrdOffer.class).stream()
                .filter(offered -> offered.offer().groups().contains(GROUP))
                .map(Offered::component)
                .distinct()
                .toList();
        if (all.size() > 1) {
            scope.finding(Finding.error(
                            "model.twice",
                            "component " + name,
                            "the cluster has cert-manager more than once, in " + all
                                    + "; each would act on the certificates of the other")
                    .hint("keep one of them"));
        }
    }

    private String webhookName() {
        return name + "-webhook";
    }

    private Image image(String program) {
        return Catalogue.image("cert-manager-" + program).tag(definitions.version());
    }

    private Workload restricted(String workload, String program) {
        return Workload.deployment(workload)
                .image(image(program))
                .envField("POD_NAMESPACE", "metadata.namespace")
                .metrics(METRICS, "/metrics");
    }

    private Workload controller() {
        return restricted(name, "controller")
                .args(
                        "--v=2",
                        "--cluster-resource-namespace=$(POD_NAMESPACE)",
                        "--leader-election-namespace=$(POD_NAMESPACE)",
                        "--acme-http01-solver-image=" + image("acmesolver"))
                .unservedPort(HEALTH)
                .readiness(Probe.http(HEALTH, "/livez"))
                .liveness(Probe.http(HEALTH, "/livez")
                        .delay(seconds(10))
                        .timeout(seconds(15))
                        .failures(8))
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .access(controllerAccess());
    }

    private static Access[] controllerAccess() {
        return new Access[] {
            in(GROUP, "issuers", "clusterissuers", "certificates", "certificaterequests")
                    .verbs("get", "list", "watch", "update", "patch"),
            in(GROUP, "issuers/status", "clusterissuers/status", "certificates/status", "certificaterequests/status")
                    .verbs("update", "patch"),
            in(
                            GROUP,
                            "issuers/finalizers",
                            "clusterissuers/finalizers",
                            "certificates/finalizers",
                            "certificaterequests/finalizers")
                    .verbs("update"),
            // By annotations of an Ingress.
            in(GROUP, "certificates", "certificaterequests").verbs("create", "update", "delete"),
            in(GROUP, "signers")
                    .only("issuers.cert-manager.io/*", "clusterissuers.cert-manager.io/*")
                    .verbs("approve"),
            in("acme.cert-manager.io", "orders", "challenges")
                    .verbs("create", "delete", "get", "list", "watch", "update", "patch"),
            in("acme.cert-manager.io", "orders/status", "challenges/status").verbs("update", "patch"),
            in("acme.cert-manager.io", "orders/finalizers", "challenges/finalizers")
                    .verbs("update"),
            Access.to("secrets")
                    .verbs("get", "list", "watch", "create", "update", "delete", "patch")
                    .clusterWide(),
            Access.to("events").verbs("create", "patch").clusterWide(),
            // For challenges over HTTP.
            Access.to("pods", "services")
                    .verbs("get", "list", "watch", "create", "delete")
                    .clusterWide(),
            in("networking.k8s.io", "ingresses").verbs("get", "list", "watch", "create", "delete", "update"),
            in("networking.k8s.io", "ingresses/finalizers").verbs("update"),
            leases().verbs("create"),
            leases().only("cert-manager-controller").verbs("get", "update", "patch")
        };
    }

    private static Access in(String group, String... resources) {
        return Access.to(resources).group(group).clusterWide();
    }

    private static Access leases() {
        return Access.to("leases").group("coordination.k8s.io");
    }

    private Workload webhook() {
        String service = webhookName();
        return restricted(service, "webhook")
                .args(
                        "--v=2",
                        "--secure-port=" + WEBHOOK.number(),
                        "--dynamic-serving-ca-secret-namespace=$(POD_NAMESPACE)",
                        "--dynamic-serving-ca-secret-name=" + WebhookConfigurations.authority(service),
                        "--dynamic-serving-dns-names=" + service,
                        "--dynamic-serving-dns-names=" + service + ".$(POD_NAMESPACE)",
                        "--dynamic-serving-dns-names=" + service + ".$(POD_NAMESPACE).svc")
                .port(WEBHOOK)
                .unservedPort(WEBHOOK_HEALTH)
                .reachedFrom(Peer.apiServer(), WEBHOOK)
                .liveness(Probe.http(WEBHOOK_HEALTH, "/livez").delay(seconds(60)))
                .readiness(
                        Probe.http(WEBHOOK_HEALTH, "/healthz").delay(seconds(5)).period(seconds(5)))
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"))
                .access(
                        in("authorization.k8s.io", "subjectaccessreviews").verbs("create"),
                        Access.to("secrets").verbs("create"),
                        Access.to("secrets")
                                .only(WebhookConfigurations.authority(service))
                                .verbs("get", "list", "watch", "update"));
    }

    private Workload cainjector() {
        return restricted(name + "-cainjector", "cainjector")
                .args("--v=2", "--leader-election-namespace=$(POD_NAMESPACE)")
                // It has no health check of its own; its metrics answer as soon as it runs.
                .readiness(Probe.http(METRICS, "/metrics"))
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .access(
                        in(GROUP, "certificates").verbs(READ),
                        Access.to("secrets").verbs(READ).clusterWide(),
                        Access.to("events")
                                .verbs("get", "create", "update", "patch")
                                .clusterWide(),
                        in(
                                        "admissionregistration.k8s.io",
                                        "validatingwebhookconfigurations",
                                        "mutatingwebhookconfigurations")
                                .verbs("get", "list", "watch", "update", "patch"),
                        in("apiregistration.k8s.io", "apiservices").verbs("get", "list", "watch", "update", "patch"),
                        in("apiextensions.k8s.io", "customresourcedefinitions")
                                .verbs("get", "list", "watch", "update", "patch"),
                        leases().verbs("create"),
                        leases().only(
                                        "cert-manager-cainjector-leader-election",
                                        "cert-manager-cainjector-leader-election-core")
                                .verbs("get", "update", "patch"));
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("CertificateExpiringSoon")
                        // 0 stands for a certificate that was never issued, of which the other alert tells.
                        .expr("(certmanager_certificate_expiration_timestamp_seconds > 0) - time() < "
                                + days(14).toSeconds())
                        .holding(hours(1))
                        .severity(Severity.WARNING)
                        .summary("Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} expires soon.")
                        .description("It is valid for another {{ $value | humanizeDuration }} only, although it should"
                                + " have been renewed before."))
                .alert(Alert.named("CertificateNotReady")
                        .expr("max by (name, exported_namespace, namespace)"
                                + " (certmanager_certificate_ready_status{condition!=\"True\"} == 1)")
                        .holding(minutes(30))
                        .severity(Severity.CRITICAL)
                        .summary("Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready.")
                        .description(
                                "kubectl -n {{ $labels.exported_namespace }} describe certificate {{ $labels.name }}"
                                        + " says why."));
    }
}
