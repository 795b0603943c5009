package dev.hearth.secrets.place;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.CredentialPods;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.RestartOffer;
import dev.hearth.dsl.RestartedPods;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a store renews changes in the cluster without a change of the tree. Pods that read it only when they start ask to be
 * started anew, where something in the cluster does that; where nothing does, that is told.
 */
final class Rotation {

    private static final String RULE = "secret.rotation";

    private final Expansion soFar;
    private final Function<String, Scope> scopes;
    private final Set<String> renewed;

    private Rotation(Expansion soFar, Function<String, Scope> scopes, Set<String> renewed) {
        this.soFar = soFar;
        this.scopes = scopes;
        this.renewed = renewed;
    }

    /** Of those Secrets, {@code namespace/name} each, which come from stores. */
    static void of(Expansion soFar, Function<String, Scope> scopes, Set<String> renewed) {
        new Rotation(soFar, scopes, renewed).all();
    }

    private void all() {
        Optional<RestartOffer> offer = soFar.view().offers(RestartOffer.class).stream()
                .map(Offered::offer)
                .findFirst();
        for (Stated<CredentialPods> pods : soFar.facts(CredentialPods.class)) {
            ImmutableSortedSet<String> stale = pods.fact().atStart().stream()
                    .filter(credential -> renewed.contains(pods.namespace() + "/" + credential))
                    .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
            if (!stale.isEmpty()) {
                offer.ifPresentOrElse(found -> ask(pods, stale, found), () -> tell(pods, stale));
            }
        }
    }

    private void ask(Stated<CredentialPods> pods, ImmutableSortedSet<String> secrets, RestartOffer offer) {
        Scope scope = scopes.apply(pods.component());
        String kind = pods.fact().kind();
        String workload = pods.fact().workload();
        scope.fact(new RestartedPods(kind, workload, secrets));
        scope.fact(Patch.of(kind, workload, manifest -> naming(manifest, offer.annotation(), secrets))
                .in(pods.namespace()));
    }

    /** Beside what the workload names by itself. */
    private static Manifest naming(Manifest workload, String annotation, ImmutableSortedSet<String> secrets) {
        Mapping metadata = workload.root().mapping("metadata");
        Mapping annotations = metadata.mapping("annotations");
        String all = Stream.concat(
                        annotations.text(annotation).stream()
                                .flatMap(named -> Stream.of(named.split(",", -1)))
                                .map(String::strip),
                        secrets.stream())
                .distinct()
                .collect(Collectors.joining(","));
        return workload.with(workload.root()
                .with("metadata", metadata.with("annotations", annotations.with(annotation, Node.text(all)))));
    }

    private void tell(Stated<CredentialPods> pods, ImmutableSortedSet<String> secrets) {
        Identity workload = new Identity(
                "apps", pods.fact().kind(), pods.namespace(), pods.fact().workload());
        String names = String.join(", ", secrets);
        scopes.apply(pods.component())
                .finding(Finding.warning(
                                RULE,
                                workload,
                                "its pods read " + names + " only when they start, and a store renews "
                                        + (secrets.size() == 1 ? "it" : "them")
                                        + "; nothing in the cluster starts them anew, so they keep the old value")
                        .hint("add the component Reloader of the platform; or let the program read files each time, and"
                                + " mount the credential"));
    }
}
