package dev.hearth.dsl.network;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Pods;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.Comparator;

/**
 * What a rule names in {@code from} or {@code to}. Equal ends are one rule, with the ports of all.
 *
 * @param rank pods of the own namespace come first, then others, then addresses, then everyone
 * @param text all that tells it from others of its rank
 * @param peers the list of the rule; empty for everyone
 */
record RuleEnd(int rank, String text, Sequence peers) implements Comparable<RuleEnd> {

    // Every namespace has this label without anyone putting it there.
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private static final Comparator<RuleEnd> ORDER =
            Comparator.comparingInt(RuleEnd::rank).thenComparing(RuleEnd::text);

    /** Those pods, seen from a policy of that namespace. */
    static RuleEnd pods(Pods pods, String here) {
        Mapping labels = Mapping.of("matchLabels", Mapping.texts(pods.labels()));
        if (pods.namespace().equals(here)) {
            return new RuleEnd(0, pods.labels().toString(), one(Mapping.of("podSelector", labels)));
        }
        Mapping namespace = Mapping.of("matchLabels", Mapping.of(NAME_LABEL, Node.text(pods.namespace())));
        return new RuleEnd(
                1,
                pods.namespace() + " " + pods.labels(),
                one(Mapping.builder()
                        .put("namespaceSelector", namespace)
                        .put("podSelector", labels)
                        .build()));
    }

    static RuleEnd ranges(ImmutableList<Range> ranges) {
        return new RuleEnd(
                2,
                ranges.toString(),
                Sequence.of(ranges.stream().map(Range::node).toList()));
    }

    static RuleEnd everyone() {
        return new RuleEnd(3, "", Sequence.empty());
    }

    private static Sequence one(Mapping peer) {
        return Sequence.of(ImmutableList.of(peer));
    }

    @Override
    public int compareTo(RuleEnd other) {
        return ORDER.compare(this, other);
    }
}
