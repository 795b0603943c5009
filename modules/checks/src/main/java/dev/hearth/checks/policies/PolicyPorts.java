package dev.hearth.checks.policies;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.LabelSelector;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        if (policies.isEmpty()) {
            return;
        }
        ListMultimap<String, PodTemplate> pods = ArrayListMultimap.create();
        ListMultimap<String, Manifest> services = ArrayListMultimap.create();
        for (Manifest object : context.objects()) {
            PodTemplate.of(object).ifPresent(pod -> pods.put(object.identity().namespace(), pod));
        }
        context.graph()
                .all("", "Service")
                .forEach(service -> services.put(service.identity().namespace(), service));
        for (Manifest policy : policies) {
            String namespace = policy.identity().namespace();
            policy(policy, pods.get(namespace), services.get(namespace), findings);
        }
    }

    private static void policy(
            Manifest policy, List<PodTemplate> pods, List<Manifest> services, Consumer<Finding> findings) {
        LabelSelector selector = new LabelSelector(policy.spec().mapping("podSelector"));
        if (selector.isEmpty()) {
            return;
        }
        List<PodTemplate> meant = pods.stream()
                .filter(pod -> selector.matches(Manifest.strings(pod.metadata().mapping("labels"))))
                .toList();
        Set<Long> listening = new HashSet<>();
        meant.forEach(pod -> pod.containers((path, container) -> container
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
                        .filter(number -> ofService(number, meant, services))
                        .ifPresent(number -> findings.accept(Finding.warning(
                                        ID,
                                        policy.identity(),
                                        number + " is the port of a Service; the pods behind it listen on "
                                                + listening.stream().sorted().toList())
                                .at(port.get("port").path())
                                .hint("name the port of the pods")));
            }
        }
    }

    private static boolean ofService(long number, List<PodTemplate> pods, List<Manifest> services) {
        return services.stream()
                .filter(service -> service.spec().sequence("ports").mappings().stream()
                        .anyMatch(port ->
                                port.number("port").filter(it -> it == number).isPresent()
                                        && port.get("targetPort").isPresent()
                                        && !port.number("targetPort")
                                                .filter(it -> it == number)
                                                .isPresent()))
                .map(service -> Manifest.strings(service.spec().mapping("selector")))
                .filter(selector -> !selector.isEmpty())
                .anyMatch(selector -> pods.stream()
                        .anyMatch(pod -> Manifest.strings(pod.metadata().mapping("labels"))
                                .entrySet()
                                .containsAll(selector.entrySet())));
    }
}
