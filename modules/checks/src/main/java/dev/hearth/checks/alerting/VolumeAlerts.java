package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code alert.volume}: an alert on how full volumes are has volumes that somebody measures. The kubelet measures none that are
 * paths of its node.
 *
 * @see <a href="https://github.com/rancher/local-path-provisioner/issues/44">Volumes of the local path provisioner</a>
 */
final class VolumeAlerts implements Rule {

    private static final String ID = "alert.volume";
    private static final String METRICS = "kubelet_volume_stats_";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        List<Alert> alerts = Alert.all(context).stream()
                .filter(alert -> alert.expression().contains(METRICS))
                .toList();
        // What charts bring may have claims of its own.
        if (alerts.isEmpty() || context.graph().bringsCharts()) {
            return;
        }
        ImmutableList<VolumeClaims.Claim> claims = new VolumeClaims(context).all();
        for (Alert alert : alerts) {
            Optional<Query> query = Query.parse(alert.expression());
            if (query.isPresent() && query.get().emptyWithout(selector -> unmeasured(selector, claims))) {
                findings.accept(Finding.warning(
                                ID,
                                alert.source().identity(),
                                "alert " + alert.name()
                                        + " never fires: it asks how full volumes are of which the kubelet measures"
                                        + " none, because all of them in the tree are paths of a node (hostPath)")
                        .at(alert.path())
                        .hint(
                                "watch the file system of the nodes (node_filesystem_avail_bytes), or use local volumes: with rancher.io/local-path annotate the class with defaultVolumeType: local")
                        .from(context.placeOf(alert.source(), alert.path())));
            }
        }
    }

    private static boolean unmeasured(Query.Selector selector, List<VolumeClaims.Claim> claims) {
        List<VolumeClaims.Claim> meant =
                claims.stream().filter(claim -> claim.meantBy(selector)).toList();
        return selector.metric().startsWith(METRICS)
                && meant.stream().anyMatch(VolumeClaims.Claim::certain)
                && meant.stream().allMatch(VolumeClaims.Claim::hostPath);
    }
}
