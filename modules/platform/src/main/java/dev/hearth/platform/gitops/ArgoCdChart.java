package dev.hearth.platform.gitops;

import dev.hearth.dsl.ApplicationHealth;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.RemoteChart;
import dev.hearth.dsl.Value;
import dev.hearth.platform.Catalogue;

/**
 * The chart as the component sets it, below what its user says.
 *
 * @param argocd whose chart
 */
record ArgoCdChart(ArgoCd argocd) {

    static final Catalogue.Chart CHART = Catalogue.chart("argo-cd");

    private static final Data METRICS_ON = Data.map("metrics", Data.map("enabled", true));

    RemoteChart with(ArgoCd.Chart some, Data more) {
        Data all = values().merge(more).merge(some.values());
        return new RemoteChart(CHART.repository(), CHART.name(), some.version(), ArgoCd.NAME, all)
                .makes(
                        "ConfigMap",
                        "Secret",
                        "Service",
                        "ServiceAccount",
                        "apiextensions.k8s.io/CustomResourceDefinition",
                        "apps/Deployment",
                        "apps/StatefulSet",
                        "batch/Job",
                        "rbac.authorization.k8s.io/ClusterRole",
                        "rbac.authorization.k8s.io/ClusterRoleBinding",
                        "rbac.authorization.k8s.io/Role",
                        "rbac.authorization.k8s.io/RoleBinding")
                .makes(some.kinds().toArray(new String[0]));
    }

    private Data values() {
        return argocd.login()
                .map(some -> base().merge(new ArgoCdLogin(some).values()))
                .orElse(base());
    }

    private Data base() {
        Value publicHost = Value.publicHost(argocd.host());
        return Data.map(
                // Kept when the release goes, or every Application would go with them.
                "crds",
                Data.map("install", true, "keep", true),
                "global",
                Data.map("domain", publicHost, "networkPolicy", Data.map("create", false)),
                "configs",
                Data.map(
                        "cm",
                        Data.map(
                                "url",
                                Value.of("https://").then(publicHost),
                                ApplicationHealth.KEY,
                                ApplicationHealth.LUA),
                        "params",
                        Data.map("server.insecure", true)),
                "dex",
                Data.map("enabled", false),
                "notifications",
                sized("10m", "64Mi", "128Mi").merge(Data.map("enabled", argocd.notifications())),
                "controller",
                sized("100m", "256Mi", "1Gi").merge(METRICS_ON),
                "server",
                sized("20m", "96Mi", "256Mi").merge(METRICS_ON),
                "repoServer",
                sized("20m", "96Mi", "512Mi").merge(METRICS_ON),
                "applicationSet",
                sized("10m", "64Mi", "256Mi"),
                "redis",
                sized("10m", "32Mi", "128Mi"),
                "redisSecretInit",
                sized("10m", "32Mi", "128Mi"));
    }

    private static Data sized(String cpu, String memory, String mostMemory) {
        return Data.map(
                "resources",
                Data.map("requests", Data.map("cpu", cpu, "memory", memory), "limits", Data.map("memory", mostMemory)));
    }
}
