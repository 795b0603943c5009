package dev.hearth.platform.security;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.regex.Pattern;

/**
 * What Falco is to tell of.
 *
 * <pre>{@code
 * FalcoRule.named("Shell in the photo album")
 *     .description("Nobody needs a shell there.")
 *     .condition("spawned_process and container and shell_procs and k8s.ns.name = photos")
 *     .output("A shell was started in the photo album (command=%proc.cmdline pod=%k8s.pod.name)")
 *     .priority(FalcoPriority.WARNING)
 *     .tag("container");
 * }</pre>
 *
 * @param name its name, which alerts and logs bear too
 * @param description what it is about
 * @param condition when an event is meant
 * @param output what is told of it
 * @param priority how bad it is
 * @param tags words to find it by
 * @see <a href="https://falco.org/docs/concepts/rules/basic-elements/">Elements of rules</a>
 */
public record FalcoRule(
        String name,
        String description,
        String condition,
        String output,
        FalcoPriority priority,
        ImmutableList<String> tags) {

    private static final Pattern OR = Pattern.compile("\\bor\\b");

    public FalcoRule {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a rule of Falco needs a name");
        }
        requireNonNull(priority, "priority");
    }

    /** A rule of that name that tells a warning. */
    public static FalcoRule named(String name) {
        return new FalcoRule(name, "", "", "", FalcoPriority.WARNING, ImmutableList.of());
    }

    /** A copy that is about that. */
    public FalcoRule description(String text) {
        return new FalcoRule(name, text, condition, output, priority, tags);
    }

    /** A copy that means events for which that holds. */
    public FalcoRule condition(String text) {
        return new FalcoRule(name, description, text, output, priority, tags);
    }

    /** A copy that tells that, fields of the event among it: {@code %proc.cmdline}. */
    public FalcoRule output(String text) {
        return new FalcoRule(name, description, condition, text, priority, tags);
    }

    /** A copy that is as bad as that. */
    public FalcoRule priority(FalcoPriority bad) {
        return new FalcoRule(name, description, condition, output, bad, tags);
    }

    /** A copy with that word to find it by. */
    public FalcoRule tag(String word) {
        return new FalcoRule(
                name,
                description,
                condition,
                output,
                priority,
                ImmutableList.<String>builder().addAll(tags).add(word).build());
    }

    String subject() {
        return "rule '" + name + "'";
    }

    /** Falco takes no rule of which one of these is not said. */
    void check(FalcoVocabulary known) {
        if (description.isBlank() || condition.isBlank() || output.isBlank()) {
            throw new IllegalArgumentException(
                    subject() + " of Falco needs a description, a condition and an output; say them all");
        }
        FalcoCondition.check(subject(), condition, known);
        FalcoCondition.checkOutput(subject(), output, known);
    }

    Mapping node() {
        return Mapping.builder()
                .put("rule", name)
                .put("desc", description)
                // Exceptions are put behind it as text, and must not bind to a part of it alone.
                .put("condition", OR.matcher(condition).find() ? "(" + condition + ")" : condition)
                .put("output", output)
                .put("priority", priority.name())
                .putUnlessEmpty("tags", Node.texts(tags))
                .build();
    }
}
