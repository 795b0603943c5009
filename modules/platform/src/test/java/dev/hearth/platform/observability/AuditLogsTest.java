package dev.hearth.platform.observability;

import static dev.hearth.platform.SmallCluster.container;
import static dev.hearth.platform.SmallCluster.data;
import static dev.hearth.platform.SmallCluster.pod;
import static dev.hearth.platform.observability.Stores.LOKI;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.dsl.node.AuditLog;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.platform.GoldenTree;
import dev.hearth.platform.SmallCluster;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditLogsTest {

    private static final AuditLogs LOGS = AuditLogs.named("audit-logs").logsTo(LOKI);

    private static SmallCluster of(AuditLogs logs) {
        return SmallCluster.of(Stores.at(SmallCluster.site()), logs);
    }

    static List<Mapping> alerts(AuditLogs logs) {
        return of(logs).expansion().view().offers(LogRules.class).stream()
                .map(Offered::offer)
                .flatMap(rules -> rules.node().sequence("rules").mappings().stream())
                .toList();
    }

    @Test
    void becomes_the_expected_objects() {
        GoldenTree.assertTree("audit-logs", of(LOGS).manifests("audit-logs"));
        assertThat(of(LOGS).findings()).isEmpty();
    }

    @Test
    void the_configuration_is_right_and_reads_the_log_that_the_page_on_the_nodes_sets_up() {
        String configuration = data(of(LOGS).object("ConfigMap", "audit-logs")).getOrDefault("config.alloy", "");

        AlloyFile.assertLaidOut(configuration);
        assertThat(AlloyFile.faults(LOGS.configuration())).isEmpty();
        assertThat(configuration).contains("\"__path__\" = \"" + AuditLog.FILE + "\"", "\"job\"      = \"audit\"");
    }

    @Test
    void it_is_root_without_capabilities_and_changes_nothing_of_the_log() {
        SmallCluster cluster = of(LOGS);
        Manifest reader = cluster.object("DaemonSet", "audit-logs");

        assertThat(pod(reader).mapping("securityContext").number("runAsUser")).contains(0L);
        Mapping security = container(reader).mapping("securityContext");
        assertThat(security.mapping("capabilities").has("add")).isFalse();
        assertThat(security.mapping("capabilities").sequence("drop").strings()).containsExactly("ALL");
        assertThat(security.isTrue("readOnlyRootFilesystem")).isTrue();
        assertThat(container(reader).sequence("volumeMounts").mappings())
                .filteredOn(mount -> mount.text("name").orElse("").equals("audit-log"))
                .allSatisfy(mount -> assertThat(mount.isTrue("readOnly")).isTrue())
                .hasSize(1);
        assertThat(pod(reader).isTrue("automountServiceAccountToken")).isFalse();
        assertThat(cluster.exemptions()).extracting(Exemption::what).contains("no root user", "no path of the node");
    }

    @Test
    void its_namespace_alone_is_privileged() {
        Manifest namespace = of(LOGS).object("Namespace", "audit-logs");

        assertThat(Manifest.strings(namespace.root().mapping("metadata").mapping("labels")))
                .containsEntry("pod-security.kubernetes.io/enforce", "privileged");
    }

    @Test
    void it_opens_the_store_and_nothing_else() {
        assertThat(of(LOGS).expansion().flows().stream()
                        .map(flow -> flow.from() + " -> " + flow.to() + " " + flow.port())
                        .filter(flow -> flow.startsWith("audit-logs/")))
                .containsExactly("audit-logs/audit-logs -> stores/loki 3100");
    }

    @Test
    void grafanas_parser_takes_every_expression() {
        assertThat(alerts(LOGS.expected("system:serviceaccount:velero:velero").deployers("argocd", "flux")))
                .hasSize(8)
                .allSatisfy(alert -> {
                    Outcome outcome = Judges.require("lezer-logql")
                            .run(List.of(), alert.text("expr").orElseThrow().getBytes(UTF_8));
                    assertThat(outcome.exitCode()).as(alert + outcome.stderr()).isZero();
                });
        assertThat(Judges.require("lezer-logql")
                        .run(List.of(), "sum by (a (rate({b=\"c\"}[5m]))".getBytes(UTF_8))
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void what_an_alert_says_is_what_its_query_yields() {
        for (Mapping alert : alerts(LOGS)) {
            String query = alert.text("expr").orElseThrow();
            String words = alert.mapping("annotations").toString();
            Matcher label = Pattern.compile("\\$labels\\.([a-z_]+)").matcher(words);
            while (label.find()) {
                assertThat(query.substring(0, query.indexOf(')') + 1))
                        .as(query)
                        .matches("sum by \\((.*, )?" + label.group(1) + "(, .*)?\\)");
            }
        }
    }

    @Test
    void the_page_on_the_nodes_has_the_log_where_it_is_read() {
        assertThat(AuditLog.FILE).startsWith(AuditLog.DIRECTORY + "/");
        assertThat(AuditLog.policy()).contains("kind: Policy");
    }

    @Test
    void users_that_would_break_a_query_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LOGS.expected("a\"} or {"));
        assertThatIllegalArgumentException().isThrownBy(() -> LOGS.deployers("argo cd"));
    }

    @Test
    void it_may_be_on_a_site_with_several_nodes() {
        Site site = Stores.at(SmallCluster.site().node("shelf", "192.168.10.12"));

        assertThat(SmallCluster.of(site, LOGS).findings()).isEmpty();
    }
}
