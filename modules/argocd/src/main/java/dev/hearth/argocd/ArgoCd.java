package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.GitRepository;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * The stage that makes Argo CD's objects from what a cluster became. It is pure.
 *
 * <pre>{@code
 * Wiring wiring = ArgoCd.wire(expansion, Previous.none());
 * wiring.files().forEach((path, manifests) -> ...);
 * }</pre>
 */
public final class ArgoCd {

    /** Where Argo CD runs and where its Applications and AppProjects are. */
    public static final String NAMESPACE = "argocd";

    /** The release that the bootstrap page installs where no component of the cluster does. */
    public static final String VERSION = "v3.5.1";

    /** The name that Argo CD gives to the API server of the cluster it runs in. */
    public static final String IN_CLUSTER = "https://kubernetes.default.svc";

    private ArgoCd() {}

    /** The objects for a cluster whose tree does not exist yet. */
    public static Wiring wire(Expansion expansion) {
        return wire(expansion, Previous.none());
    }

    /**
     * The objects for a cluster whose tree may exist.
     *
     * @param expansion all that the components and the derivations have said
     * @param previous what the projects of the tree on disk allow
     */
    public static Wiring wire(Expansion expansion, Previous previous) {
        List<Finding> findings = new ArrayList<>();
        Cluster cluster = expansion.cluster();
        ImmutableList<Manifest> manifests = Protection.of(expansion).apply(expansion.manifests());
        ImmutableList<SecretNeed> secrets = SecretNeed.of(expansion, findings);
        ImmutableSortedMap.Builder<String, ImmutableList<Manifest>> files = ImmutableSortedMap.naturalOrder();

        if (cluster.repository().isEmpty()) {
            findings.add(Finding.error(
                            "argo.repository",
                            "cluster " + cluster.name(),
                            "nobody has said which Git repository Argo CD reads the tree from")
                    .hint("say it with Cluster.repository(\"https://git.example.org/me/home.git\", \"main\")"));
            new Applications(expansion, manifests, new GitRepository("https://unstated.invalid", "HEAD", ""), findings)
                    .all();
        } else {
            GitRepository repository = cluster.repository().orElseThrow();
            ImmutableList<App> apps = new Applications(expansion, manifests, repository, findings).all();
            String folder = "argocd-apps/" + cluster.name() + "/";
            files.put(folder + "root.yaml", Root.manifests(cluster, repository));
            new Projects(cluster, previous)
                    .of(apps)
                    .forEach((file, project) ->
                            files.put(folder + "projects/" + file + ".yaml", ImmutableList.of(project)));
            apps.forEach(app -> files.put(folder + "apps/" + app.file() + ".yaml", ImmutableList.of(app.manifest())));
        }
        return new Wiring(
                manifests,
                files.build(),
                secrets,
                BootstrapPage.of(expansion, manifests, secrets),
                findings.stream().distinct().sorted(Finding.ORDER).collect(ImmutableList.toImmutableList()));
    }
}
