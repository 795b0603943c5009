package dev.hearth.checks.pods;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code pod.token}: a pod that runs as the default account, which may do nothing, mounts no token of it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/">Service accounts</a>
 */
final class Tokens implements Rule {

    private static final String ID = "pod.token";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        Set<String> used = namespacesWhoseDefaultAccountMay(context);
        for (Manifest object : context.objects()) {
            String namespace = PodFields.namespace(object);
            if (!used.contains(namespace)) {
                PodFields.of(object)
                        .filter(pod -> mounts(pod, context, namespace))
                        .ifPresent(pod -> Said.placed(object, context, findings)
                                .info(
                                        ID,
                                        pod.spec().get("automountServiceAccountToken"),
                                        "mounts a token for the API server, of the default account, which may do nothing",
                                        "write automountServiceAccountToken: false"));
            }
        }
    }

    private static boolean mounts(PodFields pod, Context context, String namespace) {
        Field spec = pod.spec();
        String account = spec.get("serviceAccountName").present()
                ? spec.get("serviceAccountName").textOrEmpty()
                : spec.get("serviceAccount").textOrEmpty();
        Optional<Manifest> known = context.graph().find("", "ServiceAccount", namespace, "default");
        return (account.isEmpty() || account.equals("default"))
                && !spec.get("automountServiceAccountToken").isFalse()
                && !known.filter(found -> Field.of(found)
                                .get("automountServiceAccountToken")
                                .isFalse())
                        .isPresent();
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
