package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.gib;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Value;
import dev.hearth.findings.Finding;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerTest {

    private static final Email EMAIL = Email.through("smtp.example.org", 587)
            .from("alerts@home.arpa")
            .to("me@home.arpa")
            .user("alerts");
    static final Alertmanager ONE = Alertmanager.named("alertmanager").email(EMAIL);
    private static final Alertmanager THREE = ONE.replicas(3)
            .deadMansSwitch("hc-ping.com")
            .tell(
                    Receiver.email("family", "ada@home.arpa", "ben@home.arpa"),
                    Match.label("namespace").is("photos"),
                    Match.label("severity").isNot("info"))
            .tell(Receiver.webhook(
                    "screen",
                    ServiceRef.of("prometheus", "prometheus-server", "web")
                            .url()
                            .then("/alerts")))
            .tell(
                    Receiver.webhook("siren", Value.of("http://192.168.10.40:8099/alert")),
                    Match.label("severity").is("critical"))
            .tell(
                    Receiver.secretWebhook("chat", "chat.example.org"),
                    Match.label("alertname").like("Velero.*"));

    @TempDir
    private Path folder;

    private static SmallCluster of(Component... components) {
        List<Component> all = new ArrayList<>(
                List.of(PrometheusOperator.named("prometheus-operator"), Prometheus.named("prometheus")));
        all.addAll(Arrays.asList(components));
        return SmallCluster.of(Site.microk8s().node("rack", "192.168.10.11"), all.toArray(Component[]::new));
    }

    private static Credential credential(SmallCluster cluster) {
        return cluster.expansion().facts(CredentialUse.class).stream()
                .map(Stated::fact)
                .map(CredentialUse::credential)
                .filter(used -> used.name().equals("alertmanager-config"))
                .findFirst()
                .orElseThrow();
    }

    /** What Alertmanager reads. */
    static String configuration(SmallCluster cluster) {
        return ((Credential.Fixed) credential(cluster).entry("alertmanager.yaml")).value();
    }

    private Path file(Alertmanager alertmanager) throws IOException {
        return Files.write(
                folder.resolve("alertmanager.yaml"),
                configuration(of(alertmanager)).getBytes(UTF_8));
    }

    @Test
    void becomes_the_expected_objects() {
        SmallCluster one = of(ONE);
        SmallCluster three = SmallCluster.of(
                Site.microk8s().node("rack", "192.168.10.11").node("shelf", "192.168.10.12"),
                NginxIngress.named("ingress"),
                CertManager.named("cert-manager"),
                PrometheusOperator.named("prometheus-operator"),
                Prometheus.named("prometheus"),
                THREE.storage(gib(2)).route("alerts"));

        assertThat(one.findings()).isEmpty();
        assertThat(three.findings()).isEmpty();
        GoldenTree.assertTree("alertmanager", one.manifests("alertmanager"));
        GoldenTree.assertTree("alertmanager-three", three.manifests("alertmanager"));
    }

    @Test
    void is_told_who_is_told_of_what_without_a_secret() {
        assertThat(configuration(of(ONE))).isEqualTo("""
                global:
                  smtp_smarthost: smtp.example.org:587
                  smtp_from: alerts@home.arpa
                  smtp_hello: home.arpa
                  smtp_require_tls: true
                  smtp_auth_username: alerts
                  smtp_auth_password_file: /etc/alertmanager/secrets/alertmanager-config/smtp-password
                route:
                  receiver: email
                  group_by:
                  - alertname
                  - namespace
                  group_wait: 30s
                  group_interval: 5m
                  repeat_interval: 12h
                  routes:
                  - receiver: "null"
                    matchers:
                    - "alertname=\\"Watchdog\\""
                  - receiver: "null"
                    matchers:
                    - "severity=\\"none\\""
                  - receiver: email
                    routes:
                    - receiver: email
                      matchers:
                      - "severity=\\"critical\\""
                      repeat_interval: 2h
                    - receiver: email
                      matchers:
                      - "severity=\\"info\\""
                      repeat_interval: 72h
                inhibit_rules:
                - source_matchers:
                  - "severity=\\"critical\\""
                  target_matchers:
                  - "severity=~\\"warning|info\\""
                  equal:
                  - alertname
                  - namespace
                - source_matchers:
                  - "severity=\\"warning\\""
                  target_matchers:
                  - "severity=\\"info\\""
                  equal:
                  - alertname
                  - namespace
                - source_matchers:
                  - "alertname=\\"NodeDown\\""
                  - "node!=\\"\\""
                  target_matchers:
                  - "alertname!=\\"NodeDown\\""
                  equal:
                  - node
                - source_matchers:
                  - "alertname=\\"NodeDown\\""
                  - "instance!=\\"\\""
                  target_matchers:
                  - "alertname!=\\"NodeDown\\""
                  equal:
                  - instance
                - source_matchers:
                  - "alertname=\\"NodeDown\\""
                  target_matchers:
                  - "alertname=\\"TargetDown\\""
                  equal:
                  - job
                receivers:
                - name: "null"
                - name: email
                  email_configs:
                  - to: me@home.arpa
                    send_resolved: true
                """);
    }

    @Test
    void every_configuration_is_one_that_alertmanager_takes() throws IOException {
        for (Alertmanager alertmanager : List.of(
                ONE,
                THREE,
                Alertmanager.named("alertmanager").tell(Receiver.webhook("siren", Value.of("https://siren.lan/"))),
                ONE.email(Email.through("smtp.example.org", 465)
                        .from("a@b.example")
                        .to("c@d.example", "e@f.example")))) {
            Outcome outcome = Judges.require("amtool")
                    .run("check-config", file(alertmanager).toString());

            assertThat(outcome.exitCode())
                    .as(outcome.stdout() + outcome.stderr())
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alertname=Watchdog severity=none                                | watchdog",
                "alertname=Other severity=none                                   | null",
                "alertname=PodNotReady severity=warning namespace=shop           | screen,email",
                "alertname=NodeDown severity=critical                            | screen,siren,email",
                "alertname=NodeRestarted severity=info                           | screen,email",
                "alertname=PodNotReady severity=warning namespace=photos         | family,screen,email",
                "alertname=KubeQuotaAlmostFull severity=info namespace=photos    | screen,email",
                "alertname=VeleroBackupMissing severity=critical namespace=velero| screen,siren,chat,email"
            })
    void an_alert_goes_to_whom_it_concerns(String labels, String receivers) throws IOException {
        assertThat(route(THREE, labels)).isEqualTo(receivers);
    }

    @Test
    void without_a_dead_mans_switch_the_watchdog_goes_to_nobody() throws IOException {
        assertThat(route(ONE, "alertname=Watchdog severity=none")).isEqualTo("null");
        assertThat(route(ONE, "alertname=NodeDown severity=critical")).isEqualTo("email");
    }

    private String route(Alertmanager alertmanager, String labels) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + file(alertmanager)));
        command.addAll(Arrays.asList(labels.trim().split(" +", -1)));
        Outcome outcome = Judges.require("amtool").run(command.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        return outcome.stdout().trim();
    }

    @Test
    void its_configuration_is_beside_the_secrets_that_it_names_as_files() {
        SmallCluster cluster = of(THREE);
        Manifest server = cluster.object("Alertmanager", "alertmanager");

        assertThat(server.spec().text("configSecret")).contains("alertmanager-config");
        assertThat(server.spec().sequence("secrets").strings()).containsExactly("alertmanager-config");
        assertThat(credential(cluster).secrets())
                .extracting(Credential.Entry::key)
                .containsExactly("smtp-password", "dead-mans-switch-url", "chat-url");
        assertThat(configuration(cluster))
                .contains("url_file: /etc/alertmanager/secrets/alertmanager-config/chat-url")
                .contains("url_file: /etc/alertmanager/secrets/alertmanager-config/dead-mans-switch-url");
    }

    private static List<String> reached(SmallCluster cluster) {
        return cluster.expansion().flows().stream()
                .filter(flow -> flow.from() instanceof Pods pods && pods.name().equals("alertmanager"))
                .map(flow -> (flow.to() instanceof Pods pods
                                ? pods.name()
                                : flow.to().toString()) + " " + flow.port() + " " + flow.protocol())
                .sorted()
                .toList();
    }

    @Test
    void it_reaches_whom_it_tells_and_its_like_and_nobody_else() {
        assertThat(reached(of(ONE))).containsExactly("Outside[host=smtp.example.org] 587 TCP");
        assertThat(reached(of(THREE)))
                .containsExactly(
                        "Outside[host=192.168.10.40] 8099 TCP",
                        "Outside[host=chat.example.org] 443 TCP",
                        "Outside[host=hc-ping.com] 443 TCP",
                        "Outside[host=smtp.example.org] 587 TCP",
                        "alertmanager 9094 TCP",
                        "alertmanager 9094 UDP",
                        "prometheus 9090 TCP");
    }

    @Test
    void mail_that_nothing_encrypts_is_listed_with_the_reason() {
        Email relay = Email.through("relay.home.arpa", 25)
                .from("alerts@home.arpa")
                .to("me@home.arpa")
                .unencrypted("the relay is on the node itself");
        SmallCluster cluster = of(Alertmanager.named("alertmanager").email(relay));

        assertThat(configuration(cluster)).contains("smtp_require_tls: false");
        assertThat(cluster.exemptions()).extracting(Exemption::reason).contains("the relay is on the node itself");
        assertThatThrownBy(() -> relay.user("alerts"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password of alerts");
    }

    @Test
    void mail_is_encrypted_from_the_start_where_the_port_says_so() {
        Email email = Email.through("smtp.example.org", 465).from("a@b.example").to("c@d.example");

        // STARTTLS on top would be refused by the server.
        assertThat(configuration(of(Alertmanager.named("alertmanager").email(email))))
                .contains("smtp_smarthost: smtp.example.org:465")
                .contains("smtp_require_tls: false");
    }

    @Test
    void messages_name_the_host_where_people_find_it() {
        assertThat(of(ONE.linkedAt("alerts"))
                        .object("Alertmanager", "alertmanager")
                        .spec()
                        .text("externalUrl"))
                .contains("https://alerts.home.arpa");
    }

    @Test
    void three_of_them_notice_when_they_are_apart() throws IOException {
        Manifest rules = of(THREE).object("PrometheusRule", "alertmanager");
        Files.write(folder.resolve("rules.yaml"), Yaml.bytes(rules.spec()));
        Files.writeString(folder.resolve("tests.yaml"), """
                rule_files: [rules.yaml]
                evaluation_interval: 1m
                tests:
                - interval: 1m
                  input_series:
                  - {series: 'alertmanager_cluster_members{job="alertmanager", pod="alertmanager-alertmanager-0"}', values: 3x4 2x40}
                  - {series: 'alertmanager_cluster_members{job="alertmanager", pod="alertmanager-alertmanager-1"}', values: 3x44}
                  alert_rule_test:
                  - {alertname: AlertmanagerApart, eval_time: 20m, exp_alerts: []}
                  - alertname: AlertmanagerApart
                    eval_time: 25m
                    exp_alerts:
                    - exp_labels: {severity: warning, job: alertmanager, pod: alertmanager-alertmanager-0}
                      exp_annotations:
                        summary: Alertmanagers do not see each other
                        description: "alertmanager-alertmanager-0 sees 2 of 3, itself among them: alerts may be told twice, silences be unknown to some."
                """);

        Outcome outcome = Judges.require("promtool").in(folder).run("test", "rules", "tests.yaml");

        assertThat(outcome.exitCode()).as(outcome.stdout() + outcome.stderr()).isZero();
    }

    @Test
    void somebody_must_be_told() {
        assertThat(of(Alertmanager.named("alertmanager")).findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("nobody would be told"));
        assertThat(of(Alertmanager.named("alertmanager").tell(Receiver.email("ada", "ada@home.arpa")))
                        .findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("to send by"));
    }

    @Test
    void refuses_what_alertmanager_or_its_operator_would_refuse() {
        assertThatThrownBy(() -> ONE.replicas(2)).hasMessageContaining("must be 1 or 3");
        assertThatThrownBy(() -> ONE.tell(Receiver.email("email", "a@b.example")))
                .hasMessageContaining("another name");
        assertThatThrownBy(
                        () -> ONE.tell(Receiver.email("ada", "a@b.example")).tell(Receiver.email("ada", "c@d.example")))
                .hasMessageContaining("another name");
        assertThatThrownBy(() -> Receiver.email("ada", "a, b@c.example")).hasMessageContaining("e-mail address");
        assertThatThrownBy(
                        () -> Email.through("smtp.example.org", 0).from("a@b.c").to("d@e.f"))
                .hasMessageContaining("port");
        assertThatThrownBy(() -> Email.through("smtp.example.org", 25)
                        .from("a@b.c")
                        .to("d@e.f")
                        .user(""))
                .hasMessageContaining("leave out user(...)");
        assertThatThrownBy(() -> ONE.deadMansSwitch("")).hasMessageContaining("needs the host that is called");
        assertThatThrownBy(() -> Match.label("a-b").is("c")).hasMessageContaining("letters, digits");
    }
}
