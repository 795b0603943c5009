package dev.hearth.findings;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import java.util.Comparator;
import java.util.Optional;

/**
 * One problem: where it is, what is wrong and what to do.
 *
 * @param rule the id of the rule, which never changes, such as {@code link.service-port}
 * @param severity how bad it is
 * @param subject what it is about, for people: an object ({@code Ingress monitoring/grafana}) or a component
 *     ({@code component grafana})
 * @param object the object it is about, where there is one
 * @param apiVersion the {@code apiVersion} that the object is written in, as far as it is known
 * @param path the field in that object; the root where it is about the whole
 * @param place where in the source this was said
 * @param message what is wrong
 * @param hint what to do
 */
public record Finding(
        String rule,
        Severity severity,
        String subject,
        Optional<Identity> object,
        String apiVersion,
        FieldPath path,
        Optional<Place> place,
        String message,
        Optional<String> hint) {

    /** Errors first, then by rule, subject, path, place and message: an order that no run changes. */
    public static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::subject)
            .thenComparing(finding -> finding.path().toString())
            .thenComparing(finding -> finding.place().map(Place::file).orElse(""))
            .thenComparing(finding -> finding.place().map(Place::line).orElse(0))
            .thenComparing(Finding::message);

    public Finding {
        requireNonNull(rule, "rule");
        requireNonNull(severity, "severity");
        requireNonNull(subject, "subject");
        requireNonNull(object, "object");
        requireNonNull(apiVersion, "apiVersion");
        requireNonNull(path, "path");
        requireNonNull(place, "place");
        requireNonNull(message, "message");
        requireNonNull(hint, "hint");
    }

    /** An error about something that is no object, such as {@code component grafana}. */
    public static Finding error(String rule, String subject, String message) {
        return of(rule, Severity.ERROR, subject, message);
    }

    /** A warning about something that is no object. */
    public static Finding warning(String rule, String subject, String message) {
        return of(rule, Severity.WARNING, subject, message);
    }

    /** Something to know about what is no object. */
    public static Finding info(String rule, String subject, String message) {
        return of(rule, Severity.INFO, subject, message);
    }

    /** An error about an object. */
    public static Finding error(String rule, Identity object, String message) {
        return error(rule, object.toString(), message).on(object);
    }

    /** Something to know about an object. */
    public static Finding info(String rule, Identity object, String message) {
        return info(rule, object.toString(), message).on(object);
    }

    /** A warning about an object. */
    public static Finding warning(String rule, Identity object, String message) {
        return warning(rule, object.toString(), message).on(object);
    }

    private static Finding of(String rule, Severity severity, String subject, String message) {
        return new Finding(
                rule,
                severity,
                subject,
                Optional.empty(),
                "",
                FieldPath.root(),
                Optional.empty(),
                message,
                Optional.empty());
    }

    private Finding on(Identity identity) {
        return new Finding(rule, severity, subject, Optional.of(identity), apiVersion, path, place, message, hint);
    }

    /** A copy that calls what it is about like that. */
    public Finding about(String words) {
        return new Finding(rule, severity, words, object, apiVersion, path, place, message, hint);
    }

    /** A copy about that field. */
    public Finding at(FieldPath field) {
        return new Finding(rule, severity, subject, object, apiVersion, field, place, message, hint);
    }

    /** A copy that says where in the source this was said. */
    public Finding from(Place source) {
        return from(Optional.of(source));
    }

    /** A copy that says where in the source this was said, if that is known. */
    public Finding from(Optional<Place> source) {
        return new Finding(rule, severity, subject, object, apiVersion, path, source, message, hint);
    }

    /** A copy about an object that is written in that version of its API. */
    public Finding writtenIn(String version) {
        return new Finding(rule, severity, subject, object, version, path, place, message, hint);
    }

    /** A copy that is as bad as that. */
    public Finding as(Severity other) {
        return new Finding(rule, other, subject, object, apiVersion, path, place, message, hint);
    }

    /** A copy that says what to do. */
    public Finding hint(String remedy) {
        return new Finding(rule, severity, subject, object, apiVersion, path, place, message, Optional.of(remedy));
    }

    /** The finding as people read it, on two or three lines without a final line end. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        out.append(severity.word()).append(' ').append(rule).append("  ").append(subject);
        if (!path.steps().isEmpty()) {
            out.append("  ").append(path);
        }
        out.append("\n  ");
        place.ifPresent(source -> out.append(source).append("  "));
        out.append(message);
        hint.ifPresent(remedy -> out.append("\n  hint: ").append(remedy));
        return out.toString();
    }
}
