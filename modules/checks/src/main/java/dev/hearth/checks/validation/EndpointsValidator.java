package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/**
 * What the API server refuses of Endpoints.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/">Endpoints</a>
 */
final class EndpointsValidator implements Validator {

    @Override
    public void validate(Field endpoints, Faults faults) {
        for (Field subset : endpoints.get("subsets").items()) {
            Field ready = subset.get("addresses");
            Field waiting = subset.get("notReadyAddresses");
            if (ready.empty() && waiting.empty()) {
                faults.required(subset, "must have addresses or notReadyAddresses");
            }
            ready.items().forEach(address -> address(address, faults));
            waiting.items().forEach(address -> address(address, faults));
            Field ports = subset.get("ports");
            ports.items().forEach(port -> port(port, ports.items().size() > 1, faults));
        }
    }

    private static void address(Field address, Faults faults) {
        faults.optionalForm(address.get("hostname"), Syntax::label);
        if (address.get("nodeName").present()) {
            faults.form(address.get("nodeName"), Syntax::subdomain);
        }
        ServiceAddresses.endpoint(address.get("ip"), faults);
    }

    private static void port(Field port, boolean nameNeeded, Faults faults) {
        if (nameNeeded) {
            faults.requiredForm(port.get("name"), Syntax::label);
        } else {
            faults.optionalForm(port.get("name"), Syntax::label);
        }
        faults.within(port.get("port"), 1, ServicePorts.LAST);
        if (!port.get("protocol").empty()) {
            faults.oneOf(port.get("protocol"), ServicePorts.PROTOCOLS);
        }
        if (port.get("appProtocol").present()) {
            faults.form(port.get("appProtocol"), Syntax::labelKey);
        }
    }
}
