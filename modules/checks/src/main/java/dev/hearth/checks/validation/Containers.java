package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API server asks of the containers of a pod.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container">Container</a>
 */
final class Containers {

    private static final int RESTART_RULES = 35;
    private static final int RESTART_ALL = 36;
    private static final int MOST_RULES = 20;
    private static final int MOST_EXIT_CODES = 255;
    private static final int MOST_PORT = 65535;
    private static final ImmutableList<String> PULL = ImmutableList.of("Always", "IfNotPresent", "Never");
    private static final ImmutableList<String> RESTART = ImmutableList.of("Always", "Never", "OnFailure");
    private static final ImmutableList<String> RESTART_ACTIONS = ImmutableList.of("Restart", "RestartAllContainers");
    private static final ImmutableList<String> MESSAGES = ImmutableList.of("File", "FallbackToLogsOnError");
    private static final ImmutableList<String> PROTOCOLS = ImmutableList.of("TCP", "UDP", "SCTP");
    private static final ImmutableList<String> RESIZED = ImmutableList.of("cpu", "memory");
    private static final ImmutableList<String> RESIZE = ImmutableList.of("NotRequired", "RestartContainer");
    private static final ImmutableList<String> LASTING_ONLY =
            ImmutableList.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    // As the API server trims, which is more than what Java calls white.
    private static final CharMatcher SPACE = CharMatcher.whitespace();

    private final PodScope scope;
    private final Faults faults;
    private final Volumes volumes;
    private final ImmutableSet<String> claims;

    private Containers(PodScope scope, Volumes volumes, ImmutableSet<String> claims) {
        this.scope = scope;
        this.faults = scope.faults();
        this.volumes = volumes;
        this.claims = claims;
    }

    /** Tells every fault of the containers of every sort. */
    static void validate(PodScope scope, Volumes volumes, ImmutableSet<String> claims) {
        Containers containers = new Containers(scope, volumes, claims);
        Set<String> names = new HashSet<>();
        containers.regular(names);
        containers.initial(names);
        containers.ephemeral(names);
    }

    private void regular(Set<String> names) {
        List<Field> items = scope.spec().get(PodScope.CONTAINERS).items();
        if (items.isEmpty()) {
            faults.required(scope.spec().get(PodScope.CONTAINERS), "must have at least one container");
        }
        for (Field container : items) {
            common(container);
            if (!names.add(container.get("name").textOrEmpty())) {
                faults.duplicate(container.get("name"));
            }
            Handlers.lasting(scope, container);
            if (faults.version().atLeast(RESTART_RULES)) {
                restart(container);
            } else if (container.get("restartPolicy").present()) {
                faults.forbidden(container.get("restartPolicy"), "only init containers have it");
            }
        }
        hostPorts(items);
    }

    private void initial(Set<String> names) {
        for (Field container : scope.spec().get(PodScope.INIT_CONTAINERS).items()) {
            common(container);
            initialRestart(container);
            String name = container.get("name").textOrEmpty();
            if (names.contains(name)) {
                faults.duplicate(container.get("name"));
            } else if (!name.isEmpty()) {
                names.add(name);
            }
            hostPorts(ImmutableList.of(container));
            if (PodScope.sidecar(container)) {
                Handlers.lasting(scope, container);
            } else {
                LASTING_ONLY.stream()
                        .map(container::get)
                        .filter(Field::present)
                        .forEach(field -> faults.forbidden(
                                field, "an init container has it only where its restartPolicy is Always"));
            }
        }
    }

    private void ephemeral(Set<String> names) {
        Set<String> targets = ImmutableSet.copyOf(names);
        for (Field container : scope.spec().get(PodScope.EPHEMERAL_CONTAINERS).items()) {
            common(container);
            if (!names.add(container.get("name").textOrEmpty())) {
                faults.duplicate(container.get("name"));
            }
            Field target = container.get("targetContainerName");
            if (!target.empty() && !targets.contains(target.textOrEmpty())) {
                faults.notFound(target, "a container");
            }
        }
    }

    private void common(Field container) {
        faults.requiredForm(container.get("name"), Syntax::label);
        image(container.get("image"));
        option(container.get("terminationMessagePolicy"), MESSAGES);
        ports(container.get("ports"));
        Environment.validate(scope, container);
        volumes.mounted(container);
        option(container.get("imagePullPolicy"), PULL);
        Resources.validate(container.get("resources"), Resources.CONTAINER, claims, faults);
        resize(container.get("resizePolicy"));
        SecurityContexts.container(scope, container.get("securityContext"));
    }

    /** In templates spaces around an image are let through, for those that are replaced later. */
    private void image(Field image) {
        if (faults.present(image) && !scope.template()) {
            String text = image.textOrEmpty();
            if (!SPACE.trimFrom(text).equals(text)) {
                faults.invalid(image, "must not have spaces around it");
            }
        }
    }

    private void option(Field field, ImmutableList<String> supported) {
        if (!field.empty()) {
            faults.oneOf(field, supported);
        }
    }

    private void ports(Field ports) {
        Set<String> names = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.get("name");
            if (!name.empty() && faults.form(name, Syntax::portName) && !names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
            Field number = port.get("containerPort");
            if (number.number().orElse(0L) == 0) {
                faults.required(number);
            } else {
                faults.within(number, 1, MOST_PORT);
            }
            if (port.get("hostPort").number().orElse(0L) != 0) {
                faults.within(port.get("hostPort"), 1, MOST_PORT);
            }
            option(port.get("protocol"), PROTOCOLS);
        }
    }

    /** A pod in the network of its node opens all its ports there. */
    private void hostPorts(List<Field> containers) {
        Set<List<Object>> seen = new HashSet<>();
        for (Field container : containers) {
            for (Field port : container.get("ports").items()) {
                long number = port.get("hostPort").number().orElse(0L);
                if (number == 0 && scope.hostNetwork() && !scope.template()) {
                    number = port.get("containerPort").number().orElse(0L);
                }
                String protocol = port.get("protocol").textOrEmpty();
                List<Object> key = List.of(
                        protocol.isEmpty() ? "TCP" : protocol,
                        port.get("hostIP").textOrEmpty(),
                        number);
                if (number != 0 && !seen.add(key)) {
                    faults.duplicate(port.get("hostPort"));
                }
            }
        }
    }

    private void resize(Field policies) {
        Set<String> seen = new HashSet<>();
        for (Field policy : policies.items()) {
            String resource = policy.get("resourceName").textOrEmpty();
            String restart = policy.get("restartPolicy").textOrEmpty();
            if (!seen.add(resource)) {
                faults.duplicate(policy);
            }
            among(policies, resource, RESIZED);
            among(policies, restart, RESIZE);
            if (scope.restartPolicy().equals("Never") && !restart.equals("NotRequired")) {
                faults.invalid(policies, "must be NotRequired where the restartPolicy of the pod is Never");
            }
        }
    }

    private void among(Field at, String value, ImmutableList<String> supported) {
        if (value.isEmpty()) {
            faults.required(at);
        } else if (!supported.contains(value)) {
            faults.unsupported(at, supported);
        }
    }

    private void initialRestart(Field container) {
        Field policy = container.get("restartPolicy");
        Field rules = container.get("restartPolicyRules");
        if (!faults.version().atLeast(RESTART_RULES)) {
            faults.oneOf(policy, ImmutableList.of("Always"));
        } else if (!policy.present()) {
            if (!rules.empty()) {
                faults.required(policy, "restartPolicyRules need it");
            }
        } else if (!PodScope.sidecar(container)) {
            restart(container);
        } else if (!rules.empty()) {
            faults.forbidden(rules, "an init container whose restartPolicy is Always has none");
        }
    }

    private void restart(Field container) {
        Field policy = container.get("restartPolicy");
        Field rules = container.get("restartPolicyRules");
        if (!policy.present()) {
            if (rules.empty()) {
                return;
            }
            faults.required(policy, "restartPolicyRules need it");
        } else {
            faults.oneOf(policy, RESTART);
        }
        if (rules.items().size() > MOST_RULES) {
            faults.tooLong(rules, MOST_RULES);
        }
        rules.items().forEach(this::restartRule);
    }

    private void restartRule(Field rule) {
        ImmutableList<String> actions =
                faults.version().atLeast(RESTART_ALL) ? RESTART_ACTIONS : RESTART_ACTIONS.subList(0, 1);
        if (!actions.contains(rule.get("action").textOrEmpty())) {
            faults.unsupported(rule.get("action"), actions);
        }
        Field codes = rule.get("exitCodes");
        if (!codes.present()) {
            faults.required(codes);
            return;
        }
        ImmutableList<String> operators = ImmutableList.of("In", "NotIn");
        if (!operators.contains(codes.get("operator").textOrEmpty())) {
            faults.unsupported(codes.get("operator"), operators);
        }
        if (codes.get("values").items().size() > MOST_EXIT_CODES) {
            faults.tooLong(codes.get("values"), MOST_EXIT_CODES);
        }
    }
}
