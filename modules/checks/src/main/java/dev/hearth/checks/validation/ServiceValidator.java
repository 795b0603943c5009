package dev.hearth.checks.validation;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server refuses of a Service, beside its addresses and ports.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/">Service</a>
 * @see ServiceAddresses
 * @see ServicePorts
 */
final class ServiceValidator implements Validator {

    private static final ImmutableSet<String> AFFINITIES = ImmutableSet.of("ClientIP", "None");
    private static final ImmutableSet<String> POLICIES = ImmutableSet.of("Cluster", "Local");
    private static final ImmutableSet<String> NEAR = ImmutableSet.of("PreferClose");
    private static final ImmutableSet<String> NEARER =
            ImmutableSet.of("PreferClose", "PreferSameZone", "PreferSameNode");
    private static final int NEARER_SINCE = 34;
    private static final int LONGEST_AFFINITY = 86_400;
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final Splitter COMMAS = Splitter.on(',').trimResults();
    private static final String ONLY_LOAD_BALANCER = "is only for the type LoadBalancer";

    @Override
    public void validate(Field service, Faults faults) {
        ServiceType type = ServiceType.of(service.get("spec"));
        new Checked(service.get("metadata").get("annotations"), service.get("spec"), type, faults).all();
    }

    /** One Service. */
    private record Checked(Field annotations, Field spec, ServiceType type, Faults faults) {

        void all() {
            topology();
            faults.oneOf(defaulted("type"), ServiceType.NAMES);
            ServicePorts.validate(spec, type, faults);
            Metadata.labels(spec.get("selector"), faults);
            affinity();
            ServiceAddresses.validate(spec, type, faults);
            sourceRanges();
            loadBalancer();
            externalTraffic();
            faults.oneOf(spec.get("internalTrafficPolicy"), POLICIES);
            faults.oneOf(spec.get("trafficDistribution"), faults.version().atLeast(NEARER_SINCE) ? NEARER : NEAR);
        }

        /** The API server writes the default of these texts where they are empty; then there is nothing to judge. */
        private Field defaulted(String name) {
            Field field = spec.get(name);
            return field.empty() ? field.get("") : field;
        }

        private void topology() {
            Field mode = annotations.get(MODE);
            Field hints = annotations.get(HINTS);
            if (mode.present() && hints.present() && !mode.text().equals(hints.text())) {
                faults.invalid(mode, "must be the same as annotation " + HINTS);
            }
        }

        private void affinity() {
            faults.oneOf(defaulted("sessionAffinity"), AFFINITIES);
            Field timeout = spec.get("sessionAffinityConfig", "clientIP", "timeoutSeconds");
            if (spec.get("sessionAffinity").textOrEmpty().equals("ClientIP") && timeout.present()) {
                faults.within(timeout, 1, LONGEST_AFFINITY);
            }
        }

        private void sourceRanges() {
            List<Field> ranges = spec.get("loadBalancerSourceRanges").items();
            Field annotation = annotations.get(SOURCE_RANGES);
            if (!ranges.isEmpty()) {
                // So the API server writes this path.
                Field told = spec.get("LoadBalancerSourceRanges");
                if (!type.loadBalancer()) {
                    faults.forbidden(told, ONLY_LOAD_BALANCER);
                }
                for (int index = 0; index < ranges.size(); index++) {
                    faults.form(
                            told.item(index), ranges.get(index).textOrEmpty().trim(), Addresses::cidr);
                }
            } else if (annotation.present()) {
                onlyLoadBalancer(annotation);
                annotation
                        .text()
                        .map(String::trim)
                        .filter(text -> !text.isEmpty())
                        .ifPresent(text ->
                                COMMAS.split(text).forEach(range -> faults.form(annotation, range, Addresses::cidr)));
            }
        }

        private void onlyLoadBalancer(Field field) {
            if (field.present() && !type.loadBalancer()) {
                faults.forbidden(field, ONLY_LOAD_BALANCER);
            }
        }

        private void loadBalancer() {
            onlyLoadBalancer(spec.get("allocateLoadBalancerNodePorts"));
            Field balancer = spec.get("loadBalancerClass");
            onlyLoadBalancer(balancer);
            if (balancer.present() && type.loadBalancer()) {
                faults.form(balancer, Syntax::labelKey);
            }
        }

        private void externalTraffic() {
            Field policy = spec.get("externalTrafficPolicy");
            if (!policy.empty()) {
                if (type.reachedFromOutside(spec)) {
                    faults.oneOf(policy, POLICIES);
                } else {
                    faults.invalid(policy, "must not be set where nothing outside the cluster reaches the Service");
                }
            }
            Field port = spec.get("healthCheckNodePort");
            if (type.loadBalancer() && policy.textOrEmpty().equals("Local")) {
                if (port.number().orElse(0L) != 0) {
                    faults.within(port, 1, ServicePorts.LAST);
                }
            } else if (port.number().orElse(0L) != 0) {
                faults.invalid(port, "must not be set but for type LoadBalancer with externalTrafficPolicy Local");
            }
        }
    }
}
