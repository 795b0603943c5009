package dev.hearth.platform.security;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Yaml;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules of Falco over those of its image: further ones, and what is usual here. They are read in the order in which they
 * are said, so a list or a macro comes before what uses it.
 *
 * <pre>{@code
 * FalcoRules.none()
 *     .list("album_programs", "php", "ffmpeg")
 *     .macro("album", "k8s.ns.name = photos and not proc.name in (album_programs)")
 *     .rule(FalcoRule.named("Program in the photo album")...)
 *     .except("Terminal shell in container", "k8s.ns.name = workshop");
 * }</pre>
 *
 * <p>Names of fields, lists, macros and rules are checked when they are said, against what Falco 0.44 and the rules of its
 * image have.
 *
 * @param items what the file holds, in order
 * @see <a href="https://falco.org/docs/concepts/rules/">Rules</a>
 */
public record FalcoRules(ImmutableList<Mapping> items) {

    private static final ImmutableSet<String> KINDS = ImmutableSet.of("list", "macro", "rule");

    /** No rules. */
    public static FalcoRules none() {
        return new FalcoRules(ImmutableList.of());
    }

    /** A copy with a list of values of that name. */
    public FalcoRules list(String name, String... values) {
        fresh("list", name);
        return with(Mapping.builder()
                .put("list", name)
                .put("items", Node.texts(values))
                .build());
    }

    /** A copy with a condition that others may name. */
    public FalcoRules macro(String name, String condition) {
        fresh("macro", name);
        FalcoCondition.check("macro '" + name + "'", condition, known());
        return with(
                Mapping.builder().put("macro", name).put("condition", condition).build());
    }

    /**
     * A copy with that rule.
     *
     * @throws IllegalArgumentException where Falco would not take it
     */
    public FalcoRules rule(FalcoRule rule) {
        fresh("rule", rule.name());
        rule.check(known());
        return with(rule.node());
    }

    /** A copy in which a macro that is there already means that. */
    public FalcoRules replacing(String macro, String condition) {
        there("macro", macro, known().macros());
        FalcoCondition.check("macro '" + macro + "'", condition, known());
        return with(Mapping.builder()
                .put("macro", macro)
                .put("condition", condition)
                .put("override", Mapping.of("condition", Node.text("replace")))
                .build());
    }

    /** A copy in which a list that is there already has those values too. */
    public FalcoRules extending(String list, String... values) {
        there("list", list, known().lists());
        return with(Mapping.builder()
                .put("list", list)
                .put("items", Node.texts(values))
                .put("override", Mapping.of("items", Node.text("append")))
                .build());
    }

    /** A copy in which a rule that is there already does not mean events for which that holds. */
    public FalcoRules except(String rule, String condition) {
        there("rule", rule, known().rules());
        FalcoCondition.check("the exception of rule '" + rule + "'", condition, known());
        return with(Mapping.builder()
                .put("rule", rule)
                .put("condition", "and not (" + condition + ")")
                .put("override", Mapping.of("condition", Node.text("append")))
                .build());
    }

    /** A copy in which a rule that is there already is off. */
    public FalcoRules without(String rule) {
        there("rule", rule, known().rules());
        return with(Mapping.builder()
                .put("rule", rule)
                .put("enabled", false)
                .put("override", Mapping.of("enabled", Node.text("replace")))
                .build());
    }

    /** These and then those; what those name of these must be said of these. */
    public FalcoRules and(FalcoRules more) {
        more.items().stream()
                .filter(item -> !item.has("override"))
                .forEach(item -> KINDS.forEach(kind -> item.text(kind).ifPresent(name -> fresh(kind, name))));
        return new FalcoRules(ImmutableList.<Mapping>builder()
                .addAll(items)
                .addAll(more.items())
                .build());
    }

    private FalcoRules with(Mapping item) {
        return new FalcoRules(
                ImmutableList.<Mapping>builder().addAll(items).add(item).build());
    }

    private FalcoVocabulary known() {
        return FalcoVocabulary.bundled().with(own("list"), own("macro"), own("rule"));
    }

    private List<String> own(String kind) {
        List<String> names = new ArrayList<>();
        items.stream()
                .filter(item -> !item.has("override"))
                .forEach(item -> item.text(kind).ifPresent(names::add));
        return names;
    }

    private void fresh(String kind, String name) {
        ImmutableSet<String> taken = switch (kind) {
            case "list" -> known().lists();
            case "macro" -> known().macros();
            default -> known().rules();
        };
        if (taken.contains(name)) {
            throw new IllegalArgumentException("Falco has a " + kind + " named '" + name
                    + "' already, which this one would take the place of; name it otherwise, or change the one there");
        }
    }

    private static void there(String kind, String name, ImmutableSet<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("Falco has no " + kind + " named '" + name + "'; the rules of its image"
                    + " and those said before have " + known);
        }
    }

    /** As Falco reads them. */
    String text() {
        return Yaml.write(Sequence.of(items));
    }
}
