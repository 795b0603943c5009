package dev.hearth.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.hearth.manifest.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in the API server's reasons and paths what a validator of JSON Schema found. */
final class Complaints {

    private static final ImmutableSet<String> CHOICES = ImmutableSet.of("anyOf", "oneOf");

    private Complaints() {}

    static ImmutableList<Fault> of(List<Error> errors) {
        Map<String, List<Error>> choices = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        for (Error error : errors) {
            int choice = choice(error.getEvaluationPath());
            if (choice < 0) {
                faults.add(fault(error));
            } else {
                choices.computeIfAbsent(key(error, choice), key -> new ArrayList<>())
                        .add(error);
            }
        }
        choices.values().forEach(group -> faults.addAll(group(group)));
        return withoutEchoes(faults);
    }

    // Where a choice between schemas stands in the way to what was found; negative where there is none.
    private static int choice(NodePath evaluated) {
        for (int at = 0; at < evaluated.getNameCount(); at++) {
            if (evaluated.getElement(at) instanceof String name
                    && CHOICES.contains(name)
                    && (at == 0 || !"properties".equals(evaluated.getElement(at - 1)))) {
                return at;
            }
        }
        return -1;
    }

    private static String key(Error error, int choice) {
        StringBuilder key = new StringBuilder();
        for (int at = 0; at <= choice; at++) {
            key.append(error.getEvaluationPath().getElement(at)).append('/');
        }
        return key.append(instance(error, choice)).toString();
    }

    private static FieldPath instance(Error error, int choice) {
        NodePath evaluated = error.getEvaluationPath();
        NodePath instance = error.getInstanceLocation();
        int deeper = 0;
        for (int at = choice + 1; at < evaluated.getNameCount(); at++) {
            Object step = evaluated.getElement(at);
            if ("properties".equals(step) || "items".equals(step) || "additionalProperties".equals(step)) {
                deeper++;
                at += "properties".equals(step) ? 1 : 0;
            }
        }
        return path(instance, Math.max(0, instance.getNameCount() - deeper));
    }

    /** The choice that was not met, and what the first of its schemas missed. */
    private static List<Fault> group(List<Error> errors) {
        Error first = errors.get(0);
        int choice = choice(first.getEvaluationPath());
        boolean one = "oneOf".equals(first.getEvaluationPath().getElement(choice));
        FieldPath path = instance(first, choice);
        String wish = one
                ? "must fit exactly one of the schemas that its oneOf lists"
                : "must fit one of the schemas that its anyOf lists";
        List<Error> missed = errors.stream()
                .filter(error -> error.getEvaluationPath().getNameCount() > choice + 1)
                .toList();
        if (missed.isEmpty()) {
            return List.of(new Fault(path, Reason.INVALID, wish + ", but fits several"));
        }
        Object branch = missed.get(0).getEvaluationPath().getElement(choice + 1);
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault(path, Reason.INVALID, wish + ", but fits none"));
        missed.stream()
                .filter(error -> branch.equals(error.getEvaluationPath().getElement(choice + 1)))
                .forEach(error -> faults.add(fault(error)));
        return faults;
    }

    // The API server stops at the length of a text before it looks at its pattern, and says a thing once.
    private static ImmutableList<Fault> withoutEchoes(List<Fault> faults) {
        ImmutableList.Builder<Fault> kept = ImmutableList.builder();
        for (Fault fault : faults) {
            boolean echo = fault.message().startsWith("must match")
                    && faults.stream()
                            .anyMatch(other -> other.path().equals(fault.path())
                                    && other.message().contains("characters"));
            if (!echo) {
                kept.add(fault);
            }
        }
        return ImmutableSet.copyOf(kept.build()).asList();
    }

    private static Fault fault(Error error) {
        FieldPath path =
                path(error.getInstanceLocation(), error.getInstanceLocation().getNameCount());
        String schema =
                error.getSchemaNode() == null ? "" : error.getSchemaNode().toString();
        return switch (error.getKeyword()) {
            case "required" ->
                new Fault(path.field(String.valueOf(error.getProperty())), Reason.REQUIRED, "must be given");
            case "type" ->
                new Fault(path, Reason.TYPE, "must be of type " + words(schema) + ", but is " + value(error));
            case "format" ->
                new Fault(path, Reason.TYPE, "must be of the format " + words(schema) + ", but is " + value(error));
            case "enum" ->
                new Fault(path, Reason.UNSUPPORTED, "must be one of " + words(schema) + ", but is " + value(error));
            case "maxLength" -> new Fault(path, Reason.TOO_LONG, "must have at most " + schema + " characters");
            case "minLength" -> new Fault(path, Reason.INVALID, "must have at least " + schema + " characters");
            case "maxItems" -> new Fault(path, Reason.TOO_MANY, "must have at most " + schema + " items");
            case "minItems" -> new Fault(path, Reason.INVALID, "must have at least " + schema + " items");
            case "maxProperties" -> new Fault(path, Reason.TOO_MANY, "must have at most " + schema + " fields");
            case "minProperties" -> new Fault(path, Reason.INVALID, "must have at least " + schema + " fields");
            case "pattern" ->
                new Fault(path, Reason.INVALID, "must match " + words(schema) + ", but is " + value(error));
            case "minimum" ->
                new Fault(path, Reason.INVALID, "must be at least " + schema + ", but is " + value(error));
            case "maximum" -> new Fault(path, Reason.INVALID, "must be at most " + schema + ", but is " + value(error));
            case "exclusiveMinimum" ->
                new Fault(path, Reason.INVALID, "must be more than " + schema + ", but is " + value(error));
            case "exclusiveMaximum" ->
                new Fault(path, Reason.INVALID, "must be less than " + schema + ", but is " + value(error));
            case "multipleOf" ->
                new Fault(path, Reason.INVALID, "must be a multiple of " + schema + ", but is " + value(error));
            case "uniqueItems" -> new Fault(path, Reason.INVALID, "must hold no item twice");
            case "not" -> new Fault(path, Reason.INVALID, "must not be what the schema below its not says");
            default -> new Fault(path, Reason.INVALID, "breaks the schema's " + error.getKeyword() + " " + schema);
        };
    }

    private static String words(String json) {
        return json.startsWith("[") ? json.substring(1, json.length() - 1).replace(",", ", ") : json;
    }

    /** A number as it is; a text may be a secret, and is not shown. */
    private static String value(Error error) {
        JsonNode value = error.getInstanceNode();
        return value == null || !value.isValueNode() || value.isTextual() ? "another value" : value.toString();
    }

    private static FieldPath path(NodePath location, int length) {
        Object[] steps = new Object[length];
        Arrays.setAll(steps, location::getElement);
        return new FieldPath(ImmutableList.copyOf(steps));
    }
}
