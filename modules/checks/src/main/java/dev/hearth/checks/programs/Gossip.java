package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.container.Command;
import dev.hearth.checks.container.Container;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.PodSource;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code config.gossip}: the Service by which members of a cluster find each other names those too that are not ready. Otherwise those
 * that start together find each other late, and wait where readiness needs the others; that of the stores needs none.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/">publishNotReadyAddresses</a>
 */
final class Gossip implements ObjectRule {

    private static final String ID = "config.gossip";
    private static final String ADDRESSES = "publishNotReadyAddresses";
    private static final ImmutableSet<String> STORES = ImmutableSet.of("loki", "mimir", "tempo", "pyroscope");
    private static final Pattern PEER = Pattern.compile("--?(?:memberlist\\.join|cluster\\.peer)=(.+)");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        for (String address : addresses(object, context)) {
            ServiceAddress.of(address, object.identity().namespace(), context)
                    .filter(found -> waits(found, context))
                    .ifPresent(found -> findings.accept(Finding.info(
                                    ID,
                                    found.service().identity(),
                                    "is where the members of a cluster find each other, but names only those that are ready: members that"
                                            + " start together find each other late")
                            .at(Field.of(found.service())
                                    .get("spec")
                                    .get(ADDRESSES)
                                    .path())
                            .hint("write " + ADDRESSES + ": true")));
        }
    }

    private static List<String> addresses(Manifest object, Context context) {
        List<String> found = new ArrayList<>();
        for (ProgramConfig config : ProgramConfig.of(object, context)) {
            if (STORES.contains(config.program())) {
                found.addAll(config.field("memberlist.join_members").texts());
            }
        }
        for (Container container : Container.of(object)) {
            Command command = container.command();
            if (STORES.contains(command.program()) || command.program().equals("alertmanager")) {
                command.arguments().stream()
                        .map(PEER::matcher)
                        .filter(Matcher::matches)
                        .forEach(peer -> found.add(peer.group(1)));
            }
        }
        return found;
    }

    /** Whether the Service is of the tree, shows pods themselves, several, and those only when their probes have said so. */
    private static boolean waits(ServiceAddress address, Context context) {
        Manifest service = address.service();
        List<PodSource> pods = address.pods(context);
        return address.headless()
                && !service.spec().isTrue(ADDRESSES)
                && context.graph().all("", "Service").contains(service)
                && pods.stream().mapToLong(Gossip::count).sum() > 1
                && pods.stream().anyMatch(Gossip::probed);
    }

    private static long count(PodSource pod) {
        Field replicas = Field.of(pod.maker()).get("spec").get("replicas");
        return pod.maker().kind().equals("DaemonSet") ? 2 : replicas.number().orElse(1L);
    }

    private static boolean probed(PodSource pod) {
        return Field.of(pod.spec()).get("containers").items().stream()
                .anyMatch(container -> container.get("readinessProbe").present());
    }
}
