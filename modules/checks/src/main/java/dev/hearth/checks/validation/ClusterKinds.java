package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server asks of the small kinds of a cluster: PriorityClass, RuntimeClass, Lease, APIService.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/">Pod priority</a>
 * @see <a href="https://kubernetes.io/docs/concepts/containers/runtime-class/">Runtime class</a>
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 * @see <a href="https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/">API
 *     aggregation</a>
 */
final class ClusterKinds {

    private static final long HIGHEST_PRIORITY = 1_000_000_000;
    private static final ImmutableMap<String, Long> SYSTEM_PRIORITIES =
            ImmutableMap.of("system-cluster-critical", 2_000_000_000L, "system-node-critical", 2_000_001_000L);
    private static final ImmutableSet<String> PREEMPTION = ImmutableSet.of("PreemptLowerPriority", "Never");
    private static final ImmutableSet<String> COMPUTE = ImmutableSet.of("cpu", "memory");

    private ClusterKinds() {}

    static void priorityClass(Field object, Faults faults) {
        Field name = object.get("metadata", "name");
        long value = object.get("value").number().orElse(0L);
        if (name.textOrEmpty().startsWith("system-")) {
            Long only = SYSTEM_PRIORITIES.get(name.textOrEmpty());
            if (only == null || only != value || object.get("globalDefault").isTrue()) {
                faults.forbidden(name, "names that begin with 'system-' are Kubernetes' own");
            }
        } else if (value > HIGHEST_PRIORITY) {
            faults.forbidden(object.get("value"), "must be at most " + HIGHEST_PRIORITY);
        }
        Field preemption = object.get("preemptionPolicy");
        if (preemption.present()) {
            faults.requiredOneOf(preemption, PREEMPTION);
        }
    }

    static void runtimeClass(Field object, Faults faults) {
        faults.form(object.get("handler"), Syntax::label);
        Field overhead = object.get("overhead");
        overhead(overhead, overhead.get("podFixed").fields(), faults);
        Field scheduling = object.get("scheduling");
        Metadata.labels(scheduling.get("nodeSelector"), faults);
        Field tolerations = scheduling.get("tolerations");
        Selectors.tolerations(tolerations, faults);
        Set<List<String>> seen = new HashSet<>();
        for (Field toleration : tolerations.items()) {
            if (!seen.add(key(toleration))) {
                faults.duplicate(toleration);
            }
        }
    }

    /** The API server says limits of what is written podFixed. */
    private static void overhead(Field overhead, List<Field> amounts, Faults faults) {
        for (Field amount : amounts) {
            Field told = overhead.get("limits").get(amount.name());
            Resources.CONTAINER.accept(told, faults);
            faults.quantity(amount).ifPresent(quantity -> Resources.amount(told, amount.name(), quantity, faults));
        }
        if (amounts.stream().anyMatch(amount -> ResourceNames.hugePages(amount.name()))
                && amounts.stream().noneMatch(amount -> COMPUTE.contains(amount.name()))) {
            faults.forbidden(overhead, "huge pages need cpu or memory beside them");
        }
    }

    private static List<String> key(Field toleration) {
        return List.of(
                toleration.get("key").textOrEmpty(),
                toleration.get("operator").textOrEmpty(),
                toleration.get("value").textOrEmpty(),
                toleration.get("effect").textOrEmpty());
    }

    static void lease(Field object, Faults faults) {
        for (String time : List.of("acquireTime", "renewTime")) {
            Field field = object.get("spec", time);
            faults.optionalForm(field, Names::microTime);
        }
        Field seconds = object.get("spec", "leaseDurationSeconds");
        if (seconds.present()) {
            faults.atLeast(seconds, 1);
        }
        faults.atLeast(object.get("spec", "leaseTransitions"), 0);
    }

    static void apiService(Field object, Faults faults) {
        Field spec = object.get("spec");
        Field group = spec.get("group");
        Field version = spec.get("version");
        Field name = object.get("metadata", "name");
        String required = version.textOrEmpty() + "." + group.textOrEmpty();
        if (!name.textOrEmpty().equals(required)) {
            faults.invalid(name, "must be version and group of its spec: " + required);
        }
        Field prefix = object.get("metadata", "generateName");
        if (!prefix.empty() && !prefix.textOrEmpty().equals(required)) {
            faults.invalid(prefix, "must not be there: the name of an APIService is not made");
        }
        if (group.empty() && !version.textOrEmpty().equals("v1")) {
            faults.required(group);
        }
        faults.optionalForm(group, Syntax::subdomain);
        faults.form(version, Syntax::service);
        faults.within(spec.get("groupPriorityMinimum"), 1, 20000);
        faults.within(spec.get("versionPriority"), 1, 1000);
        apiServer(spec, faults);
    }

    private static void apiServer(Field spec, Faults faults) {
        Field service = spec.get("service");
        Field bundle = spec.get("caBundle");
        Field insecure = spec.get("insecureSkipTLSVerify");
        if (!service.present()) {
            if (!bundle.empty()) {
                faults.invalid(bundle, "must only stand beside a service");
            }
            if (insecure.isTrue()) {
                faults.invalid(insecure, "must only be true beside a service");
            }
            return;
        }
        for (String field : List.of("namespace", "name")) {
            if (service.get(field).empty()) {
                faults.required(service.get(field));
            }
        }
        if (service.get("port").present()) {
            faults.within(service.get("port"), 1, 65535);
        }
        if (insecure.isTrue() && !bundle.empty()) {
            faults.invalid(insecure, "must not be true beside a caBundle");
        }
    }
}
