package dev.hearth.dsl.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import dev.hearth.dsl.Cidr;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import java.util.stream.Collectors;

/** Names of policies: each a function of one flow alone, so that no other flow changes it. */
final class PolicyNames {

    static final String DEFAULT_DENY = "default-deny";

    /** A file's name also has the namespace, the kind and an ending, and 255 bytes. */
    private static final int LONGEST = 150;

    private PolicyNames() {}

    /** {@code grafana-egress}; for pods that another component speaks of, {@code prometheus-egress-for-grafana}. */
    static String egress(Pods from, Flow flow) {
        boolean own = from.name().equals(flow.owner()) || from.name().startsWith(flow.owner() + "-");
        return shortened(from.name() + "-egress" + (own ? "" : "-for-" + flow.owner()));
    }

    /** {@code minio-from-loki}, {@code minio-from-monitoring-grafana}, {@code webhook-from-api-server}. */
    static String ingress(Pods to, Flow flow) {
        return shortened(to.name() + "-from-" + name(flow.from(), to.namespace()));
    }

    private static String name(Peer peer, String here) {
        if (peer instanceof Pods pods) {
            return pods.namespace().equals(here) ? pods.name() : qualified(pods);
        }
        if (peer instanceof Peer.ApiServer) {
            return "api-server";
        }
        if (peer instanceof Peer.Nodes) {
            return "nodes";
        }
        if (peer instanceof Peer.Addresses addresses) {
            return addresses.cidrs().stream()
                    .map(Cidr::toString)
                    .map(cidr -> cidr.replace('/', '-').replace(':', '-'))
                    .collect(Collectors.joining("-"));
        }
        return peer instanceof Peer.Outside ? "outside" : "anywhere";
    }

    private static String qualified(Pods pods) {
        boolean told = pods.name().equals(pods.namespace()) || pods.name().startsWith(pods.namespace() + "-");
        return told ? pods.name() : pods.namespace() + "-" + pods.name();
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        String hash = Hashing.sha256().hashString(name, UTF_8).toString().substring(0, 10);
        return name.substring(0, LONGEST - hash.length() - 1) + "-" + hash;
    }
}
