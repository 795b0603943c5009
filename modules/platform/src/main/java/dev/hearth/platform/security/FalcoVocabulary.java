package dev.hearth.platform.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The words that a rule may use: a name that is none of them keeps Falco from starting, on every node at once.
 *
 * @param fields fields of events
 * @param lists names of lists
 * @param macros names of macros
 * @param rules names of rules
 */
record FalcoVocabulary(
        ImmutableSet<String> fields,
        ImmutableSet<String> lists,
        ImmutableSet<String> macros,
        ImmutableSet<String> rules) {

    private static final Supplier<FalcoVocabulary> BUNDLED = Suppliers.memoize(FalcoVocabulary::read);

    /** The fields whose parts behind the name are free, such as {@code evt.arg.flags}. */
    private static final ImmutableSet<String> OPEN =
            ImmutableSet.of("evt.arg", "evt.rawarg", "container.label", "k8s.pod.label");

    /** What Falco knows by itself and by the rules of its image. */
    static FalcoVocabulary bundled() {
        return BUNDLED.get();
    }

    private static FalcoVocabulary read() {
        String name = "falco.yaml";
        try {
            String text = Resources.toString(Resources.getResource(FalcoVocabulary.class, name), UTF_8);
            Mapping root = Yaml.documents(text, name).get(0).mapping();
            return new FalcoVocabulary(
                    names(root, "fields"), names(root, "lists"), names(root, "macros"), names(root, "rules"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ImmutableSet<String> names(Mapping root, String of) {
        return ImmutableSet.copyOf(root.sequence(of).strings());
    }

    FalcoVocabulary with(Collection<String> moreLists, Collection<String> moreMacros, Collection<String> moreRules) {
        return new FalcoVocabulary(fields, sum(lists, moreLists), sum(macros, moreMacros), sum(rules, moreRules));
    }

    private static ImmutableSet<String> sum(ImmutableSet<String> some, Collection<String> more) {
        return ImmutableSet.<String>builder().addAll(some).addAll(more).build();
    }

    boolean hasField(String name) {
        return fields.contains(name) || OPEN.stream().anyMatch(open -> name.startsWith(open + "."));
    }
}
