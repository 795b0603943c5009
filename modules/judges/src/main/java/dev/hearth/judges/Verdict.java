package dev.hearth.judges;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API server says to an object.
 *
 * @param accepted whether it would take, or took, the object
 * @param code the HTTP status, such as 201 or 422
 * @param reason Kubernetes' word for a refusal ({@code Invalid}, {@code Forbidden}, {@code NotFound} ...); empty if the
 *     object is accepted
 * @param message the refusal in words; empty if the object is accepted
 * @param causes the single faults of a refusal, as far as the server names them
 * @param warnings what the server says beside its answer, such as a deprecated version or a Pod Security warning
 * @param body the answer itself: the object with its defaults as the server would store it, or a Status
 */
public record Verdict(
        boolean accepted,
        int code,
        String reason,
        String message,
        List<Cause> causes,
        List<String> warnings,
        String body) {

    /**
     * One fault.
     *
     * @param field the path of the field, such as {@code spec.ports[0].port}; empty where the server names none
     * @param reason such as {@code FieldValueInvalid}
     * @param message the fault in words
     */
    public record Cause(String field, String reason, String message) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    public Verdict {
        causes = List.copyOf(causes);
        warnings = List.copyOf(warnings);
    }

    static Verdict from(int code, List<String> warnings, String body) {
        if (code < 400) {
            return new Verdict(true, code, "", "", List.of(), warnings, body);
        }
        JsonNode status = parse(body);
        if (!status.isObject()) { // some paths are answered in plain text
            return new Verdict(false, code, "", body.strip(), List.of(), warnings, body);
        }
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            causes.add(new Cause(
                    cause.path("field").asText(""),
                    cause.path("reason").asText(""),
                    cause.path("message").asText("")));
        }
        return new Verdict(
                false,
                code,
                status.path("reason").asText(""),
                status.path("message").asText(""),
                causes,
                warnings,
                body);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException plainText) {
            return MissingNode.getInstance();
        }
    }

    /** A refusal before anything was sent: the server serves no such kind. */
    static Verdict unknownKind(String apiVersion, String kind) {
        String message = "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"";
        return new Verdict(false, 404, "NotFound", message, List.of(), List.of(), "");
    }
}
