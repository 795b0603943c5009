package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Held;
import dev.hearth.checks.hold.Holding;
import dev.hearth.checks.hold.Scope;
import dev.hearth.checks.hold.Target;
import dev.hearth.checks.hold.Term;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code pod.token}: a pod that runs as the default account, which may do nothing, mounts no token of it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/">Service accounts</a>
 */
final class Tokens implements Rule, Holding {

    private static final String ID = "pod.token";

    private static final ImmutableSet<String> DEFAULT = ImmutableSet.of("", "default");
    private static final Term ACCOUNT = Term.pod().get("serviceAccountName");
    private static final Condition MOUNTS = Term.pod()
            .get("automountServiceAccountToken")
            .isFalse()
            .not()
            .and(ACCOUNT.isIn(DEFAULT))
            .and(ACCOUNT.present().or(Term.pod().get("serviceAccount").isIn(DEFAULT)));

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(Held.of(ID, Target.PODS, MOUNTS));
    }

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Set<String> spared = spared(ID, context);
        for (Manifest object : context.objects()) {
            if (!spared.contains(PodFields.namespace(object))) {
                PodFields.of(object)
                        .filter(pod -> MOUNTS.holds(Scope.of(object)))
                        .ifPresent(pod -> Said.placed(object, context, findings)
                                .info(
                                        ID,
                                        pod.spec().get("automountServiceAccountToken"),
                                        "mounts a token for the API server, of the default account, which may do nothing",
                                        "write automountServiceAccountToken: false"));
            }
        }
    }

    /** The namespaces whose default account may do something, or says itself that nobody mounts its token. */
    @Override
    public ImmutableSet<String> spared(String id, Context context) {
        Set<String> spared = namespacesWhoseDefaultAccountMay(context);
        for (Manifest account : context.graph().known("", "ServiceAccount")) {
            if (account.name().equals("default")
                    && Field.of(account).get("automountServiceAccountToken").isFalse()) {
                spared.add(PodFields.namespace(account));
            }
        }
        return ImmutableSet.copyOf(spared);
    }

    private static Set<String> namespacesWhoseDefaultAccountMay(Context context) {
        Set<String> namespaces = new HashSet<>();
        for (String kind : new String[] {"RoleBinding", "ClusterRoleBinding"}) {
            for (Manifest binding : context.graph().known("rbac.authorization.k8s.io", kind)) {
                for (Field subject : Field.of(binding).get("subjects").items()) {
                    if (subject.get("kind").textOrEmpty().equals("ServiceAccount")
                            && subject.get("name").textOrEmpty().equals("default")) {
                        namespaces.add(subject.get("namespace").text().orElse(PodFields.namespace(binding)));
                    }
                }
            }
        }
        return namespaces;
    }
}
