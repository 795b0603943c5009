package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.hold.Items;
import dev.hearth.checks.hold.Scope;
import dev.hearth.checks.hold.Target;
import dev.hearth.checks.hold.Term;
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
final class AccessRights implements ObjectRule, Holding {

    private static final String WILDCARD = "rbac.wildcard";
    private static final String ESCALATION = "rbac.escalation";
    private static final String SECRETS = "rbac.secrets";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Term RULE = Term.of("rule");
    private static final Items RULES = Items.of("rule", Term.object().get("rules"));

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

    private static final Condition EVERY_VERB = RULE.get("verbs").contains("*");
    private static final Condition EVERY_RESOURCE = RULE.get("resources").contains("*");
    private static final Condition EVERYTHING = EVERY_VERB.and(EVERY_RESOURCE);
    private static final Condition ALL_OF_ONE_NAME =
            EVERYTHING.not().and(RULE.get("resourceNames").isEmpty());
    private static final Condition POWERFUL = ALL_OF_ONE_NAME.and(
            Condition.anyOf(POWERS.keySet().stream().map(AccessRights::allows).toList()));
    private static final Condition READS = RULE.get("verbs").containsAnyOf("*", "get", "list", "watch");
    private static final Condition WRITES = RULE.get("verbs").containsAnyOf("*", "create", "update", "patch");
    private static final Condition OPENS_SECRETS = Term.object()
            .get("kind")
            .is("ClusterRole")
            .and(ALL_OF_ONE_NAME)
            .and(RULE.get("resources").contains("secrets"))
            .and(RULE.get("apiGroups").contains(""))
            .and(READS.or(WRITES));

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(
                Held.of(WILDCARD, Target.ROLES, RULES.any(EVERY_VERB.or(EVERY_RESOURCE))),
                Held.of(ESCALATION, Target.ROLES, RULES.any(POWERFUL)),
                Held.of(SECRETS, Target.ROLES, RULES.any(OPENS_SECRETS)));
    }

    /** Whether a rule allows that, written as in {@link #POWERS}. */
    private static Condition allows(String power) {
        int space = power.indexOf(' ');
        int slash = power.indexOf('/');
        return RULE.get("verbs")
                .contains(power.substring(0, space))
                .and(RULE.get("apiGroups").contains(power.substring(space + 1, slash)))
                .and(RULE.get("resources").contains(power.substring(slash + 1)));
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!Target.ROLES.means(object)) {
            return;
        }
        Scope scope = Scope.of(object);
        for (Field rule : RULES.found(scope, EVERYTHING)) {
            List<String> groups = rule.get("apiGroups").texts();
            findings.accept(Finding.warning(
                            WILDCARD,
                            object.identity(),
                            "may do everything to everything"
                                    + (groups.contains("*") ? "" : " of " + String.join(", ", shown(groups))))
                    .at(rule.path())
                    .hint("name the verbs and resources that are used"));
        }
        wildcards(object, "verbs", RULES.found(scope, EVERY_VERB.and(EVERY_RESOURCE.not())), findings);
        wildcards(object, "resources", RULES.found(scope, EVERY_RESOURCE.and(EVERY_VERB.not())), findings);
        RULES.found(scope, POWERFUL).forEach(rule -> power(object, scope.with("rule", rule), rule, findings));
        RULES.found(scope, OPENS_SECRETS)
                .forEach(rule -> secrets(object, READS.holds(scope.with("rule", rule)), rule, findings));
    }

    private static List<String> shown(List<String> groups) {
        return groups.stream()
                .map(group -> group.isEmpty() ? "the core group" : group)
                .toList();
    }

    private static void wildcards(Manifest object, String field, List<Field> rules, Consumer<Finding> findings) {
        for (Field rule : rules) {
            findings.accept(Finding.warning(
                            WILDCARD,
                            object.identity(),
                            "allows every one of the " + field + ", also those that come later")
                    .at(rule.get(field).path())
                    .hint("name those that are used"));
        }
    }

    /** Tells the first of the powers that a rule gives. */
    private static void power(Manifest object, Scope scope, Field rule, Consumer<Finding> findings) {
        POWERS.entrySet().stream()
                .filter(power -> allows(power.getKey()).holds(scope))
                .findFirst()
                .ifPresent(power -> findings.accept(Finding.warning(
                                ESCALATION, object.identity(), power.getValue() + " (" + shown(power.getKey()) + ")")
                        .at(rule.path())
                        .hint("take that right away, or name the objects with resourceNames")));
    }

    private static String shown(String power) {
        return power.substring(0, power.indexOf(' ') + 1) + power.substring(power.indexOf('/') + 1);
    }

    private static void secrets(Manifest object, boolean reads, Field rule, Consumer<Finding> findings) {
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
