package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Quantity;
import dev.hearth.manifest.Text;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API server asks where a container is told a field or a resource of its own pod.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/downward-api/">Downward API</a>
 */
final class DownwardApi {

    private static final Pattern SUBSCRIPT = Pattern.compile("(?s)(.+?)\\['(.*)']");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final BigDecimal MILLI = new BigDecimal("0.001");
    private static final int LARGEST = 6;

    /** The fields that can be named at all, and those that can be in any place. */
    private static final ImmutableSet<String> KNOWN = ImmutableSet.of(
            "metadata.annotations",
            "metadata.labels",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.serviceAccountName",
            "spec.schedulerName",
            "status.phase",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private static final ImmutableList<String> RESOURCES = ImmutableList.of(
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage");

    private DownwardApi() {}

    /**
     * Tells every fault of a reference to a field, which must be one of those or an entry of labels or annotations; and where
     * they are told, which is not always where it stands.
     */
    static void field(Field reference, Field at, ImmutableSet<String> allowed, Faults faults) {
        String written = reference.get("fieldPath").textOrEmpty();
        Field path = at.get("fieldPath");
        if (written.isEmpty()) {
            faults.required(path);
            return;
        }
        String version = reference.get("apiVersion").textOrEmpty();
        String text = written.equals("spec.host") ? "spec.nodeName" : written;
        Matcher entry = SUBSCRIPT.matcher(text);
        if (!version.isEmpty() && !version.equals("v1")) {
            faults.invalid(path, "must be one of a pod of v1");
        } else if (entry.matches()) {
            entry(at, entry.group(1), entry.group(2), faults);
        } else if (!KNOWN.contains(text)) {
            faults.invalid(path, "names no field that a container can be told");
        } else if (!allowed.contains(text)) {
            faults.unsupported(path, allowed);
        }
    }

    private static void entry(Field at, String map, String key, Faults faults) {
        switch (map) {
            case "metadata.annotations" -> faults.form(at, key, Syntax::annotationKey);
            case "metadata.labels" -> faults.form(at, key, Syntax::labelKey);
            default -> faults.invalid(at.get("fieldPath"), "must be an entry of labels or annotations");
        }
    }

    /** Tells every fault of a reference to a resource, which must name its container where it stands in a volume. */
    static void resource(Field reference, Field at, boolean volume, Faults faults) {
        String name = reference.get("resource").textOrEmpty();
        if (volume && reference.get("containerName").empty()) {
            faults.required(at.get("containerName"));
        } else if (name.isEmpty()) {
            faults.required(at.get("resource"));
        } else if (!RESOURCES.contains(name) && !hugePages(name)) {
            faults.unsupported(at.get("resource"), RESOURCES);
        }
        divisor(reference.get("divisor"), at.get("divisor"), name, faults);
    }

    private static boolean hugePages(String resource) {
        return resource.startsWith("limits.hugepages-") || resource.startsWith("requests.hugepages-");
    }

    private static void divisor(Field divisor, Field at, String resource, Faults faults) {
        Optional<Quantity> quantity = faults.quantity(divisor);
        if (quantity.isEmpty() || quantity.get().sign() == 0) {
            return;
        }
        String written = divisor.node().orElseThrow() instanceof Text text ? text.value() : "";
        if (resource.endsWith(".cpu") && RESOURCES.contains(resource)) {
            BigDecimal value = quantity.get().value();
            if (value.compareTo(MILLI) != 0 && value.compareTo(BigDecimal.ONE) != 0) {
                faults.invalid(at, "must be 1m or 1");
            }
        } else if ((RESOURCES.contains(resource) || hugePages(resource))
                && !powerOf(
                        written.endsWith("i") ? KIBI : THOUSAND, quantity.get().value())) {
            faults.invalid(at, "must be 1 with one of k M G T P E Ki Mi Gi Ti Pi Ei behind it or nothing");
        }
    }

    private static boolean powerOf(BigDecimal base, BigDecimal value) {
        BigDecimal power = BigDecimal.ONE;
        for (int exponent = 0; exponent <= LARGEST; exponent++) {
            if (power.compareTo(value) == 0) {
                return true;
            }
            power = power.multiply(base);
        }
        return false;
    }
}
