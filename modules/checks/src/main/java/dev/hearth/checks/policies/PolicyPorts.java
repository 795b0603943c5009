package dev.hearth.checks.policies;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.graph.PodSource;
import dev.hearth.graph.Selector;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@code net.policy-service-port}: a NetworkPolicy names ports of pods. Policies are asked after a Service has become a pod, so
 * the port of a Service that its pods do not listen on lets nobody in.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>
 */
final class PolicyPorts implements Rule {

    private static final String ID = "net.policy-service-port";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        List<Manifest> policies = context.graph().all("networking.k8s.io", "NetworkPolicy");
        ListMultimap<PodSource, Manifest> services = ArrayListMultimap.create();
        if (!policies.isEmpty()) {
            context.graph()
                    .all("", "Service")
                    .forEach(service -> selecting(service, context).forEach(pods -> services.put(pods, service)));
        }
        for (Manifest policy : policies) {
            Mapping selector = policy.spec().mapping("podSelector");
            if (!selector.isEmpty()) {
                List<PodSource> meant = context.graph()
                        .pods()
                        .selected(policy.identity().namespace(), Selector.of(selector))
                        .toList();
                policy(policy, meant, services, findings);
            }
        }
    }

    private static List<PodSource> selecting(Manifest service, Context context) {
        Mapping selector = service.spec().mapping("selector");
        return selector.isEmpty()
                ? List.of()
                : context.graph()
                        .pods()
                        .selected(service.identity().namespace(), Selector.of(Mapping.of("matchLabels", selector)))
                        .toList();
    }

    private static void policy(
            Manifest policy,
            List<PodSource> meant,
            ListMultimap<PodSource, Manifest> services,
            Consumer<Finding> findings) {
        TreeSet<Long> listening = new TreeSet<>();
        meant.forEach(pods -> pods.spec()
                .sequence("containers")
                .mappings()
                .forEach(container -> container
                        .sequence("ports")
                        .mappings()
                        .forEach(port -> port.number("containerPort").ifPresent(listening::add))));
        if (listening.isEmpty()) {
            return;
        }
        for (Field rule : Field.of(policy).get("spec").get("ingress").items()) {
            for (Field port : rule.get("ports").items()) {
                port.get("port")
                        .number()
                        .filter(number -> port.get("endPort").empty() && !listening.contains(number))
                        .filter(number -> meant.stream()
                                .flatMap(pods -> services.get(pods).stream())
                                .anyMatch(service -> leadsElsewhere(service, number)))
                        .ifPresent(number -> findings.accept(Finding.warning(
                                        ID,
                                        policy.identity(),
                                        number + " is the port of a Service; the pods behind it listen on " + listening)
                                .at(port.get("port").path())
                                .hint("name the port of the pods")));
            }
        }
    }

    /** Whether a Service has that port, and leads from it to another one of its pods. */
    private static boolean leadsElsewhere(Manifest service, long number) {
        return service.spec().sequence("ports").mappings().stream()
                .anyMatch(port -> port.number("port").filter(it -> it == number).isPresent()
                        && port.get("targetPort").isPresent()
                        && port.number("targetPort").filter(it -> it == number).isEmpty());
    }
}
