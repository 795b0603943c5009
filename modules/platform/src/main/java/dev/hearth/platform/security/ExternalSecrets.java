package dev.hearth.platform.security;

import static dev.hearth.dsl.Units.cpu;
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
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.Rules;
import dev.hearth.dsl.monitor.Severity;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.workload.Access;
import dev.hearth.dsl.workload.Probe;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.Catalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * The External Secrets Operator, which makes Secrets of what stores of secrets hold, and the stores.
 *
 * <pre>{@code
 * ExternalSecrets.named("external-secrets")
 *     .store(SecretStore.named("vault", Vault.at("https://vault.home.arpa", Vault.account("hearth", "vault-reader"))))
 *     .namespace("shared", "shared-secrets")     // the Secrets of a namespace of this cluster
 * }</pre>
 *
 * <p>A store gets its ClusterSecretStore as soon as a credential names it. The ServiceAccounts that stores name are made
 * here, and the operator may ask for tokens of those alone. Its pods may open the address of each store.
 *
 * <p>Of its kinds it sees to ExternalSecrets, ClusterSecretStores, SecretStores and generators; what writes into many namespaces
 * by one object (ClusterExternalSecret) or out of the cluster (PushSecret) is off, and so are the rights for it. Its webhook's
 * certificate comes from cert-manager, so upstream's certificate controller, which may change every definition, is left out.
 *
 * @param name the name of the component, of its namespace and of its objects
 * @param release its version, and the commit with its definitions
 * @param stores what it takes secrets from
 * @param replicas how many of its controller and its webhook run
 * @see <a href="https://github.com/external-secrets/external-secrets/tree/v2.9.0/deploy/charts/external-secrets">Upstream's chart</a>
 */
public record ExternalSecrets(String name, CrdOffer.Git release, ImmutableList<SecretStore> stores, int replicas)
        implements Component {

    static final String GROUP = "external-secrets.io";
    private static final String GENERATORS = "generators.external-secrets.io";
    private static final String[] READ = {"get", "list", "watch"};

    private static final Port METRICS = Port.http(8080).named("metrics");
    private static final Port HEALTH = Port.http(8082).named("live");
    private static final Port WEBHOOK = Port.https(10250).servedAt(443);
    private static final Port WEBHOOK_HEALTH = Port.http(8081).named("ready");

    private static final int USER = 1000;

    public ExternalSecrets {
        Names.label("component name", name);
        requireNonNull(release, "release");
        long distinct = stores.stream().map(SecretStore::name).distinct().count();
        if (distinct != stores.size()) {
            throw new IllegalArgumentException("two stores of " + name + " have one name: "
                    + stores.stream().map(SecretStore::name).toList());
        }
        new StoreAccounts(stores)
                .names().stream()
                        .filter(account -> account.equals(name) || account.equals(name + "-webhook"))
                        .findFirst()
                        .ifPresent(account -> {
                            throw new IllegalArgumentException("a store is opened with ServiceAccount " + account
                                    + ", which " + name + " itself runs as; name another one, such as vault-reader,"
                                    + " and give the store's role to that");
                        });
        if (replicas < 1) {
            throw new IllegalArgumentException("the replicas of " + name + " must be at least 1, but were " + replicas);
        }
    }

    /** Release 2.9.0, without stores. */
    public static ExternalSecrets named(String name) {
        return new ExternalSecrets(name, Catalogue.definitions("external-secrets"), ImmutableList.of(), 1);
    }

    /** A copy with that store too. */
    public ExternalSecrets store(SecretStore store) {
        return new ExternalSecrets(
                name,
                release,
                ImmutableList.<SecretStore>builder().addAll(stores).add(store).build(),
                replicas);
    }

    /**
     * A copy with a store that is a namespace of this cluster: what somebody puts into Secrets there, others get by name. It needs
     * no system besides, and is as safe as that namespace.
     */
    public ExternalSecrets namespace(String store, String namespace) {
        return store(SecretStore.named(store, KubernetesSecrets.of(namespace, "reader-of-" + namespace)));
    }

    /**
     * A copy of another release.
     *
     * @param version the release, such as {@code v2.9.0}
     * @param commit the full id of the commit that is tagged so
     */
    public ExternalSecrets release(String version, String commit) {
        return new ExternalSecrets(
                name, new CrdOffer.Git(release.repository(), commit, version, release.path()), stores, replicas);
    }

    /** A copy of which so many run; on one node one is enough. */
    public ExternalSecrets replicas(int count) {
        return new ExternalSecrets(name, release, stores, count);
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public Offers offers() {
        Offers offers = Offers.of(
                new CrdOffer("external-secrets", ImmutableList.of(GROUP, GENERATORS), release),
                ExternalSecretsDashboard.of(this));
        for (SecretStore store : stores) {
            offers = offers.and(store);
        }
        return offers;
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        StoreAccounts accounts = new StoreAccounts(stores);
        Manifests manifests =
                Manifests.of(controller(accounts), webhook(), accounts, new StoreWebhook(webhookName()), alerts());
        // Of another release nobody has said which versions of Kubernetes it supports.
        return (release.equals(Catalogue.definitions("external-secrets"))
                        ? manifests.and(Catalogue.supported("external-secrets"))
                        : manifests)
                .patch(StoreWebhook.mount(webhookName()))
                .accept(
                        "rbac.secrets",
                        "the operator makes the Secret of an ExternalSecret in whatever namespace asks, and reads there"
                                + " what stores are opened with");
    }

    private String webhookName() {
        return name + "-webhook";
    }

    private Workload program(String workload) {
        return Workload.deployment(workload)
                .replicas(replicas)
                .image(Catalogue.image("external-secrets").tag(release.version()))
                .runAs(USER, USER)
                .fsGroup(USER)
                .metrics(METRICS, "/metrics");
    }

    private Workload controller(StoreAccounts accounts) {
        Workload controller = program(name)
                .args(
                        "--enable-cluster-external-secret-reconciler=false",
                        "--enable-cluster-push-secret-reconciler=false",
                        "--enable-push-secret-reconciler=false",
                        "--metrics-addr=:" + METRICS.number(),
                        "--live-addr=:" + HEALTH.number())
                .unservedPort(HEALTH)
                .readiness(Probe.http(HEALTH, "/readyz"))
                .liveness(Probe.http(HEALTH, "/healthz").failures(6))
                .requests(cpu("10m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .access(access(accounts));
        for (StoreAddress address : StoreAddress.of(stores)) {
            controller = address.reachedBy(controller);
        }
        return replicas == 1 ? controller : controller.arg("--enable-leader-election=true");
    }

    private Access[] access(StoreAccounts accounts) {
        List<Access> all = new ArrayList<>(List.of(
                in(GROUP, "externalsecrets", "secretstores", "clustersecretstores")
                        .verbs("get", "list", "watch", "update", "patch"),
                in(GROUP, "externalsecrets/status", "secretstores/status", "clustersecretstores/status")
                        .verbs("get", "update", "patch"),
                in(GENERATORS, "generatorstates")
                        .verbs("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"),
                in(GENERATORS, "clustergenerators", "passwords", "sshkeys", "uuids", "vaultdynamicsecrets", "webhooks")
                        .verbs(READ),
                Access.to("namespaces", "serviceaccounts", "configmaps")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("secrets")
                        .verbs("get", "list", "watch", "create", "update", "delete", "patch")
                        .clusterWide(),
                Access.to("events").verbs("create", "patch").clusterWide()));
        if (!accounts.names().isEmpty()) {
            all.add(Access.to("serviceaccounts/token")
                    .only(accounts.names().toArray(new String[0]))
                    .verbs("create"));
        }
        if (replicas > 1) {
            all.add(leases().verbs("create"));
            all.add(leases().only("external-secrets-controller").verbs("get", "update", "patch"));
        }
        return all.toArray(new Access[0]);
    }

    private static Access leases() {
        return Access.to("leases").group("coordination.k8s.io");
    }

    private static Access in(String group, String... resources) {
        return Access.to(resources).group(group).clusterWide();
    }

    private Workload webhook() {
        String service = webhookName();
        return program(service)
                .args(
                        "webhook",
                        "--port=" + WEBHOOK.number(),
                        "--dns-name=" + service + "." + namespace() + ".svc",
                        "--cert-dir=" + StoreWebhook.FOLDER,
                        "--check-interval=5m",
                        "--metrics-addr=:" + METRICS.number(),
                        "--healthz-addr=:" + WEBHOOK_HEALTH.number())
                .port(WEBHOOK)
                .unservedPort(WEBHOOK_HEALTH)
                .reachedFrom(Peer.apiServer(), WEBHOOK)
                .reachesApiServer()
                .token("it looks for the API server when it starts, and asks it for nothing")
                .readiness(Probe.http(WEBHOOK_HEALTH, "/readyz"))
                .liveness(Probe.http(WEBHOOK_HEALTH, "/healthz").failures(6))
                .requests(cpu("10m"), memory("32Mi"))
                .limits(memory("128Mi"));
    }

    private Rules alerts() {
        return Rules.named(name)
                .alert(Alert.named("ExternalSecretNotReady")
                        .expr("max by (exported_namespace, name)"
                                + " (externalsecret_status_condition{condition=\"Ready\",status=\"False\"}) == 1")
                        .holding(minutes(15))
                        .severity(Severity.WARNING)
                        .summary("ExternalSecret {{ $labels.exported_namespace }}/{{ $labels.name }} is not fetched")
                        .description("Its Secret is not made, or keeps an old value. kubectl -n"
                                + " {{ $labels.exported_namespace }} describe externalsecret {{ $labels.name }} says"
                                + " why."))
                .alert(Alert.named("SecretStoreNotReady")
                        .expr("max by (name)"
                                + " (clustersecretstore_status_condition{condition=\"Ready\",status=\"False\"}) == 1")
                        .holding(minutes(15))
                        .severity(Severity.CRITICAL)
                        .summary("Store of secrets {{ $labels.name }} cannot be opened")
                        .description("No Secret from it is renewed. kubectl describe clustersecretstore"
                                + " {{ $labels.name }} says why."));
    }
}
