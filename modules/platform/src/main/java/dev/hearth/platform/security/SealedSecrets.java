package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.days;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.minutes;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.SealingOffer;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.time.Duration;

/**
 * The Sealed Secrets controller, which makes Secrets of the SealedSecrets in the tree.
 *
 * <p>Its keys are Secrets of its namespace that exist nowhere else: back them up, outside of the cluster. The controller makes a
 * further key from time to time and keeps the old ones; each new one asks for a new backup, which is why Hearth lets a key stand
 * for a year where upstream's default is 30 days.
 *
 * @param name the name of the component and of its objects
 * @param namespace where it runs, and where its keys are
 * @param release its version, and the commit with its definition
 * @param keyRenewal how long a key is the newest one; zero: for ever
 * @see <a href="https://github.com/bitnami/sealed-secrets/tree/v0.38.2/helm/sealed-secrets">Upstream's chart</a>
 */
public record SealedSecrets(String name, String namespace, CrdOffer.Git release, Duration keyRenewal)
        implements Component {

    private static final String GROUP = "bitnami.com";
    private static final Port HTTP = Port.http(8080);
    private static final Port METRICS = Port.http(8081).named("metrics");

    public SealedSecrets {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        requireNonNull(release, "release");
        if (keyRenewal.isNegative()) {
            throw new IllegalArgumentException("keys of " + name + " cannot be renewed every " + keyRenewal);
        }
    }

    /** Release 0.38.2, in a namespace of its name. */
    public static SealedSecrets named(String name) {
        return new SealedSecrets(name, name, Catalogue.definitions("sealed-secrets"), days(365));
    }

    /** A copy in that namespace, which must be its alone: who reads its Secrets can open what is sealed. */
    public SealedSecrets namespace(String other) {
        return new SealedSecrets(name, other, release, keyRenewal);
    }

    /**
     * A copy of another release.
     *
     * @param version the release, such as {@code v0.38.2}
     * @param commit the full id of the commit that is tagged so
     */
    public SealedSecrets release(String version, String commit) {
        return new SealedSecrets(
                name, namespace, new CrdOffer.Git(release.repository(), commit, version, release.path()), keyRenewal);
    }

    /** A copy that makes a new key so often; never where it is zero. */
    public SealedSecrets keyRenewal(Duration period) {
        return new SealedSecrets(name, namespace, release, period);
    }

    @Override
    public Band band() {
        return Band.SECRETS;
    }

    @Override
    public Offers offers() {
        return Offers.of(
                new CrdOffer("sealed-secrets", ImmutableList.of(GROUP), release),
                new SealingOffer(),
                SealedSecretsDashboard.of(this));
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        return Manifests.of(
                        controller(),
                        alerts(),
                        Catalogue.supported("sealed-secrets"),
                        Backup.none(
                                "its keys would lie in the object store in clear; back them up by hand, encrypted, as"
                                        + " docs/secrets.md says"))
                .accept(
                        "rbac.secrets",
                        "the controller makes the Secret of a SealedSecret in any namespace, and keeps its keys in its own");
    }

    private Workload controller() {
        return Workload.deployment(name)
                .image(Catalogue.image("sealed-secrets").tag(release.version().substring(1)))
                .command("controller")
                .args(
                        "--key-renew-period=" + keyRenewal.toHours() + "h",
                        "--watch-for-secrets=true",
                        "--log-format=json")
                .port(HTTP)
                .runAs(1001, 1001)
                .fsGroup(65534)
                .scratch("/tmp")
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"))
                .readiness(Probe.http(HTTP, "/healthz"))
                .liveness(Probe.http(HTTP, "/healthz").failures(6))
                .access(
                        Access.to("sealedsecrets")
                                .group(GROUP)
                                .verbs("get", "list", "watch")
                                .clusterWide(),
                        Access.to("sealedsecrets/status")
                                .group(GROUP)
                                .verbs("update")
                                .clusterWide(),
                        Access.to("secrets")
                                .verbs("get", "list", "watch", "create", "update", "delete")
                                .clusterWide(),
                        Access.to("events").verbs("create", "patch").clusterWide())
                .metrics(METRICS, "/metrics");
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("SealedSecretNotOpened")
                        .expr("max by (exported_namespace, exported_name)"
                                + " (sealed_secrets_controller_condition_info{condition=\"Synced\"} == -1)")
                        .holding(minutes(5))
                        .severity(Severity.CRITICAL)
                        .summary(
                                "SealedSecret {{ $labels.exported_namespace }}/{{ $labels.exported_name }} cannot be opened.")
                        .description("The Secret is not made, or is not what the tree says. kubectl -n"
                                + " {{ $labels.exported_namespace }} describe sealedsecret {{ $labels.exported_name }}"
                                + " says why; a seal for another key, name or namespace is the usual reason."));
    }
}
