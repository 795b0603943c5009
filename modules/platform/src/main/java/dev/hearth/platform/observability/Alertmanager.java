package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.gib;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.Bytes;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.backup.Backup;
import dev.hearth.dsl.monitor.Monitor;
import dev.hearth.dsl.route.Login;
import dev.hearth.dsl.route.Route;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Alertmanager, run by the operator: it tells people and programs of alerts, groups what belongs together, and keeps to
 * itself what another alert explains.
 *
 * <pre>{@code
 * Alertmanager alertmanager = Alertmanager.named("alertmanager")
 *     .email(Email.through("smtp.example.org", 587).from("alerts@home.arpa").to("me@home.arpa").user("alerts"))
 *     .deadMansSwitch("hc-ping.com")
 *     .tell(Receiver.webhook("chat", bridge.url()), Match.label("namespace").is("photos"));
 * Prometheus.named("prometheus").alertsTo(alertmanager.api());
 * }</pre>
 *
 * <p>What is critical is said again every two hours, warnings twice a day, the rest each third day. The configuration is a key
 * of the credential {@code <name>-config}, beside the password that it names as a file: it stays readable in the tree, and
 * without its Secret no pod starts, where the operator would otherwise run one that tells nobody.
 *
 * @param name its name
 * @param namespace where it runs
 * @param operator the name of the component that runs it
 * @param replicas how many there are: 1, or 3 that know of each other
 * @param storage the size of its disk, for silences and what has been told
 * @param email how and to whom all alerts go that are not for others alone
 * @param told who else is told of which alerts
 * @param deadMansSwitch the host of a service that tells people when it is not called any more; empty for none
 * @param host the host of its route; empty for none. As it has no login of its own, the route asks for one
 * @param links the host that its messages name, where people reach it by a route that others have; empty for its own
 * @see <a href="https://prometheus.io/docs/alerting/latest/alertmanager/">Alertmanager</a>
 */
public record Alertmanager(
        String name,
        String namespace,
        String operator,
        int replicas,
        Bytes storage,
        Optional<Email> email,
        ImmutableList<Told> told,
        String deadMansSwitch,
        String host,
        String links)
        implements Component {

    private static final Port WEB = Port.http(9093).named("web");
    private static final Port MESH_TCP = Port.tcp("mesh-tcp", 9094);
    private static final Port MESH_UDP = Port.udp("mesh-udp", 9094);

    /** Somebody who is told of alerts that match all of that; of all alerts where it is empty. */
    public record Told(Receiver receiver, ImmutableList<Match> matches) {}

    public Alertmanager {
        Names.label("component name", name);
        Names.label("namespace", namespace);
        requireNonNull(email, "email");
        if (replicas != 1 && replicas != 3) {
            throw new IllegalArgumentException("replicas of " + name + " must be 1 or 3, but was " + replicas);
        }
        if (!deadMansSwitch.isEmpty()) {
            Names.subdomain("host of the dead man's switch", deadMansSwitch);
        }
        for (Told one : told) {
            String receiver = one.receiver().name();
            boolean taken = told.stream()
                    .anyMatch(other -> other.receiver().name().equals(receiver)
                            && !other.receiver().equals(one.receiver()));
            if (taken || List.of("null", "email", "watchdog").contains(receiver)) {
                throw new IllegalArgumentException("receiver '" + receiver + "' of " + name + " needs another name");
            }
        }
    }

    /** One Alertmanager in the namespace {@code monitoring}, with 1 GiB; somebody must be told. */
    public static Alertmanager named(String name) {
        return new Alertmanager(
                name, "monitoring", "prometheus-operator", 1, gib(1), Optional.empty(), ImmutableList.of(), "", "", "");
    }

    /** A copy that tells by e-mail of all alerts. */
    public Alertmanager email(Email how) {
        return new Alertmanager(
                name, namespace, operator, replicas, storage, Optional.of(how), told, deadMansSwitch, host, links);
    }

    /** A copy that tells somebody else too, of the alerts that match all of that. */
    public Alertmanager tell(Receiver receiver, Match... of) {
        return new Alertmanager(
                name,
                namespace,
                operator,
                replicas,
                storage,
                email,
                ImmutableList.<Told>builder()
                        .addAll(told)
                        .add(new Told(receiver, ImmutableList.copyOf(of)))
                        .build(),
                deadMansSwitch,
                host,
                links);
    }

    /** A copy that calls a URL at that host every five minutes, which a person is asked for; the service there tells when it stops. */
    public Alertmanager deadMansSwitch(String at) {
        if (at.isEmpty()) {
            throw new IllegalArgumentException("the dead man's switch of " + name + " needs the host that is called");
        }
        return new Alertmanager(name, namespace, operator, replicas, storage, email, told, at, host, links);
    }

    /** A copy with so many of it: 1, or 3. */
    public Alertmanager replicas(int count) {
        return new Alertmanager(name, namespace, operator, count, storage, email, told, deadMansSwitch, host, links);
    }

    /** A copy with a disk of that size. */
    public Alertmanager storage(Bytes size) {
        return new Alertmanager(name, namespace, operator, replicas, size, email, told, deadMansSwitch, host, links);
    }

    /** A copy that is reached at that host, behind a login. */
    public Alertmanager route(String at) {
        return new Alertmanager(name, namespace, operator, replicas, storage, email, told, deadMansSwitch, at, links);
    }

    /** A copy whose messages name that host, where another component has a route that leads here. */
    public Alertmanager linkedAt(String at) {
        return new Alertmanager(name, namespace, operator, replicas, storage, email, told, deadMansSwitch, host, at);
    }

    /** A copy that the operator component of that name runs. */
    public Alertmanager operatedBy(String component) {
        return new Alertmanager(
                name, namespace, component, replicas, storage, email, told, deadMansSwitch, host, links);
    }

    /** Where alerts are sent, and silences made. */
    public ServiceRef api() {
        return ServiceRef.of(name, name, WEB.name());
    }

    /** This Alertmanager, as a source of data for Grafana, which shows alerts and makes silences. */
    public DataSource dataSource() {
        return DataSource.named("Alertmanager", "alertmanager", api().url())
                .settings(Data.map("implementation", "prometheus"));
    }

    @Override
    public Band band() {
        return Band.OBSERVABILITY;
    }

    @Override
    public ImmutableSet<String> after() {
        return ImmutableSet.of(operator);
    }

    @Override
    public Offers offers() {
        return Offers.of(ServiceOffer.of(name, WEB, pods()), AlertmanagerDashboard.of(name(), namespace()));
    }

    /** The operator gives these labels to the pods it makes. */
    private Pods pods() {
        return Pods.labelled(name, labels());
    }

    ImmutableSortedMap<String, String> labels() {
        return ImmutableSortedMap.of("app.kubernetes.io/name", "alertmanager", "alertmanager", name);
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        if (email.isEmpty() && told.isEmpty()) {
            throw new IllegalStateException("nobody would be told of alerts by " + name
                    + ": it needs Alertmanager.email(...) or Alertmanager.tell(...)");
        }
        if (email.isEmpty() && told.stream().anyMatch(one -> one.receiver() instanceof Receiver.Mail)) {
            throw new IllegalStateException(
                    name + " has a receiver of e-mail, but no Alertmanager.email(...) to send by");
        }
        AlertmanagerServer server = new AlertmanagerServer(this, cluster);
        List<Part> parts = new ArrayList<>();
        parts.add(traffic());
        parts.add(Monitor.service(name, pods(), WEB, "/metrics"));
        parts.add(Monitor.service(name, pods(), OperatedPods.RELOADER, "/metrics"));
        parts.add(AlertmanagerRules.of(this));
        parts.add(this::configuration);
        for (Told one : told) {
            if (one.receiver() instanceof Receiver.Webhook webhook) {
                parts.add(OperatedPods.calls(pods(), webhook.url()));
            }
        }
        parts.add(Backup.none("silences are made anew, and what has been told is at most told twice"));
        if (!host.isEmpty()) {
            Credential login = Credential.named(name + "-login").passwordFile("htpasswd", "admin");
            parts.add(Route.at(host).to(api()).named(name).login(Login.basic(login.key("htpasswd")), "Alertmanager"));
        }
        Manifests manifests = Manifests.of(parts)
                .objects(
                        OperatedPods.service(name, labels(), List.of(WEB, OperatedPods.RELOADER)),
                        OperatedPods.serviceAccount(name),
                        server.resource());
        return replicas == 1 ? manifests : manifests.objects(server.budget());
    }

    private Traffic traffic() {
        Traffic traffic = Traffic.of(pods());
        if (email.isPresent()) {
            traffic = traffic.reaches(
                    Peer.outside(email.orElseThrow().host()),
                    Port.tcp("smtp", email.orElseThrow().port()));
        }
        if (!deadMansSwitch.isEmpty()) {
            traffic = traffic.reaches(Peer.outside(deadMansSwitch), Port.https(443));
        }
        for (Told one : told) {
            if (one.receiver() instanceof Receiver.SecretWebhook secret) {
                traffic = traffic.reaches(Peer.outside(secret.host()), Port.https(443));
            }
        }
        return replicas == 1 ? traffic : traffic.peers(MESH_TCP, MESH_UDP);
    }

    private void configuration(Scope scope) {
        AlertmanagerConfiguration configuration = new AlertmanagerConfiguration(this);
        scope.uses(configuration
                .secrets()
                .fixed(AlertmanagerConfiguration.FILE, Yaml.write(scope.node(configuration.data()))));
        scope.fact(new HoldsData(new Identity("monitoring.coreos.com", "Alertmanager", namespace, name)));
        email.filter(how -> !how.unencrypted().isEmpty())
                .ifPresent(how -> scope.exempt(new Exemption(
                        "encryption on the way to mail server " + how.host(), "component " + name, how.unencrypted())));
    }
}
