package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * {@code rbac.admin}, {@code rbac.everyone} and {@code rbac.default-account}: nobody is given all rights, and no rights are
 * given to all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/rbac-good-practices/">RBAC good practices</a>
 */
final class Bindings implements ObjectRule {

    private static final String ADMIN = "rbac.admin";
    private static final String EVERYONE = "rbac.everyone";
    private static final String DEFAULT = "rbac.default-account";
    private static final ImmutableSet<String> ALL = ImmutableSet.of(
            "system:anonymous", "system:unauthenticated", "system:authenticated", "system:serviceaccounts");
    /** What everybody may know of a server by Kubernetes' own defaults. */
    private static final ImmutableSet<String> HARMLESS =
            ImmutableSet.of("system:discovery", "system:basic-user", "system:public-info-viewer");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ADMIN, EVERYONE, DEFAULT);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        boolean binding =
                object.kind().equals("ClusterRoleBinding") || object.kind().equals("RoleBinding");
        if (!binding || !object.identity().group().equals("rbac.authorization.k8s.io")) {
            return;
        }
        Field root = Field.of(object);
        String role = root.get("roleRef").get("name").textOrEmpty();
        boolean clusterRole = root.get("roleRef").get("kind").textOrEmpty().equals("ClusterRole");
        for (Field subject : root.get("subjects").items()) {
            subject(object, subject, role, clusterRole, findings);
        }
    }

    private static void subject(
            Manifest object, Field subject, String role, boolean clusterRole, Consumer<Finding> findings) {
        String name = subject.get("name").textOrEmpty();
        boolean account = subject.get("kind").textOrEmpty().equals("ServiceAccount");
        if (!account && ALL.contains(name) && !HARMLESS.contains(role)) {
            findings.accept(Finding.warning(EVERYONE, object.identity(), "gives " + role + " to everybody in " + name)
                    .at(subject.get("name").path())
                    .hint("name the people, groups or accounts that need it"));
        }
        if (account && name.equals("default")) {
            findings.accept(Finding.warning(
                            DEFAULT,
                            object.identity(),
                            "gives " + role + " to the account default, so to every pod that names none")
                    .at(subject.get("name").path())
                    .hint("make an account for the pods that need it"));
        }
        if (account && clusterRole && role.equals("cluster-admin")) {
            findings.accept(Finding.warning(
                            ADMIN,
                            object.identity(),
                            object.kind().equals("ClusterRoleBinding")
                                    ? "gives the account " + name + " every right in the cluster"
                                    : "gives the account " + name + " every right in the namespace")
                    .at(FieldPath.of("roleRef", "name"))
                    .hint("bind a role with the rights that are used"));
        }
    }
}
