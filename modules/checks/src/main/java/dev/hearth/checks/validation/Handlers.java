package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of the probes of a container and of what it does at its begin and end.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/">Probes</a>
 * @see <a href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/">Lifecycle hooks</a>
 */
final class Handlers {

    private static final int MOST_PORT = 65535;
    private static final ImmutableList<String> SCHEMES = ImmutableList.of("HTTP", "HTTPS");
    private static final ImmutableList<String> NOT_NEGATIVE = ImmutableList.of(
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private final PodScope scope;
    private final Faults faults;

    private Handlers(PodScope scope) {
        this.scope = scope;
        this.faults = scope.faults();
    }

    /** Tells every fault of what only containers have that last. */
    static void lasting(PodScope scope, Field container) {
        Handlers handlers = new Handlers(scope);
        Field lifecycle = container.get("lifecycle");
        for (String moment : List.of("postStart", "preStop")) {
            if (lifecycle.get(moment).present()) {
                handlers.handler(lifecycle.get(moment), ImmutableList.of("exec", "httpGet", "tcpSocket", "sleep"));
            }
        }
        handlers.once(container.get("livenessProbe"));
        handlers.readiness(container.get("readinessProbe"));
        handlers.once(container.get("startupProbe"));
    }

    private void once(Field probe) {
        probe(probe);
        long threshold = probe.get("successThreshold").number().orElse(0L);
        if (threshold != 0 && threshold != 1) {
            faults.invalid(probe.get("successThreshold"), "must be 1");
        }
    }

    private void readiness(Field probe) {
        probe(probe);
        if (probe.get("terminationGracePeriodSeconds").present()) {
            faults.invalid(
                    probe.get("terminationGracePeriodSeconds"), "must not be there: readiness ends no container");
        }
    }

    private void probe(Field probe) {
        if (!probe.present()) {
            return;
        }
        handler(probe, ImmutableList.of("exec", "httpGet", "tcpSocket", "grpc"));
        NOT_NEGATIVE.forEach(field -> faults.atLeast(probe.get(field), 0));
        if (probe.get("terminationGracePeriodSeconds").present()) {
            faults.atLeast(probe.get("terminationGracePeriodSeconds"), 1);
        }
    }

    private void handler(Field at, ImmutableList<String> sorts) {
        List<Field> handlers =
                sorts.stream().map(at::get).filter(Field::present).toList();
        if (handlers.isEmpty()) {
            faults.required(at, "must have one of " + String.join(", ", sorts));
            return;
        }
        handlers.stream().skip(1).forEach(second -> faults.forbidden(second, "there is another handler beside it"));
        Field handler = handlers.get(0);
        switch (handler.name()) {
            case "exec" -> faults.present(handler.get("command"));
            case "httpGet" -> http(handler);
            case "tcpSocket" -> port(handler.get("port"), faults);
            case "grpc" -> faults.within(handler.get("port"), 1, MOST_PORT);
            default -> sleep(handler);
        }
    }

    private void http(Field action) {
        port(action.get("port"), faults);
        if (!action.get("scheme").empty()) {
            faults.oneOf(action.get("scheme"), SCHEMES);
        }
        for (Field header : action.get("httpHeaders").items()) {
            faults.form(action.get("httpHeaders"), header.get("name").textOrEmpty(), Syntax::headerName);
        }
    }

    /** Tells whether that is neither the number nor the name of a port. */
    static void port(Field port, Faults faults) {
        if (port.text().isPresent()) {
            faults.form(port, Syntax::portName);
        } else {
            faults.within(port, 1, MOST_PORT);
        }
    }

    private void sleep(Field action) {
        long seconds = action.get("seconds").number().orElse(0L);
        if (seconds < 0 || seconds > scope.gracePeriod()) {
            faults.invalid(action, "must be at least 0 and not longer than terminationGracePeriodSeconds");
        }
    }
}
