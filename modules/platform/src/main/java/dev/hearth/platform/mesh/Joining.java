package dev.hearth.platform.mesh;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.DerivationOffer;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Protocol;
import dev.hearth.dsl.Quotas;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.monitor.ScraperOffer;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a mesh makes of its members, once all components have said what they are: labels on their pods, objects of the mesh, and
 * flows of the proxies.
 */
record Joining(Istio istio) implements DerivationOffer {

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        List<Joined> all = new ArrayList<>();
        for (Member member : istio.joined()) {
            all.addAll(workloads(member, soFar, scopes));
        }
        all.forEach(joined -> join(joined, soFar, scopes.apply(joined.member().component())));
        istio.joined().forEach(member -> services(member, all, soFar, scopes));
        new Crossing(ImmutableList.copyOf(all), soFar).findings().forEach(scopes.apply(istio.name())::finding);
    }

    private List<Joined> workloads(Member member, Expansion soFar, Function<String, Scope> scopes) {
        List<Joined> made = soFar.manifests().stream()
                .filter(manifest -> manifest.owner().orElse("").equals(member.component()))
                .filter(Joined::makesPods)
                .map(workload -> new Joined(member, workload))
                .toList();
        List<String> names =
                made.stream().map(joined -> joined.workload().name()).toList();
        List<Joined> chosen = made.stream()
                .filter(joined -> member.workloads().isEmpty()
                        || member.workloads().contains(joined.workload().name()))
                .toList();
        Scope own = scopes.apply(istio.name());
        if (soFar.view().layerOf(member.component()).isEmpty()) {
            own.finding(
                    wrong("component " + member.component() + " joins the mesh, but the cluster has no such component;"
                                    + " it has " + soFar.view().components())
                            .hint("name a component of a layer"));
        } else if (made.isEmpty()) {
            own.finding(wrong("component " + member.component() + " joins the mesh, but makes no workload")
                    .hint("let only components join whose pods the tree makes"));
        } else if (!names.containsAll(member.workloads())) {
            own.finding(wrong("workloads " + member.workloads() + " of component " + member.component()
                            + " join the mesh, but it has " + names)
                    .hint("name workloads that it has"));
        }
        chosen.stream()
                .filter(Joined::onTheNode)
                .forEach(joined -> own.finding(wrong(joined.workload().identity()
                                + " joins the mesh, but its pods have the network of their node, where no proxy can stand"
                                + " before them")
                        .hint("name the others with Member.of(\"" + member.component() + "\").only(...)")));
        return chosen.stream().filter(joined -> !joined.onTheNode()).toList();
    }

    private Finding wrong(String message) {
        return Finding.error("mesh.member", "component " + istio.name(), message);
    }

    private void join(Joined joined, Expansion soFar, Scope scope) {
        new Quotas.Uncounted("the mesh puts a proxy with requests of its own into each pod").expand(scope);
        // Pods that start before the control plane get no proxy, and nobody would give them one later.
        scope.after(istio.name());
        scope.fact(joined.labelled());
        scope.flow(joined.pods(), istio.settings());
        if (!joined.serves()) {
            return;
        }
        MeshObjects objects = new MeshObjects(joined);
        objects.all().forEach(scope::manifest);
        exempt(scope, joined, joined.member().open(), "also takes plain connections");
        exempt(scope, joined, joined.member().plain(), "takes plain connections only");
        List<Offered<ScraperOffer>> scrapers = soFar.view().offers(ScraperOffer.class);
        if (!scrapers.isEmpty()) {
            scope.manifest(objects.monitor());
        }
        scrapers.forEach(scraper -> scope.flow(
                scraper.offer().pods().orIn(scraper.namespace()), joined.pods(), Protocol.TCP, MeshObjects.METRICS));
    }

    private static void exempt(Scope scope, Joined joined, Map<Integer, String> ports, String what) {
        String workload = joined.workload().kind() + " " + joined.workload().name();
        ports.forEach((port, why) -> {
            if (MeshObjects.ports(joined.workload()).contains(port)) {
                scope.exempt(new Exemption("strict mutual TLS", workload + ", port " + port + " " + what, why));
            }
        });
    }

    private void services(Member member, List<Joined> all, Expansion soFar, Function<String, Scope> scopes) {
        Scope scope = scopes.apply(member.component());
        for (Manifest service : soFar.manifests()) {
            boolean behind = service.kind().equals("Service")
                    && service.owner().orElse("").equals(member.component())
                    && all.stream().filter(Joined::serves).anyMatch(joined -> joined.behind(service));
            if (behind) {
                MeshService found = new MeshService(member, service);
                scope.manifest(found.callers(soFar.view().site().clusterDomain()));
                found.unguessed().ifPresent(scope::fact);
            }
        }
    }
}
