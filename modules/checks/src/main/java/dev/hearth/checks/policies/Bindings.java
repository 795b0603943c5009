package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableList;
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
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * {@code rbac.admin}, {@code rbac.everyone} and {@code rbac.default-account}: nobody is given all rights, and no rights are
 * given to all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/rbac-good-practices/">RBAC good practices</a>
 */
final class Bindings implements ObjectRule, Holding {

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

    private static final Term SUBJECT = Term.of("subject");
    private static final Items SUBJECTS = Items.of("subject", Term.object().get("subjects"));
    private static final Term ROLE = Term.object().get("roleRef", "name");
    private static final Condition ACCOUNT = SUBJECT.get("kind").is("ServiceAccount");
    private static final Condition TO_ALL = ACCOUNT.not()
            .and(SUBJECT.get("name").isIn(ALL))
            .and(ROLE.isIn(HARMLESS).not());
    private static final Condition TO_DEFAULT = ACCOUNT.and(SUBJECT.get("name").is("default"));
    private static final Condition ALL_RIGHTS =
            ACCOUNT.and(Term.object().get("roleRef", "kind").is("ClusterRole")).and(ROLE.is("cluster-admin"));

    @Override
    public ImmutableList<Held> held() {
        return ImmutableList.of(
                Held.of(ADMIN, Target.BINDINGS, SUBJECTS.any(ALL_RIGHTS)),
                Held.of(EVERYONE, Target.BINDINGS, SUBJECTS.any(TO_ALL)),
                Held.of(DEFAULT, Target.BINDINGS, SUBJECTS.any(TO_DEFAULT)));
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        if (!Target.BINDINGS.means(object)) {
            return;
        }
        Scope scope = Scope.of(object);
        String role = Field.of(object).get("roleRef").get("name").textOrEmpty();
        for (Field subject : SUBJECTS.found(scope, TO_ALL)) {
            findings.accept(
                    Finding.warning(EVERYONE, object.identity(), "gives " + role + " to everybody in " + name(subject))
                            .at(subject.get("name").path())
                            .hint("name the people, groups or accounts that need it"));
        }
        for (Field subject : SUBJECTS.found(scope, TO_DEFAULT)) {
            findings.accept(Finding.warning(
                            DEFAULT,
                            object.identity(),
                            "gives " + role + " to the account default, so to every pod that names none")
                    .at(subject.get("name").path())
                    .hint("make an account for the pods that need it"));
        }
        for (Field subject : SUBJECTS.found(scope, ALL_RIGHTS)) {
            findings.accept(Finding.warning(
                            ADMIN,
                            object.identity(),
                            object.kind().equals("ClusterRoleBinding")
                                    ? "gives the account " + name(subject) + " every right in the cluster"
                                    : "gives the account " + name(subject) + " every right in the namespace")
                    .at(FieldPath.of("roleRef", "name"))
                    .hint("bind a role with the rights that are used"));
        }
    }

    private static String name(Field subject) {
        return subject.get("name").textOrEmpty();
    }
}
