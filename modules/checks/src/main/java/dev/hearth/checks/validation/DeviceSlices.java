package dev.hearth.checks.validation;

import com.google.common.base.Splitter;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the API server asks of the devices that a driver offers. Fields that are off by default, such as counters, taints
 * and a choice of nodes by device, are dropped before they are looked at.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic resource
 *     allocation</a>
 */
final class DeviceSlices {

    private static final Splitter SLASHES = Splitter.on('/');
    private static final int MOST_DEVICES = 128;
    private static final int MOST_PROPERTIES = 32;
    private static final int LONGEST_VALUE = 64;
    private static final int BY_DEVICE_SINCE = 36;
    private static final String NUMBER = "(0|[1-9]\\d*)";
    private static final String BEFORE = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
    private static final Pattern VERSION = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(-" + BEFORE
            + "(\\." + BEFORE + ")*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?");
    private static final String NODES = "must have exactly one of nodeName, nodeSelector and allNodes";

    private DeviceSlices() {}

    static void slice(Field object, Faults faults) {
        Field spec = object.get("spec");
        Names.driver(spec.get("driver"), faults);
        pool(spec.get("pool"), faults);
        nodes(spec, faults);
        Field devices = spec.get("devices");
        if (DeviceClaims.each(devices, MOST_DEVICES, DeviceSlices::device, faults)) {
            DeviceClaims.unique(devices.items(), "name", faults);
        }
    }

    private static void pool(Field pool, Faults faults) {
        Field name = pool.get("name");
        if (name.empty()) {
            faults.required(name);
        } else {
            faults.atMostBytes(name, Syntax.LONGEST_SUBDOMAIN);
            SLASHES.splitToStream(name.textOrEmpty()).forEach(part -> faults.form(name, part, Syntax::subdomain));
        }
        if (pool.get("resourceSliceCount").number().orElse(0L) <= 0) {
            faults.invalid(pool.get("resourceSliceCount"), "must be 1 or more");
        }
        faults.atLeast(pool.get("generation"), 0);
    }

    private static void nodes(Field spec, Faults faults) {
        Field name = spec.get("nodeName");
        Field selector = spec.get("nodeSelector");
        Field all = spec.get("allNodes");
        if (name.present()) {
            faults.form(name, Syntax::subdomain);
        }
        if (selector.present()) {
            Selectors.nodes(selector, faults);
            if (selector.get("nodeSelectorTerms").items().size() != 1) {
                faults.invalid(selector.get("nodeSelectorTerms"), "must have exactly one item");
            }
        }
        if (all.isFalse()) {
            faults.invalid(all, "must be true or not there");
        }
        boolean byDevice = faults.version().atLeast(BY_DEVICE_SINCE)
                && spec.get("perDeviceNodeSelection").isTrue();
        int ways = (name.empty() ? 0 : 1)
                + (selector.present() ? 1 : 0)
                + (all.isTrue() ? 1 : 0)
                + (byDevice ? 1 : 0);
        if (ways == 0) {
            faults.required(spec, NODES);
        } else if (ways > 1) {
            faults.invalid(spec, NODES);
        }
    }

    private static void device(Field device, Faults faults) {
        faults.form(device.get("name"), Syntax::label);
        List<Field> attributes = device.get("attributes").fields();
        List<Field> capacity = device.get("capacity").fields();
        if (attributes.size() + capacity.size() > MOST_PROPERTIES) {
            faults.invalid(device, "must have no more than " + MOST_PROPERTIES + " attributes and capacities");
        }
        for (Field attribute : attributes) {
            DeviceClaims.attributeName(attribute, attribute.name(), faults);
            attribute(attribute, faults);
        }
        capacity.forEach(entry -> DeviceClaims.attributeName(entry, entry.name(), faults));
    }

    private static void attribute(Field attribute, Faults faults) {
        Field text = attribute.get("string");
        Field version = attribute.get("version");
        faults.atMostBytes(text, LONGEST_VALUE);
        faults.atMostBytes(version, LONGEST_VALUE);
        if (version.present() && !VERSION.matcher(version.textOrEmpty()).matches()) {
            faults.invalid(version, "must be a semantic version, like 1.2.3");
        }
        long values = List.of("bool", "int", "string", "version").stream()
                .filter(kind -> attribute.get(kind).present())
                .count();
        if (values != 1) {
            faults.invalid(attribute, "must have exactly one of bool, int, string and version");
        }
    }
}
