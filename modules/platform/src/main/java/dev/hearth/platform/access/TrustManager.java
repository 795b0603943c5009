package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Units;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Container;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.platform.Catalogue;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * trust-manager, which keeps a ConfigMap with the certificate of the cluster's own authority, and those of the public ones, in
 * the namespaces whose programs have to trust it; and a page for people about trusting it on their devices.
 *
 * <pre>{@code
 * TrustManager.named("trust-manager").to("coder", "coder-workspaces")
 *
 * Coder.named("coder", database).trust("internal-ca", "ca.crt")
 * }</pre>
 *
 * <p>The authority is the one that a component such as {@link CertManager} offers.
 *
 * @param name the name of the component, of its namespace, and of its objects
 * @param definitions the release: its version, and the commit with its definitions
 * @param configMap the name of the ConfigMap; {@code internal-ca} unless said otherwise
 * @param key its key; {@code ca.crt} unless said otherwise
 * @param publicAuthorities whether the public certificates of Debian are in it too
 * @param targets the namespaces that get it
 * @see <a href="https://github.com/cert-manager/trust-manager/tree/v0.24.0/deploy/charts/trust-manager">Upstream's chart</a>
 */
public record TrustManager(
        String name,
        CrdOffer.Git definitions,
        String configMap,
        String key,
        boolean publicAuthorities,
        ImmutableSortedSet<String> targets)
        implements Component {

    private static final String GROUP = "trust.cert-manager.io";
    private static final String CERTIFICATES = "/tls";
    private static final String PACKAGES = "/packages";
    private static final int GROUP_ID = 65532;

    private static final Port WEBHOOK = Port.https(6443).servedAt(443);
    private static final Port METRICS = Port.http(9402).named("metrics");
    private static final Port HEALTH = Port.http(6060).named("health");

    public TrustManager {
        Names.label("component name", name);
        requireNonNull(definitions, "definitions");
        Names.subdomain("ConfigMap", configMap);
        Names.key("key of ConfigMap " + configMap, key);
        targets.forEach(target -> Names.label("namespace", target));
    }

    /** trust-manager 0.24.0, with the public certificates too, and no namespace that gets them yet. */
    public static TrustManager named(String name) {
        return new TrustManager(
                name, Catalogue.definitions("trust-manager"), "internal-ca", "ca.crt", true, ImmutableSortedSet.of());
    }

    /** A copy that keeps the ConfigMap in those namespaces too. */
    public TrustManager to(String... namespaces) {
        return new TrustManager(
                name,
                definitions,
                configMap,
                key,
                publicAuthorities,
                Stream.concat(targets.stream(), Stream.of(namespaces))
                        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
    }

    /** A copy whose ConfigMap has that name and key. */
    public TrustManager bundle(String configMapName, String configMapKey) {
        return new TrustManager(name, definitions, configMapName, configMapKey, publicAuthorities, targets);
    }

    /** A copy whose ConfigMap has the authority of the cluster alone, for programs that trust the public ones by themselves. */
    public TrustManager withoutPublicAuthorities() {
        return new TrustManager(name, definitions, configMap, key, false, targets);
    }

    @Override
    public Band band() {
        return Band.CERTIFICATES;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer("trust-manager", TrustBundle.GROUPS, definitions), TrustManagerDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Offered<AuthorityOffer>> authorities = cluster.offers(AuthorityOffer.class);
        ServingCertificate certificate = new ServingCertificate(name);
        List<Part> parts = new ArrayList<>(List.of(
                certificate,
                alerts(),
                Catalogue.supported("trust-manager"),
                Backup.none("it keeps nothing of its own")));
        if (authorities.size() != 1 || targets.isEmpty()) {
            parts.add(scope -> incomplete(scope, authorities));
            return Manifests.of(parts);
        }
        Offered<AuthorityOffer> authority = authorities.get(0);
        parts.add(program(authority.namespace()));
        parts.add(new TrustBundle(configMap, key, publicAuthorities, targets, authority.offer()));
        parts.add(new TrustPage(authority));
        parts.add(scope -> {
            if (!authority.preinstalled()) {
                scope.after(authority.component());
            }
        });
        return Manifests.of(parts)
                .patch(certificate.mount(name, CERTIFICATES))
                .objects(webhook())
                .accept("pod.liveness", "it answers about its readiness alone");
    }

    private void incomplete(Scope scope, List<Offered<AuthorityOffer>> authorities) {
        String subject = "component " + name;
        if (authorities.isEmpty()) {
            scope.finding(Finding.error(
                            "model.trust", subject, "no component of the cluster has a certificate authority to trust")
                    .hint("add CertManager with an authority of its own to a layer"));
        } else if (authorities.size() > 1) {
            scope.finding(Finding.error(
                            "model.trust",
                            subject,
                            "several components have a certificate authority: "
                                    + authorities.stream()
                                            .map(Offered::component)
                                            .toList())
                    .hint("keep one of them"));
        } else {
            scope.finding(Finding.error("model.trust", subject, "no namespace gets the certificates")
                    .hint("name those whose programs need them with to(\"coder\")"));
        }
    }

    /** It is told the certificates' namespaces, so that it may write to no others. */
    private Workload program(String sources) {
        Workload program = Workload.deployment(name)
                .image(image("trust-manager").tag(definitions.version()))
                .args(
                        "--log-format=text",
                        "--log-level=1",
                        "--metrics-port=" + METRICS.number(),
                        "--readiness-probe-port=" + HEALTH.number(),
                        "--readiness-probe-path=/readyz",
                        "--leader-elect=true",
                        "--trust-namespace=" + sources,
                        "--target-namespaces=" + String.join(",", targets),
                        "--webhook-host=0.0.0.0",
                        "--webhook-port=" + WEBHOOK.number(),
                        "--webhook-certificate-dir=" + CERTIFICATES)
                .port(WEBHOOK)
                .unservedPort(HEALTH)
                .metrics(METRICS, "/metrics")
                .reachedFrom(Peer.apiServer(), WEBHOOK)
                .readiness(Probe.http(HEALTH, "/readyz").delay(Units.seconds(3)).period(Units.seconds(7)))
                .fsGroup(GROUP_ID)
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("128Mi"))
                .access(access(sources));
        return publicAuthorities ? withPackage(program) : program;
    }

    private static Image image(String entry) {
        return Catalogue.image(entry);
    }

    private static Workload withPackage(Workload program) {
        Volume packages = Volume.scratch("packages").size(Units.mib(50));
        return program.initContainer(Container.named("debian-package")
                        .image(image("trust-pkg-debian"))
                        .args("/copyandmaybepause", "/debian-package", PACKAGES)
                        .requests(cpu("10m"), memory("16Mi"))
                        .limits(memory("32Mi"))
                        .mount(packages, PACKAGES))
                .mountReadOnly(packages, PACKAGES)
                .arg("--default-package-location=" + PACKAGES + "/cert-manager-package-debian.json");
    }

    private Access[] access(String sources) {
        List<Access> access = new ArrayList<>(List.of(
                Access.to("bundles").group(GROUP).verbs("get", "list", "watch").clusterWide(),
                Access.to("bundles/finalizers").group(GROUP).verbs("update").clusterWide(),
                Access.to("bundles/status").group(GROUP).verbs("patch").clusterWide(),
                Access.to("namespaces").verbs("get", "list", "watch").clusterWide(),
                // Events about a Bundle, which is in no namespace, are kept in the namespace "default".
                Access.to("events")
                        .group("events.k8s.io")
                        .verbs("create", "patch")
                        .clusterWide(),
                // Who leads is told in the older group, beside the Lease.
                Access.to("events").verbs("create", "patch"),
                // Its cache watches all Secrets of the namespace, whichever a Bundle names.
                Access.to("secrets").verbs("get", "list", "watch").inNamespace(sources),
                Access.to("leases").group("coordination.k8s.io").verbs("get", "create", "update", "watch", "list")));
        TreeSet<String> namespaces = new TreeSet<>(targets);
        namespaces.add(sources);
        namespaces.add(name);
        for (String namespace : namespaces) {
            access.add(Access.to("configmaps")
                    .verbs("get", "list", "create", "patch", "watch", "delete")
                    .inNamespace(namespace));
        }
        return access.toArray(new Access[0]);
    }

    private ValidatingWebhookConfiguration webhook() {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(ServingCertificate.INJECT, namespace() + "/" + name)
                .endMetadata()
                .withWebhooks(new Validation(
                                GROUP, "/validate-trust-cert-manager-io-v1alpha1-bundle", GROUP, "v1alpha1", "bundles")
                        .at(name, namespace(), "CREATE", "UPDATE"))
                .build();
    }

    private Rules alerts() {
        String here = "namespace=\"" + name + "\"";
        return Rules.named(name)
                .alert(Alert.named("TrustManagerDown")
                        .expr("kube_deployment_status_replicas_available{" + here + ",deployment=\"" + name
                                + "\"} == 0")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("Nobody spreads trust in the cluster's authority")
                        .description("No pod of {{ $labels.namespace }} is ready: a renewed certificate would reach"
                                + " no namespace."))
                .alert(Alert.named("TrustNotSpread")
                        .expr("sum by (namespace) (increase(controller_runtime_reconcile_errors_total{" + here
                                + "}[15m])) > 3")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("The cluster's authority is not trusted everywhere")
                        .description("kubectl describe bundles.trust.cert-manager.io says why; {{ $value | humanize }}"
                                + " tries of {{ $labels.namespace }} have failed."));
    }
}
