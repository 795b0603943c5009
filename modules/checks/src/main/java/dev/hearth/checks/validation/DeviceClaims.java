package dev.hearth.checks.validation;

import com.google.common.base.Splitter;
import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.schemas.cel.CelLanguage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the API server asks of claims to devices, and of their classes. Fields that
 * are off by default in a version are dropped before they are looked at.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic resource
 *     allocation</a>
 */
final class DeviceClaims {

    private static final ImmutableSet<String> MODES = ImmutableSet.of("All", "ExactCount");
    private static final ImmutableSet<String> LABELLED = ImmutableSet.of("annotations", "labels");
    private static final Splitter SLASHES = Splitter.on('/');
    private static final int MOST = 32;
    private static final int DISTINCT_SINCE = 36;
    private static final int MOST_ALTERNATIVES = 8;
    private static final int LONGEST_EXPRESSION = 10 * 1024;
    private static final int LONGEST_PARAMETERS = 10 * 1024;
    private static final int LONGEST_IDENTIFIER = 32;
    private static final String ITSELF = "";

    private DeviceClaims() {}

    static void claim(Field object, Faults faults) {
        devices(object.get("spec", "devices"), faults);
    }

    static void template(Field object, Faults faults) {
        Field metadata = object.get("spec", "metadata");
        Metadata.labelled(metadata, faults);
        for (Field field : metadata.fields()) {
            if (!LABELLED.contains(field.name()) && isSet(field)) {
                faults.forbidden(field, "a template has labels and annotations alone");
            }
        }
        devices(object.get("spec", "spec", "devices"), faults);
    }

    /** An empty list is something to the API server here, an empty text and nought are not. */
    private static boolean isSet(Field field) {
        return field.present()
                && !field.text().map(String::isEmpty).orElse(false)
                && !(field.name().equals("generation") && field.number().orElse(1L) == 0);
    }

    static void deviceClass(Field object, Faults faults) {
        selectors(object.get("spec", "selectors"), faults);
        each(object.get("spec", "config"), MOST, DeviceClaims::configuration, faults);
    }

    private static void devices(Field devices, Faults faults) {
        ImmutableSetMultimap<String, String> names = names(devices, faults);
        Field requests = devices.get("requests");
        if (each(requests, MOST, DeviceClaims::request, faults)) {
            unique(requests.items(), "name", faults);
        }
        each(devices.get("constraints"), MOST, (constraint, told) -> constraint(constraint, names, told), faults);
        each(
                devices.get("config"),
                MOST,
                (config, told) -> {
                    references(config.get("requests"), names, told);
                    configuration(config, told);
                },
                faults);
    }

    /** The requests, and below each the alternatives that it has. */
    private static ImmutableSetMultimap<String, String> names(Field devices, Faults faults) {
        ImmutableSetMultimap.Builder<String, String> names = ImmutableSetMultimap.builder();
        for (Field request : devices.get("requests").items()) {
            names.put(request.get("name").textOrEmpty(), ITSELF);
            for (Field alternative : alternatives(request, faults).items()) {
                names.put(
                        request.get("name").textOrEmpty(),
                        alternative.get("name").textOrEmpty());
            }
        }
        return names.build();
    }

    private static Field alternatives(Field request, Faults faults) {
        return faults.version().atLeast(34) ? request.get("firstAvailable") : request.get("firstAvailable", "off");
    }

    private static void request(Field request, Faults faults) {
        faults.form(request.get("name"), Syntax::label);
        Field exactly = request.get("exactly");
        Field alternatives = alternatives(request, faults);
        if (!exactly.present() && alternatives.empty()) {
            faults.required(request, "must have exactly or firstAvailable");
        } else if (exactly.present() && !alternatives.empty()) {
            faults.invalid(request, "must have exactly or firstAvailable, not both");
        } else if (exactly.present()) {
            asked(exactly, faults);
        } else if (each(alternatives, MOST_ALTERNATIVES, DeviceClaims::alternative, faults)) {
            unique(alternatives.items(), "name", faults);
        }
    }

    private static void alternative(Field alternative, Faults faults) {
        faults.form(alternative.get("name"), Syntax::label);
        asked(alternative, faults);
    }

    private static void asked(Field asked, Faults faults) {
        faults.requiredForm(asked.get("deviceClassName"), Syntax::subdomain);
        selectors(asked.get("selectors"), faults);
        Field count = asked.get("count");
        long number = count.number().orElse(0L);
        switch (asked.get("allocationMode")
                .text()
                .filter(mode -> !mode.isEmpty())
                .orElse("ExactCount")) {
            case "All" -> {
                if (number != 0) {
                    faults.invalid(count, "must not stand beside allocationMode All");
                }
            }
            case "ExactCount" -> {
                if (number < 0) {
                    faults.invalid(count, "must be 1 or more");
                }
            }
            default -> faults.unsupported(asked.get("allocationMode"), MODES);
        }
    }

    private static void selectors(Field selectors, Faults faults) {
        each(selectors, MOST, DeviceClaims::selector, faults);
    }

    private static void selector(Field selector, Faults faults) {
        if (selector.get("cel").present()) {
            Field expression = selector.get("cel", "expression");
            faults.atMostBytes(expression, LONGEST_EXPRESSION);
            CelLanguage.DEVICE.fault(expression.textOrEmpty()).ifPresent(why -> faults.invalid(expression, why));
        } else {
            faults.required(selector.get("cel"));
        }
    }

    private static void constraint(Field constraint, ImmutableSetMultimap<String, String> names, Faults faults) {
        references(constraint.get("requests"), names, faults);
        Field attribute = constraint.get("matchAttribute");
        Field distinct = constraint.get("distinctAttribute");
        if (attribute.present()) {
            fullName(attribute, faults);
        } else if (distinct.present() && faults.version().atLeast(DISTINCT_SINCE)) {
            fullName(distinct, faults);
        } else {
            faults.required(attribute);
        }
    }

    private static void references(Field requests, ImmutableSetMultimap<String, String> names, Faults faults) {
        if (each(requests, MOST, (request, told) -> reference(request, names, told), faults)) {
            Set<String> seen = new HashSet<>();
            for (Field request : requests.items()) {
                if (!seen.add(request.textOrEmpty())) {
                    faults.duplicate(request);
                }
            }
        }
    }

    private static void reference(Field request, ImmutableSetMultimap<String, String> names, Faults faults) {
        List<String> segments = SLASHES.splitToList(request.textOrEmpty());
        boolean good = segments.size() <= 2
                && names.containsEntry(segments.get(0), segments.size() == 2 ? segments.get(1) : ITSELF)
                && segments.stream().allMatch(segment -> Syntax.label(segment).isEmpty());
        if (!good) {
            faults.invalid(request, "must be the name of a request of this claim, or of one of its alternatives");
        }
    }

    private static void configuration(Field config, Faults faults) {
        Field opaque = config.get("opaque");
        if (!opaque.present()) {
            faults.required(opaque);
            return;
        }
        Names.driver(opaque.get("driver"), faults);
        Field parameters = opaque.get("parameters");
        if (!parameters.present()) {
            faults.required(parameters);
        } else if (!(parameters.node().orElseThrow() instanceof Mapping mapping)) {
            faults.invalid(parameters, "must be an object");
        } else if (Utf8.encodedLength(Json.write(mapping)) > LONGEST_PARAMETERS) {
            faults.tooLong(parameters, LONGEST_PARAMETERS);
        }
    }

    /** A domain, '/' and an identifier. */
    private static void fullName(Field field, Faults faults) {
        if (field.textOrEmpty().indexOf('/') < 0) {
            faults.invalid(field, "must be a domain, '/' and a name");
        }
        attributeName(field, field.textOrEmpty(), faults);
    }

    /** An identifier, perhaps behind a domain and '/'. The API server lets pass what has more slashes. */
    static void attributeName(Field field, String name, Faults faults) {
        List<String> parts = SLASHES.splitToList(name);
        if (parts.size() > 2) {
            return;
        }
        if (parts.size() == 2) {
            faults.form(field, parts.get(0), Names::driverForm);
        }
        String last = parts.get(parts.size() - 1);
        if (last.length() > LONGEST_IDENTIFIER) {
            faults.tooLong(field, LONGEST_IDENTIFIER);
        }
        faults.form(field, last, Syntax::identifier);
    }

    /** Looks at every item of a list that is not too long. */
    static boolean each(Field list, int most, BiConsumer<Field, Faults> rule, Faults faults) {
        List<Field> items = list.items();
        if (items.size() > most) {
            faults.tooMany(list, most);
            return false;
        }
        items.forEach(item -> rule.accept(item, faults));
        return true;
    }

    static void unique(List<Field> items, String key, Faults faults) {
        Set<String> seen = new HashSet<>();
        for (Field item : items) {
            if (!seen.add(item.get(key).textOrEmpty())) {
                faults.duplicate(item);
            }
        }
    }
}
