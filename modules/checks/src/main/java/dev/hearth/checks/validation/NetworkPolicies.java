package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of NetworkPolicies.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>
 */
final class NetworkPolicies {

    private static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("TCP", "UDP", "SCTP");
    private static final ImmutableSet<String> TYPES = ImmutableSet.of("Ingress", "Egress");

    private NetworkPolicies() {}

    static void policy(Field object, Faults faults) {
        Field spec = object.get("spec");
        Selectors.labels(spec.get("podSelector"), faults);
        spec.get("ingress").items().forEach(rule -> rule(rule, "from", faults));
        spec.get("egress").items().forEach(rule -> rule(rule, "to", faults));
        types(spec.get("policyTypes"), faults);
    }

    private static void types(Field types, Faults faults) {
        List<Field> items = types.items();
        if (items.size() > TYPES.size()) {
            faults.invalid(types, "must have no more than two items");
            return;
        }
        items.forEach(type -> faults.among(type, TYPES));
    }

    private static void rule(Field rule, String peers, Faults faults) {
        rule.get("ports").items().forEach(port -> port(port, faults));
        rule.get(peers).items().forEach(peer -> peer(peer, faults));
    }

    private static void port(Field item, Faults faults) {
        faults.oneOf(item.get("protocol"), PROTOCOLS);
        Field port = item.get("port");
        Field last = item.get("endPort");
        if (port.number().isPresent()) {
            faults.within(port, 1, 65535);
            range(port.number().get(), last, faults);
            return;
        }
        if (last.present()) {
            faults.invalid(last, "must only stand beside a port that is a number");
        }
        if (port.present()) {
            faults.form(port, Syntax::portName);
        }
    }

    private static void range(long first, Field last, Faults faults) {
        if (!last.present()) {
            return;
        }
        if (last.number().orElse(0L) < first) {
            faults.invalid(last, "must not be smaller than port");
        }
        faults.within(last, 1, 65535);
    }

    private static void peer(Field peer, Faults faults) {
        Field pods = peer.get("podSelector");
        Field namespaces = peer.get("namespaceSelector");
        Field block = peer.get("ipBlock");
        Selectors.labels(pods, faults);
        Selectors.labels(namespaces, faults);
        if (block.present()) {
            block(block, faults);
        }
        boolean selects = pods.present() || namespaces.present();
        if (!selects && !block.present()) {
            faults.required(peer, "must have a podSelector, a namespaceSelector or an ipBlock");
        } else if (selects && block.present()) {
            faults.forbidden(peer, "an ipBlock stands alone, without selectors");
        }
    }

    private static void block(Field block, Faults faults) {
        Field cidr = block.get("cidr");
        if (!faults.requiredForm(cidr, Addresses::cidr)) {
            return;
        }
        for (Field except : block.get("except").items()) {
            if (faults.form(except, Addresses::cidr)
                    && !AddressRange.of(except.textOrEmpty()).strictlyInside(AddressRange.of(cidr.textOrEmpty()))) {
                faults.invalid(except, "must be a smaller range inside cidr");
            }
        }
    }
}
