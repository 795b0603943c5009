package dev.hearth.pipeline;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.hearth.argocd.ArgoCd;
import dev.hearth.argocd.Previous;
import dev.hearth.checks.Checks;
import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.CrdDefinitions;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Namespaces;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.monitor.Monitoring;
import dev.hearth.dsl.network.NetworkPolicyDerivation;
import dev.hearth.dsl.route.Routes;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Sequence;
import java.util.Collection;
import java.util.List;

/**
 * What happens between a cluster and its tree, in order.
 *
 * @param list the stages after the expansion
 */
record Stages(ImmutableList<Stage> list) {

    /** All stages. {@code previous} is what the projects of the tree on disk allow. */
    static Stages of(Previous previous) {
        return new Stages(ImmutableList.of(
                derive("routes", new Routes()),
                derive("monitoring", new Monitoring()),
                derive("namespaces", new Namespaces()),
                derive("network policies", new NetworkPolicyDerivation()),
                derive("resource definitions", new CrdDefinitions()),
                new Stage(
                        "patches",
                        rendering -> rendering.with(rendering.expansion().patched())),
                new Stage("argo cd", rendering -> rendering.wired(ArgoCd.wire(rendering.expansion(), previous))),
                new Stage("checks", Stages::check),
                new Stage("layout", Layouts::layOut)));
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
        return rendering.found(Checks.of(expansion.cluster().kubernetes())
                .components(expansion::placeOf)
                .elsewhere(offeredServices(expansion))
                .complete()
                .check(rendering.manifests())
                .findings());
    }

    /** The Services that components and preinstalled systems offer, as far as they are told. */
    private static ImmutableList<Manifest> offeredServices(Expansion expansion) {
        record Key(String namespace, String service) {}
        List<Offered<ServiceOffer>> offers = expansion.view().offers(ServiceOffer.class);
        ImmutableListMultimap<Key, Offered<ServiceOffer>> byService = Multimaps.index(
                offers, offered -> new Key(offered.namespace(), offered.offer().service()));
        return byService.asMap().entrySet().stream()
                .map(entry -> service(entry.getKey().namespace(), entry.getKey().service(), entry.getValue()))
                .collect(toImmutableList());
    }

    private static Manifest service(String namespace, String name, Collection<Offered<ServiceOffer>> offers) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "Service")
                .put(
                        "metadata",
                        Mapping.builder()
                                .put("name", name)
                                .put("namespace", namespace)
                                .build())
                .put(
                        "spec",
                        Mapping.of(
                                "ports",
                                Sequence.of(offers.stream()
                                        .map(offered -> offered.offer().port())
                                        .map(port -> Mapping.builder()
                                                .put("name", port.name())
                                                .put("port", port.servicePort())
                                                .build())
                                        .toList())))
                .build());
    }
}
