package dev.hearth.platform.security;

import dev.hearth.dsl.workload.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the operator may do, by what it scans for. */
final class TrivyAccess {

    private static final String[] READ = {"get", "list", "watch"};
    private static final String[] ALL = {"get", "list", "watch", "create", "update", "patch", "delete"};

    private TrivyAccess() {}

    static Access[] of(Set<TrivyScan> scans) {
        List<Access> all = new ArrayList<>(List.of(
                // Its own settings too are read as one of all ConfigMaps; of others it keeps the names alone.
                Access.to("configmaps", "pods", "replicationcontrollers")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("daemonsets", "deployments", "replicasets", "statefulsets")
                        .group("apps")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("cronjobs", "jobs").group("batch").verbs(READ).clusterWide(),
                Access.to(
                                "clustercompliancereports",
                                "clusterconfigauditreports",
                                "clusterinfraassessmentreports",
                                "clusterrbacassessmentreports",
                                "clustersbomreports",
                                "clustervulnerabilityreports",
                                "configauditreports",
                                "exposedsecretreports",
                                "infraassessmentreports",
                                "rbacassessmentreports",
                                "sbomreports",
                                "vulnerabilityreports")
                        .group(TrivyOperator.GROUP)
                        .verbs(ALL)
                        .clusterWide(),
                Access.to("jobs").group("batch").verbs("create", "delete"),
                Access.to("pods/log").verbs("get", "list"),
                Access.to("configmaps").verbs("create"),
                Access.to("secrets").verbs("create", "get", "update", "delete")));
        if (scans.contains(TrivyScan.CONFIGURATION)) {
            all.addAll(configuration());
        }
        if (scans.contains(TrivyScan.BILLS_OF_MATERIALS)) {
            all.add(Access.to("nodes").verbs(READ).clusterWide());
            all.add(Access.to("namespaces").verbs("get").clusterWide());
        }
        return all.toArray(new Access[0]);
    }

    private static List<Access> configuration() {
        return List.of(
                Access.to("limitranges", "persistentvolumeclaims", "persistentvolumes", "resourcequotas", "services")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("ingresses", "networkpolicies")
                        .group("networking.k8s.io")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("clusterrolebindings", "clusterroles", "rolebindings", "roles")
                        .group("rbac.authorization.k8s.io")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("customresourcedefinitions")
                        .group("apiextensions.k8s.io")
                        .verbs(READ)
                        .clusterWide(),
                Access.to("clustercompliancereports/status")
                        .group(TrivyOperator.GROUP)
                        .verbs("get", "update", "patch")
                        .clusterWide());
    }
}
