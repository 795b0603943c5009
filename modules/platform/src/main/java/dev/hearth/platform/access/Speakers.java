package dev.hearth.platform.access;

import dev.hearth.dsl.MadeInCluster;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.workload.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;

/**
 * MetalLB's speakers on several nodes, which tell each other by gossip who is still there.
 *
 * @param speaker the speaker of one node
 * @param namespace where they run
 */
record Speakers(Workload speaker, String namespace) implements Part {

    /** The key of the gossip, which the controller makes. */
    static final String SECRET = "memberlist";

    private static final String FOLDER = "/etc/ml_secret_key";
    private static final Port GOSSIP = Port.tcp("gossip", 7946);
    private static final Port GOSSIP_UDP = Port.udp("gossip-udp", 7946);

    @Override
    public void expand(Scope scope) {
        scope.fact(MadeInCluster.secret(namespace, SECRET, "secretkey"));
        gossiping().expand(scope);
    }

    /** Their network is the nodes', so they are reached as nodes are. */
    private Workload gossiping() {
        String labels = "app.kubernetes.io/name=" + speaker.name();
        return speaker.envField("METALLB_ML_BIND_ADDR", "status.podIP")
                .env("METALLB_ML_LABELS", labels)
                .env("METALLB_ML_SECRET_KEY_PATH", FOLDER)
                .unservedPort(GOSSIP)
                .unservedPort(GOSSIP_UDP)
                .reachedFrom(Peer.nodes(), GOSSIP, GOSSIP_UDP);
    }

    /** The speakers have the key; the controller makes the Secret, so it is no Credential that somebody must see to. */
    static Patch key(String name) {
        return Patch.of(DaemonSet.class, name, speakers -> {
            var pod = speakers.getSpec().getTemplate().getSpec();
            pod.getVolumes()
                    .add(new VolumeBuilder()
                            .withName("gossip-key")
                            .withNewSecret()
                            .withSecretName(SECRET)
                            .withDefaultMode(0400)
                            .endSecret()
                            .build());
            pod.getContainers()
                    .get(0)
                    .getVolumeMounts()
                    .add(new VolumeMountBuilder()
                            .withName("gossip-key")
                            .withMountPath(FOLDER)
                            .withReadOnly(true)
                            .build());
        });
    }

    /** They answer about themselves on the node's own address alone. */
    static Patch probes(String name) {
        return Patch.of(DaemonSet.class, name, speakers -> {
            Container container =
                    speakers.getSpec().getTemplate().getSpec().getContainers().get(0);
            container.getLivenessProbe().getHttpGet().setHost("127.0.0.1");
            container.getReadinessProbe().getHttpGet().setHost("127.0.0.1");
        });
    }
}
