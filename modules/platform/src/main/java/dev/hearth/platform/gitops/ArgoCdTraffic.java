package dev.hearth.platform.gitops;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.GitRepository;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Traffic;
import java.util.Optional;

/**
 * Who of the pods of Argo CD may talk to whom.
 *
 * @param argocd whose pods
 */
record ArgoCdTraffic(ArgoCd argocd) {

    private static final Port REPOSITORIES = Port.grpc(8081);
    private static final Port REDIS = Port.tcp("redis", 6379);
    private static final Port HTTPS = Port.https(443);

    /** Its own repository must stay in reach, or no push could ever change what keeps it out. */
    private ImmutableSet<Port> ports(Optional<GitRepository> repository) {
        Optional<Port> own = repository
                .map(GitRepository::port)
                .filter(number -> argocd.ports().stream().noneMatch(port -> port.number() == number))
                .map(number -> Port.tcp("repository", number));
        return ImmutableSet.<Port>builder()
                .addAll(argocd.ports())
                .addAll(own.stream().iterator())
                .build();
    }

    /** A provider of the cluster is reached by its route, which lets the server in. */
    ImmutableList<Part> toLogin() {
        return argocd.login()
                .filter(some -> some.client().component().isEmpty())
                .<Part>map(
                        some -> Traffic.of(ArgoCd.pods("server")).reaches(Peer.outside("the identity provider"), HTTPS))
                .map(ImmutableList::of)
                .orElse(ImmutableList.of());
    }

    ImmutableList<Part> parts(Optional<GitRepository> repository) {
        Peer outside = Peer.outside("Git, Helm and OCI repositories");
        Traffic repositories = Traffic.of(ArgoCd.pods("repo-server"))
                .reaches(ArgoCd.pods("redis"), REDIS)
                .reaches(argocd.services());
        Traffic applicationSets = Traffic.of(ArgoCd.pods("applicationset-controller"))
                .reaches(ArgoCd.pods("repo-server"), REPOSITORIES)
                .reachesApiServer()
                .reaches(argocd.services());
        for (Port port : ports(repository)) {
            repositories = repositories.reaches(outside, port);
            applicationSets = applicationSets.reaches(outside, port);
        }
        ImmutableList.Builder<Part> all = ImmutableList.builder();
        all.add(withCache("server"), withCache("application-controller"), repositories, applicationSets);
        if (argocd.chart().isPresent()) {
            // A Job before the first sync; it makes the password of the cache.
            all.add(Traffic.of(ArgoCd.pods("redis-secret-init")).reachesApiServer());
        }
        if (argocd.notifications()) {
            all.add(Traffic.of(ArgoCd.pods("notifications-controller"))
                    .reaches(ArgoCd.pods("repo-server"), REPOSITORIES)
                    .reachesApiServer()
                    .reaches(Peer.outside("receivers of notifications"), HTTPS));
        }
        return all.build();
    }

    private static Traffic withCache(String part) {
        return Traffic.of(ArgoCd.pods(part))
                .reaches(ArgoCd.pods("repo-server"), REPOSITORIES)
                .reaches(ArgoCd.pods("redis"), REDIS)
                .reachesApiServer();
    }
}
