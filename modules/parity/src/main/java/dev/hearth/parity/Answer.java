package dev.hearth.parity;

import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the server said to one object, as far as it is compared and kept.
 *
 * @param code the HTTP status
 * @param reason Kubernetes' word for a refusal
 * @param message in words; of an accepted object empty
 * @param fields the fields that the causes name
 */
record Answer(int code, String reason, String message, List<String> fields) {

    private static final int LONGEST = 4000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int BUSY = 429;
    private static final int INTERNAL = 500;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final List<String> ELSEWHERE =
            List.of("error looking up service account", "no PriorityClass with name", "RuntimeClass", "exceeded quota");

    static Answer of(Verdict verdict) {
        String message = verdict.message();
        return new Answer(
                verdict.code(),
                verdict.reason(),
                message.length() > LONGEST ? message.substring(0, LONGEST) : message,
                verdict.causes().stream()
                        .map(Verdict.Cause::field)
                        .filter(field -> !field.isEmpty())
                        .distinct()
                        .toList());
    }

    boolean accepted() {
        return code < 400;
    }

    /** Whether the refusal is about other objects, or the server itself, and says nothing of this one. */
    boolean beside(Mapping object) {
        if (accepted()) {
            return false;
        }
        boolean read = message.startsWith("failed to ");
        return code == CONFLICT
                || code == BUSY
                || (code >= INTERNAL && !read)
                || (reason.equals("Forbidden") && ELSEWHERE.stream().anyMatch(message::contains))
                || (noNamespace() && LABEL.matcher(namespace(object)).matches());
    }

    /** A namespace that cannot be is not found either. */
    private boolean noNamespace() {
        return code == NOT_FOUND && message.startsWith("namespaces ");
    }

    private static String namespace(Mapping object) {
        return object.mapping("metadata").text("namespace").orElse("");
    }

    Set<String> paths(Mapping object) {
        Set<String> out = new TreeSet<>();
        fields.stream().filter(field -> !field.equals("<nil>")).forEach(out::add);
        if (noNamespace()) {
            return Set.of("metadata.namespace");
        }
        if (out.isEmpty() && !accepted()) {
            out.addAll(ServerPath.inMessage(message, object));
        }
        return out;
    }

    /** One line of JSON. */
    String written(String key) {
        Mapping.Builder line = Mapping.builder().put("k", key).put("c", code);
        if (!accepted()) {
            line.put("r", reason).put("m", message).put("f", Node.texts(fields));
        }
        return Json.write(line.build());
    }

    static Answer read(Mapping line) {
        return new Answer(
                line.number("c").orElseThrow().intValue(),
                line.text("r").orElse(""),
                line.text("m").orElse(""),
                line.sequence("f").strings());
    }
}
