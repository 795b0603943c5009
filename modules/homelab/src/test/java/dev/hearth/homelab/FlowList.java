package dev.hearth.homelab;

import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Flow;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which declared connections lead to the pods of a component, and which start there. */
final class FlowList {

    private final Expansion expansion;

    FlowList(Expansion expansion) {
        this.expansion = expansion;
    }

    /** Who opens which port of a component. */
    String in(String component) {
        return lines(component, Flow::to, Flow::from);
    }

    /** Which ports of others a component opens. */
    String out(String component) {
        return lines(component, Flow::from, Flow::to);
    }

    private String lines(String component, Function<Flow, Peer> own, Function<Flow, Peer> other) {
        Map<String, TreeSet<String>> ports = new TreeMap<>();
        for (Flow flow : expansion.flows()) {
            if (own.apply(flow) instanceof Pods pods && owner(pods, flow).equals(component)) {
                ports.computeIfAbsent(word(other.apply(flow)), none -> new TreeSet<>())
                        .add(flow.port() + " " + flow.protocol());
            }
        }
        return ports.entrySet().stream()
                .map(peer -> peer.getKey() + " " + String.join(", ", peer.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** The component whose template or Service has those pods; else the one that spoke of them. */
    private String owner(Pods pods, Flow flow) {
        return expansion.manifests().stream()
                .filter(object -> object.identity().namespace().equals(pods.namespace()) && makes(object, pods))
                .findFirst()
                .flatMap(Manifest::owner)
                .or(() -> served(pods))
                .or(() -> expansion
                        .view()
                        .namespaceOf(pods.name())
                        .filter(pods.namespace()::equals)
                        .map(found -> pods.name()))
                .orElse(flow.owner());
    }

    private static boolean makes(Manifest object, Pods pods) {
        Mapping spec = object.kind().equals("CronJob")
                ? object.spec().mapping("jobTemplate").mapping("spec")
                : object.spec();
        Map<String, String> labels =
                Manifest.strings(spec.mapping("template").mapping("metadata").mapping("labels"));
        return labels.entrySet().containsAll(pods.labels().entrySet());
    }

    private Optional<String> served(Pods pods) {
        List<Offered<ServiceOffer>> offers = expansion.view().offers(ServiceOffer.class);
        return offers.stream()
                .filter(offered ->
                        offered.offer().pods().orIn(offered.namespace()).equals(pods))
                .map(Offered::component)
                .findFirst();
    }

    private static String word(Peer peer) {
        if (peer instanceof Peer.ApiServer) {
            return "the API server";
        } else if (peer instanceof Peer.Nodes) {
            return "the nodes";
        } else if (peer instanceof Peer.Outside outside) {
            return outside.host() + " outside";
        } else if (peer instanceof Peer.Addresses addresses) {
            return addresses.cidrs().stream().map(Object::toString).collect(Collectors.joining(", "));
        } else if (peer instanceof Peer.Anywhere) {
            return "anyone";
        }
        return peer.toString();
    }
}
