package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the API server refuses of the addresses of a Service.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>
 */
final class ServiceAddresses {

    private static final String NONE = "None";
    private static final String V4 = "IPv4";
    private static final String V6 = "IPv6";
    private static final ImmutableSet<String> FAMILIES = ImmutableSet.of(V4, V6);
    private static final ImmutableSet<String> FAMILY_POLICIES =
            ImmutableSet.of("SingleStack", "PreferDualStack", "RequireDualStack");

    private ServiceAddresses() {}

    /** Whether it asks for no address of its own. */
    static boolean headless(Field spec) {
        return addresses(spec).equals(List.of(NONE));
    }

    /** The list, which is made of the single field where only that is given. */
    private static List<String> addresses(Field spec) {
        String single = spec.get("clusterIP").textOrEmpty();
        return spec.get("clusterIPs").empty() && !single.isEmpty()
                ? List.of(single)
                : spec.get("clusterIPs").items().stream()
                        .map(Field::textOrEmpty)
                        .toList();
    }

    static void validate(Field spec, ServiceType type, Faults faults) {
        Field addresses = spec.get("clusterIPs");
        if (type.externalName()) {
            externalName(spec, faults);
        } else {
            boolean together = together(spec, faults);
            boolean families = families(spec, faults);
            if (each(spec, faults) && pairs(spec, faults) && together && families) {
                stack(spec, faults);
            }
        }
        if (headless(spec) && (type.loadBalancer() || type.nodePort())) {
            faults.invalid(addresses.item(0), "must not be None for the type " + type.name());
        }
        spec.get("externalIPs").items().forEach(address -> endpoint(address, faults));
    }

    private static void externalName(Field spec, Faults faults) {
        if (!addresses(spec).isEmpty()) {
            faults.forbidden(spec.get("clusterIPs"), "is not for the type ExternalName");
        }
        if (!spec.get("ipFamilies").empty()) {
            faults.forbidden(spec.get("ipFamilies"), "is not for the type ExternalName");
        }
        if (spec.get("ipFamilyPolicy").present()) {
            faults.forbidden(spec.get("ipFamilyPolicy"), "is not for the type ExternalName");
        }
        Field name = spec.get("externalName");
        String text = name.textOrEmpty();
        String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (relative.isEmpty()) {
            faults.required(name, "must be there for the type ExternalName");
        } else {
            faults.form(name, relative, Syntax::subdomain);
        }
    }

    private static boolean together(Field spec, Faults faults) {
        Field list = spec.get("clusterIPs");
        String single = spec.get("clusterIP").textOrEmpty();
        if (single.isEmpty() && !list.empty()) {
            faults.invalid(list, "must be empty where there is no clusterIP");
            return false;
        }
        if (!list.empty() && !list.item(0).textOrEmpty().equals(single)) {
            faults.invalid(list, "must begin with clusterIP");
            return false;
        }
        return true;
    }

    private static boolean families(Field spec, Faults faults) {
        boolean good = faults.oneOf(spec.get("ipFamilyPolicy"), FAMILY_POLICIES);
        Set<String> seen = new HashSet<>();
        for (Field family : spec.get("ipFamilies").items()) {
            if (!FAMILIES.contains(family.textOrEmpty())) {
                faults.unsupported(family, FAMILIES);
                good = false;
            }
            if (!seen.add(family.textOrEmpty())) {
                faults.duplicate(family);
                good = false;
            }
        }
        return good;
    }

    /** The API server looks at this only where everything else about the addresses is right. */
    private static void stack(Field spec, Faults faults) {
        Field policy = spec.get("ipFamilyPolicy");
        boolean several =
                addresses(spec).size() == 2 || spec.get("ipFamilies").items().size() == 2;
        if (several && singleStack(spec)) {
            faults.invalid(policy, "must be RequireDualStack or PreferDualStack for addresses of two families");
        }
    }

    private static boolean singleStack(Field spec) {
        Field policy = spec.get("ipFamilyPolicy");
        boolean anything = spec.get("clusterIP").textOrEmpty().equals(NONE)
                && spec.get("selector").empty();
        return policy.present() ? policy.textOrEmpty().equals("SingleStack") : !anything;
    }

    private static boolean each(Field spec, Faults faults) {
        Field list = spec.get("clusterIPs");
        List<String> addresses = addresses(spec);
        boolean good = true;
        for (int index = 0; index < addresses.size(); index++) {
            if (index == 0 && addresses.get(index).equals(NONE)) {
                if (addresses.size() > 1) {
                    faults.invalid(list, "must hold nothing beside None");
                    good = false;
                }
            } else {
                good &= faults.form(list.item(index), addresses.get(index), Addresses::ip);
            }
        }
        if (addresses.size() > 2) {
            faults.invalid(list, "must hold at most two addresses");
        }
        return good;
    }

    private static boolean pairs(Field spec, Faults faults) {
        List<String> addresses = addresses(spec);
        Field list = spec.get("clusterIPs");
        long different =
                addresses.stream().map(ServiceAddresses::family).distinct().count();
        boolean good = headless(spec) || different == addresses.size();
        if (!good) {
            faults.invalid(list, "must hold at most one address of each family");
        }
        List<Field> families =
                headless(spec) ? List.of() : spec.get("ipFamilies").items();
        for (int index = 0; index < Math.min(addresses.size(), families.size()); index++) {
            String family = families.get(index).textOrEmpty();
            if (FAMILIES.contains(family) && !family.equals(family(addresses.get(index)))) {
                faults.invalid(list.item(index), "must be an " + family + " address, as ipFamilies says");
                good = false;
            }
        }
        return good;
    }

    private static String family(String address) {
        return Addresses.parse(address).filter(Addresses::isV4).isPresent() ? V4 : V6;
    }

    /** Tells if that is no address at which something outside a node can be reached. */
    static void endpoint(Field field, Faults faults) {
        Optional<InetAddress> address = Addresses.parse(field.textOrEmpty());
        if (address.isEmpty()) {
            faults.form(field, Addresses::ip);
            return;
        }
        InetAddress found = address.get();
        if (found.isAnyLocalAddress()) {
            faults.invalid(field, "must not be the unspecified address");
        }
        if (found.isLoopbackAddress()) {
            faults.invalid(field, "must not be a loopback address");
        }
        if (found.isLinkLocalAddress()) {
            faults.invalid(field, "must not be a link-local address");
        }
        if (found.isMCLinkLocal()) {
            faults.invalid(field, "must not be a link-local multicast address");
        }
    }
}
