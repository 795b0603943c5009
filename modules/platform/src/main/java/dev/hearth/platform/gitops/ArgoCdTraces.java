package dev.hearth.platform.gitops;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Traffic;
import dev.hearth.dsl.monitor.TracesOffer;
import java.util.Optional;

/**
 * How Argo CD sends traces, which it does by gRPC, where the cluster has a collector of them.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/">argocd-cmd-params-cm</a>
 */
record ArgoCdTraces(ServiceRef collector) {

    /** Those of that cluster. */
    static Optional<ArgoCdTraces> in(ClusterView cluster) {
        return cluster.offers(TracesOffer.class).stream()
                .findFirst()
                .map(offered -> new ArgoCdTraces(offered.offer().grpc()));
    }

    /** Values of the chart. */
    Data values() {
        return Data.map(
                "configs", Data.map("params", Data.map("otlp.address", collector.address(), "otlp.insecure", true)));
    }

    /** Those pods send them. */
    Traffic traffic(Pods pods) {
        return Traffic.of(pods).reaches(collector);
    }
}
