package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import dev.hearth.argocd.ArgoCd;
import dev.hearth.argocd.Previous;
import dev.hearth.checks.Checks;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.CrdDefinitions;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.DerivationOffer;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.RepositoryFiles;
import dev.hearth.dsl.backup.Backups;
import dev.hearth.dsl.monitor.Monitoring;
import dev.hearth.dsl.network.NetworkPolicyDerivation;
import dev.hearth.dsl.node.NodePages;
import dev.hearth.dsl.route.HostNames;
import dev.hearth.dsl.route.Routes;
import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Finding;
import dev.hearth.helm.ChartInflater;
import dev.hearth.helm.Charts;
import dev.hearth.kustomize.Bases;
import dev.hearth.kustomize.Kustomizer;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.secrets.place.ExternalSecrets;
import dev.hearth.secrets.place.Seals;
import dev.hearth.secrets.place.SopsFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens between a cluster and its tree, in order.
 *
 * @param list the stages after the expansion
 */
record Stages(ImmutableList<Stage> list) {

    /** All stages, with no files of a repository. */
    static Stages of(Previous previous, SecretsFolder secrets, Optional<LocalDate> today) {
        return of(previous, secrets, today, RepositoryFiles.none());
    }

    /**
     * All stages.
     *
     * @param previous what the projects of the tree on disk allow
     * @param secrets what is sealed
     * @param today by which certificates are judged, if at all
     * @param repository the archives of charts and the bases of Kustomize
     */
    static Stages of(Previous previous, SecretsFolder secrets, Optional<LocalDate> today, RepositoryFiles repository) {
        return new Stages(ImmutableList.of(
                derive("charts", new Charts(repository, ChartInflater::find)),
                derive("bases", new Bases(repository, Kustomizer::find)),
                derive("routes", new Routes()),
                derive("host names", new HostNames()),
                // Before monitoring, which makes rules of its alerts.
                derive("backups", new Backups()),
                derive("monitoring", new Monitoring()),
                // A store may itself need a credential, which is sealed or encrypted.
                derive("external secrets", new ExternalSecrets()),
                derive("sealed secrets", new Seals(secrets, today)),
                derive("sops files", new SopsFiles(secrets)),
                derive("components", DerivationOffer.all()),
                derive("namespaces", new Namespaces()),
                derive("network policies", new NetworkPolicyDerivation()),
                derive("resource definitions", new CrdDefinitions()),
                derive("nodes", new NodePages()),
                new Stage(
                        "patches",
                        rendering -> rendering.with(rendering.expansion().patched())),
                // Both look at what the tree has in the end.
                new Stage("quotas", QuotaObjects::limit),
                new Stage("admission policies", Admissions::admit),
                new Stage("argo cd", rendering -> rendering.wired(ArgoCd.wire(rendering.expansion(), previous))),
                new Stage("checks", Stages::check),
                // Not before, because the checks know images by the names that their makers gave them.
                new Stage("registry mirrors", Rendering::mirrored),
                new Stage("layout", Layouts::layOut)));
    }

    /** A cluster as far as it says which credentials it uses. */
    static Expansion credentials(Cluster cluster) {
        return Expansion.of(cluster).derive(new Routes()).derive(new ExternalSecrets());
    }

    private static Stage derive(String name, Derivation derivation) {
        return new Stage(name, rendering -> rendering.with(rendering.expansion().derive(derivation)));
    }

    /** Takes a cluster through all of them. */
    Rendering run(Cluster cluster, Progress progress) {
        int count = list.size() + 1;
        progress.stage("expansion", 1, count);
        Rendering rendering = Rendering.of(Expansion.of(cluster));
        for (int i = 0; i < list.size(); i++) {
            Stage stage = list.get(i);
            progress.stage(stage.name(), i + 2, count);
            rendering = stage.step().apply(rendering);
        }
        return rendering.finished();
    }

    private static Rendering check(Rendering rendering) {
        Expansion expansion = rendering.expansion();
        List<Acceptance> acceptances = new ArrayList<>(expansion.cluster().acceptances());
        expansion.facts(Acceptance.class).forEach(stated -> acceptances.add(stated.fact()));
        List<Finding> others = new ArrayList<>(expansion.findings());
        others.addAll(rendering.findings());
        return rendering.checked(Checks.of(expansion.cluster().kubernetes())
                .components(expansion::placeOf)
                .elsewhere(Elsewhere.of(expansion))
                .complete()
                .accepting(acceptances)
                .check(rendering.manifests(), others));
    }
}
