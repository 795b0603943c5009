package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the API server asks of the kinds that hold addresses: IPAddress, ServiceCIDR, EndpointSlice.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">EndpointSlices</a>
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1/">ServiceCIDR</a>
 */
final class NetworkAddresses {

    private static final ImmutableSet<String> ADDRESS_TYPES = ImmutableSet.of("FQDN", "IPv4", "IPv6");
    private static final ImmutableSet<String> PROTOCOLS = ImmutableSet.of("SCTP", "TCP", "UDP");
    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_PORTS = 20000;
    private static final int MOST_HINTS = 8;

    private NetworkAddresses() {}

    static void address(Field object, Faults faults) {
        Field parent = object.get("spec", "parentRef");
        if (!parent.present()) {
            faults.required(parent);
            return;
        }
        faults.optionalForm(parent.get("group"), Syntax::subdomain);
        faults.requiredForm(parent.get("resource"), Syntax::pathSegment);
        faults.requiredForm(parent.get("name"), Syntax::pathSegment);
        faults.optionalForm(parent.get("namespace"), Syntax::pathSegment);
    }

    static void serviceRange(Field object, Faults faults) {
        Field ranges = object.get("spec", "cidrs");
        List<Field> items = ranges.items();
        if (items.isEmpty()) {
            faults.required(ranges);
            return;
        }
        if (items.size() > 2) {
            faults.invalid(ranges, "must have no more than two items");
            return;
        }
        items.forEach(range -> faults.form(range, Addresses::canonicalCidr));
        if (items.size() == 2
                && sameFamily(items.get(0).textOrEmpty(), items.get(1).textOrEmpty())) {
            faults.invalid(ranges, "must have one IPv4 and one IPv6 range, not two of a kind");
        }
    }

    private static boolean sameFamily(String one, String other) {
        return Addresses.cidr(one).isEmpty()
                && Addresses.cidr(other).isEmpty()
                && Addresses.isV4(AddressRange.of(one).first())
                        == Addresses.isV4(AddressRange.of(other).first());
    }

    static void endpointSlice(Field object, Faults faults) {
        faults.requiredOneOf(object.get("addressType"), ADDRESS_TYPES);
        ports(object.get("ports"), faults);
        Field endpoints = object.get("endpoints");
        if (endpoints.items().size() > MOST_ENDPOINTS) {
            faults.tooMany(endpoints, MOST_ENDPOINTS);
            return;
        }
        String type = object.get("addressType").textOrEmpty();
        endpoints.items().forEach(endpoint -> endpoint(endpoint, type, faults));
    }

    private static void ports(Field ports, Faults faults) {
        if (ports.items().size() > MOST_PORTS) {
            faults.tooMany(ports, MOST_PORTS);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Field port : ports.items()) {
            Field name = port.get("name");
            faults.optionalForm(name, Syntax::label);
            if (!names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
            faults.oneOf(port.get("protocol"), PROTOCOLS);
            if (port.get("appProtocol").present()) {
                faults.form(port.get("appProtocol"), Syntax::labelKey);
            }
        }
    }

    private static void endpoint(Field endpoint, String type, Faults faults) {
        Field addresses = endpoint.get("addresses");
        int size = addresses.items().size();
        if (size == 0) {
            faults.required(addresses);
        } else if (size > MOST_ADDRESSES) {
            faults.tooMany(addresses, MOST_ADDRESSES);
        }
        addresses.items().forEach(address -> endpointAddress(addresses, address, type, faults));
        if (endpoint.get("nodeName").present()) {
            faults.form(endpoint.get("nodeName"), Syntax::subdomain);
        }
        if (endpoint.get("hostname").present()) {
            faults.form(endpoint.get("hostname"), Syntax::label);
        }
        if (hints(endpoint.get("hints", "forZones"), Syntax::labelValue, faults)) {
            hints(endpoint.get("hints", "forNodes"), Syntax::subdomain, faults);
        }
    }

    /** Where the kind of address is wrong, the API server names the list. */
    private static void endpointAddress(Field list, Field address, String type, Faults faults) {
        switch (type) {
            case "IPv4" -> {
                if (faults.form(address, Addresses::ip)) {
                    reachable(list, address, true, faults);
                }
            }
            case "IPv6" -> {
                if (faults.form(address, Addresses::canonicalIp)) {
                    reachable(list, address, false, faults);
                }
            }
            case "FQDN" -> fullName(address, faults);
            default -> {}
        }
    }

    private static void reachable(Field list, Field field, boolean v4, Faults faults) {
        InetAddress address = Addresses.parse(field.textOrEmpty()).orElseThrow();
        if (Addresses.isV4(address) != v4) {
            faults.invalid(list, "must be " + (v4 ? "IPv4" : "IPv6") + " addresses");
        }
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || linkLocalMulticast(address)) {
            faults.invalid(
                    field, "must be an address that others can reach: no unspecified, loopback or link-local one");
        }
    }

    private static boolean linkLocalMulticast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Addresses.isV4(address)
                ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
                : address.isMCLinkLocal();
    }

    private static void fullName(Field address, Faults faults) {
        if (address.empty()) {
            faults.required(address);
            return;
        }
        String text = address.textOrEmpty();
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean good = Syntax.subdomain(name).isEmpty()
                && name.indexOf('.') > 0
                && Names.labels(name).allMatch(label -> Syntax.label(label).isEmpty());
        if (!good) {
            faults.invalid(address, "must be a full DNS name, like db.example.com");
        }
    }

    private static boolean hints(Field hints, Function<String, Optional<String>> form, Faults faults) {
        if (hints.items().size() > MOST_HINTS) {
            faults.tooMany(hints, MOST_HINTS);
            return false;
        }
        Set<String> names = new HashSet<>();
        for (Field hint : hints.items()) {
            Field name = hint.get("name");
            if (!names.add(name.textOrEmpty())) {
                faults.duplicate(name);
            }
            faults.form(name, form);
        }
        return true;
    }
}
