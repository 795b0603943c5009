package arpa.home.photos;

import static dev.hearth.dsl.Units.gib;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterDefinition;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Site;
import dev.hearth.platform.access.CertManager;
import dev.hearth.platform.access.NginxIngress;
import dev.hearth.platform.observability.Prometheus;
import dev.hearth.platform.observability.PrometheusOperator;

/** A cluster that has its ingress, issuer and Prometheus already; this repository adds the photos. */
public final class Home implements ClusterDefinition {

    @Override
    public Cluster define() {
        return Cluster.named("home")
                .domain("home.arpa")
                .kubernetes("1.35")
                .site(site())
                .repository("https://git.home.arpa/me/photos.git", "main")
                .bootstrapPage("docs/bootstrap.md")
                .credentials(Credential.madeOutside())
                .layer(
                        "applications",
                        Photos.at("photos")
                                .storage(gib(200))
                                .album(
                                        "summer",
                                        new AlbumSpec("Summer at the lake", "2026/summer", Sorting.OLDEST_FIRST)));
    }

    /** What runs there already offers here what the components that brought it offer. */
    static Site site() {
        return Site.microk8s()
                .node("rack", "192.168.10.11")
                .preinstalled("nginx-ingress", "nginx-ingress", NginxIngress.named("nginx-ingress").offers())
                .preinstalled("cert-manager", "cert-manager", CertManager.named("cert-manager").offers())
                .preinstalled(
                        "prometheus-operator",
                        "monitoring",
                        PrometheusOperator.named("prometheus-operator").offers())
                .preinstalled("prometheus", "monitoring", Prometheus.named("prometheus").offers())
                .storageClass("microk8s-hostpath");
    }
}
