package dev.hearth.platform.observability;

import static dev.hearth.dsl.Units.minutes;

import dev.hearth.dsl.monitor.Alert;
import dev.hearth.dsl.monitor.LogRules;
import dev.hearth.dsl.monitor.Severity;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is told of the audit log, in LogQL.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/">Events of the audit log</a>
 * @see <a href="https://grafana.com/docs/loki/latest/query/">LogQL</a>
 */
final class AuditRules {

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9:@._/-]+");
    private static final String CHANGES = "create|update|patch|delete|deletecollection";
    private static final int FAILED_LOGINS = 20;
    private static final int REFUSALS = 20;

    private final AuditLogs logs;

    AuditRules(AuditLogs logs) {
        this.logs = logs;
    }

    /** That user, as the log names it. */
    static String user(String name) {
        if (!USER.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a user");
        }
        return name;
    }

    /** Events of which a few fields are compared; where a field has no name, it is only that of the path's last part. */
    private record Query(String line, Map<String, String> fields, String filters) {

        /** Lines that hold that text, which is quick, before their fields are looked at. */
        static Query of(String line) {
            return new Query(line, Map.of(), "");
        }

        Query field(String name, String path) {
            Map<String, String> more = new TreeMap<>(fields);
            more.put(name, path);
            return new Query(line, more, filters);
        }

        Query user() {
            return field("user", "user.username");
        }

        Query object() {
            return field("resource", "objectRef.resource")
                    .field("object_namespace", "objectRef.namespace")
                    .field("object", "objectRef.name");
        }

        Query where(String filter) {
            return new Query(line, fields, filters + " | " + filter);
        }

        /** How many within that time, by those fields. */
        String count(String time, String... by) {
            String parsed = fields.entrySet().stream()
                    .map(field -> field.getKey() + "=" + quoted(field.getValue()))
                    .collect(Collectors.joining(", "));
            return "sum by (" + String.join(", ", by) + ") (count_over_time({job=\"audit\"}"
                    + (line.isEmpty() ? "" : " |= `" + line + "`") + " | json " + parsed + " | __error__=\"\""
                    + filters + " [" + time + "]))";
        }

        private static String quoted(String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
    }

    private static Query verb(Query query) {
        return query.field("verb", "verb");
    }

    LogRules rules() {
        return LogRules.named("audit")
                .interval(minutes(1))
                .alert(secretsRead())
                .alert(podEntered())
                .alert(anonymousAllowed())
                .alert(rightsChanged())
                .alert(namespaceDeleted())
                .alert(failedLogins())
                .alert(refusals())
                .alert(silent());
    }

    /** People are all those whom Kubernetes does not name itself. */
    private static Alert secretsRead() {
        return Alert.named("AuditSecretsRead")
                .expr(verb(Query.of("\"resource\":\"secrets\"").user().object())
                                .field("code", "responseStatus.code")
                                .where("resource=\"secrets\"")
                                .where("verb=~\"get|list|watch\"")
                                .where("code=\"200\"")
                                .where("user!~\"system:.*\"")
                                .count("5m", "user", "object_namespace")
                        + " > 0")
                .severity(Severity.WARNING)
                .summary("{{ $labels.user }} has read Secrets")
                .description(
                        "{{ $value }} times within 5 minutes, in namespace {{ $labels.object_namespace }} (none: in all).");
    }

    /** Tries count too: who may not is no less of interest. */
    private Alert podEntered() {
        String nobody = logs.expected().isEmpty() ? "" : matching(logs.expected().stream());
        Query query = verb(Query.of("\"resource\":\"pods\"").user().object())
                .field("subresource", "objectRef.subresource")
                .where("resource=\"pods\"")
                .where("subresource=~\"exec|attach|portforward|ephemeralcontainers\"")
                .where("verb=~\"create|get|update|patch\"");
        return Alert.named("AuditPodEntered")
                .expr((nobody.isEmpty() ? query : query.where("user!~\"" + nobody + "\""))
                                .count("5m", "user", "object_namespace", "object", "subresource")
                        + " > 0")
                .severity(Severity.WARNING)
                .summary("{{ $labels.user }} has entered a pod")
                .description(
                        "{{ $labels.subresource }} of {{ $labels.object_namespace }}/{{ $labels.object }}, {{ $value }} times"
                                + " within 5 minutes.");
    }

    /** What says how an API server is may be open; the policy leaves that out. */
    private static Alert anonymousAllowed() {
        return Alert.named("AuditAnonymousAllowed")
                .expr(verb(Query.of("system:anonymous").user())
                                .field("uri", "requestURI")
                                .field("decision", "annotations[\"authorization.k8s.io/decision\"]")
                                .where("user=\"system:anonymous\"")
                                .where("decision=\"allow\"")
                                .count("5m", "verb", "uri")
                        + " > 0")
                .severity(Severity.CRITICAL)
                .summary("The API server allows something to everybody")
                .description(
                        "{{ $labels.verb }} {{ $labels.uri }} was allowed to somebody who had not said who they are.");
    }

    /** The API server's own, and the controllers that Kubernetes has for it, put together what others have written. */
    private Alert rightsChanged() {
        String deployers = matching(Stream.concat(
                Stream.of("system:apiserver", "system:kube-controller-manager", "system:serviceaccount:kube-system:.+"),
                logs.deployers().stream().map(namespace -> "system:serviceaccount:" + namespace + ":.+")));
        return Alert.named("AuditRightsChanged")
                .expr(verb(Query.of("rbac.authorization.k8s.io").user().object())
                                .field("group", "objectRef.apiGroup")
                                .where("group=\"rbac.authorization.k8s.io\"")
                                .where("verb=~\"" + CHANGES + "\"")
                                .where("user!~\"" + deployers + "\"")
                                .count("5m", "user", "verb", "resource", "object_namespace", "object")
                        + " > 0")
                .severity(Severity.CRITICAL)
                .summary("Rights were changed past Git")
                .description(
                        "{{ $labels.user }}: {{ $labels.verb }} {{ $labels.resource }} {{ $labels.object_namespace }}/{{"
                                + " $labels.object }}.");
    }

    private static Alert namespaceDeleted() {
        return Alert.named("AuditNamespaceDeleted")
                .expr(verb(Query.of("\"resource\":\"namespaces\"").user().object())
                                .field("code", "responseStatus.code")
                                .field("subresource", "objectRef.subresource")
                                .where("resource=\"namespaces\"")
                                .where("subresource=\"\"")
                                .where("verb=~\"delete|deletecollection\"")
                                .where("code=~\"20.\"")
                                .count("5m", "user", "object")
                        + " > 0")
                .severity(Severity.CRITICAL)
                .summary("{{ $labels.user }} has deleted namespace {{ $labels.object }}")
                .description("Everything in it goes with it.");
    }

    private static Alert failedLogins() {
        return Alert.named("AuditFailedLogins")
                .expr(Query.of("\"code\":401")
                                .field("code", "responseStatus.code")
                                .field("source", "sourceIPs[0]")
                                .where("code=\"401\"")
                                .count("10m", "source")
                        + " > " + FAILED_LOGINS)
                .severity(Severity.WARNING)
                .summary("Somebody tries to get in")
                .description(
                        "{{ $value }} requests from {{ $labels.source }} within 10 minutes, none with a login that counts.");
    }

    private static Alert refusals() {
        return Alert.named("AuditRefusals")
                .expr(Query.of("\"code\":403")
                                .user()
                                .field("code", "responseStatus.code")
                                .field("decision", "annotations[\"authorization.k8s.io/decision\"]")
                                .where("code=\"403\"")
                                .where("decision=\"forbid\"")
                                .count("10m", "user")
                        + " > " + REFUSALS)
                .severity(Severity.WARNING)
                .summary("{{ $labels.user }} tries what it may not")
                .description("{{ $value }} of its requests were refused within 10 minutes.");
    }

    private static Alert silent() {
        return Alert.named("AuditLogSilent")
                .expr("absent_over_time({job=\"audit\"}[15m])")
                .severity(Severity.CRITICAL)
                .summary("No line of the audit log reaches the store")
                .description("For a quarter of an hour nobody would have known what is done to the cluster.");
    }

    private static String matching(Stream<String> users) {
        return users.map(user -> user.replace(".", "\\\\.").replace("\\\\.+", ".+"))
                .collect(Collectors.joining("|"));
    }
}
