package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code rbac.wildcard}, {@code rbac.escalation} and {@code rbac.secrets}: roles allow what is needed, and nothing by which
 * whoever has them can give themselves more.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/rbac-good-practices/">RBAC good practices</a>
 */
final class AccessRights implements ObjectRule {

    private static final String WILDCARD = "rbac.wildcard";
    private static final String ESCALATION = "rbac.escalation";
    private static final String SECRETS = "rbac.secrets";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final ImmutableSet<String> READING = ImmutableSet.of("get", "list", "watch");
    private static final ImmutableSet<String> WRITING = ImmutableSet.of("create", "update", "patch");

    /** Resources that whoever may do this to them becomes somebody else by. */
    private static final ImmutableMap<String, String> POWERS = ImmutableMap.<String, String>builder()
            .put("escalate " + RBAC + "/roles", "may give roles rights that it has not itself")
            .put("escalate " + RBAC + "/clusterroles", "may give roles rights that it has not itself")
            .put("bind " + RBAC + "/roles", "may bind roles that it has not itself")
            .put("bind " + RBAC + "/clusterroles", "may bind roles that it has not itself")
            .put("impersonate /users", "may act as any user")
            .put("impersonate /groups", "may act as any group")
            .put("impersonate /serviceaccounts", "may act as any account")
            .put("create /serviceaccounts/token", "may make tokens for other accounts")
            .put("create /pods/exec", "may run commands in pods, with their rights")
            .put("create /pods/attach", "may attach to pods, with their rights")
            .put("get /nodes/proxy", "reaches every kubelet, past audit and admission")
            .put("create /nodes/proxy", "reaches every kubelet, past audit and admission")
            .put("update certificates.k8s.io/certificatesigningrequests/approval", "may approve certificates")
            .put("patch certificates.k8s.io/certificatesigningrequests/approval", "may approve certificates")
            .buildOrThrow();

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(WILDCARD, ESCALATION, SECRETS);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        boolean cluster = object.kind().equals("ClusterRole");
        if (!object.identity().group().equals(RBAC)
                || !(cluster || object.kind().equals("Role"))) {
            return;
        }
        for (Field rule : Field.of(object).get("rules").items()) {
            rule(object, cluster, rule, findings);
        }
    }

    private static void rule(Manifest object, boolean cluster, Field rule, Consumer<Finding> findings) {
        List<String> verbs = rule.get("verbs").texts();
        List<String> resources = rule.get("resources").texts();
        List<String> groups = rule.get("apiGroups").texts();
        boolean all = verbs.contains("*") && resources.contains("*");
        if (all) {
            findings.accept(Finding.warning(
                            WILDCARD,
                            object.identity(),
                            "may do everything to everything"
                                    + (groups.contains("*") ? "" : " of " + String.join(", ", shown(groups))))
                    .at(rule.path())
                    .hint("name the verbs and resources that are used"));
            return;
        }
        wildcards(object, rule, findings);
        if (rule.get("resourceNames").texts().isEmpty()) {
            powers(object, rule, verbs, resources, groups, findings);
            secrets(object, cluster, rule, findings);
        }
    }

    private static List<String> shown(List<String> groups) {
        return groups.stream()
                .map(group -> group.isEmpty() ? "the core group" : group)
                .toList();
    }

    private static void wildcards(Manifest object, Field rule, Consumer<Finding> findings) {
        for (String field : new String[] {"verbs", "resources"}) {
            if (rule.get(field).texts().contains("*")) {
                findings.accept(Finding.warning(
                                WILDCARD,
                                object.identity(),
                                "allows every one of the " + field + ", also those that come later")
                        .at(rule.get(field).path())
                        .hint("name those that are used"));
            }
        }
    }

    private static void powers(
            Manifest object,
            Field rule,
            List<String> verbs,
            List<String> resources,
            List<String> groups,
            Consumer<Finding> findings) {
        for (String verb : verbs) {
            for (String resource : resources) {
                for (String group : groups) {
                    String power = POWERS.get(verb + " " + group + "/" + resource);
                    if (power != null) {
                        findings.accept(Finding.warning(
                                        ESCALATION, object.identity(), power + " (" + verb + " " + resource + ")")
                                .at(rule.path())
                                .hint("take that right away, or name the objects with resourceNames"));
                        return;
                    }
                }
            }
        }
    }

    private static void secrets(Manifest object, boolean cluster, Field rule, Consumer<Finding> findings) {
        boolean meant = rule.get("resources").texts().contains("secrets")
                && rule.get("apiGroups").texts().contains("");
        List<String> verbs = rule.get("verbs").texts();
        if (!meant || !cluster) {
            return;
        }
        boolean reads = verbs.contains("*") || verbs.stream().anyMatch(READING::contains);
        boolean writes = verbs.contains("*") || verbs.stream().anyMatch(WRITING::contains);
        if (reads || writes) {
            findings.accept(Finding.warning(
                            SECRETS,
                            object.identity(),
                            "may " + (reads ? "read" : "write")
                                    + " the Secrets of every namespace where it is bound, the tokens"
                                    + " of all accounts among them")
                    .at(rule.path())
                    .hint("use a Role in the namespaces that need it, or name the Secrets with resourceNames"));
        }
    }
}
