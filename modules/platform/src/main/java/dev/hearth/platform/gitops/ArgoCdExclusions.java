package dev.hearth.platform.gitops;

import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.ReportKinds;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kinds that Argo CD neither watches nor shows. A cluster with reports names them; what Argo CD leaves out by itself must be
 * named again, since one list takes the place of the other.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion">Exclusions</a>
 */
final class ArgoCdExclusions {

    private record Kinds(List<String> groups, List<String> kinds) {

        Mapping node() {
            return Mapping.builder()
                    .put("apiGroups", Node.texts(groups))
                    .put("kinds", Node.texts(kinds))
                    .build();
        }
    }

    private static final List<Kinds> USUAL = List.of(
            new Kinds(List.of("", "discovery.k8s.io"), List.of("Endpoints", "EndpointSlice")),
            new Kinds(List.of("coordination.k8s.io"), List.of("Lease")),
            new Kinds(
                    List.of("authentication.k8s.io", "authorization.k8s.io"),
                    List.of(
                            "SelfSubjectReview",
                            "TokenReview",
                            "LocalSubjectAccessReview",
                            "SelfSubjectAccessReview",
                            "SelfSubjectRulesReview",
                            "SubjectAccessReview")),
            new Kinds(List.of("certificates.k8s.io"), List.of("CertificateSigningRequest")),
            new Kinds(List.of("cert-manager.io"), List.of("CertificateRequest")),
            new Kinds(List.of("cilium.io"), List.of("CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice")),
            new Kinds(
                    List.of("kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"),
                    List.of(
                            "PolicyReport",
                            "ClusterPolicyReport",
                            "EphemeralReport",
                            "ClusterEphemeralReport",
                            "AdmissionReport",
                            "ClusterAdmissionReport",
                            "BackgroundScanReport",
                            "ClusterBackgroundScanReport",
                            "UpdateRequest")));

    private ArgoCdExclusions() {}

    /** Values of the chart; none where no component writes reports. */
    static Data values(ClusterView cluster) {
        List<Kinds> reports = cluster.offers(ReportKinds.class).stream()
                .map(Offered::offer)
                .map(offer -> new Kinds(List.of(offer.group()), offer.kinds().asList()))
                .distinct()
                .toList();
        if (reports.isEmpty()) {
            return Data.map();
        }
        String text = Yaml.write(Sequence.of(
                Stream.concat(USUAL.stream(), reports.stream()).map(Kinds::node).toList()));
        return Data.map("configs", Data.map("cm", Data.map("resource.exclusions", text)));
    }
}
