package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Value;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block in Alloy's configuration language: a component, or a part of one. Attributes stand before blocks, and all is laid
 * out as {@code alloy fmt} does it.
 *
 * <pre>{@code
 * AlloyBlock.of("loki.write", "default")
 *     .block(AlloyBlock.of("endpoint").attribute("url", text(loki.url().then("/loki/api/v1/push"))))
 * }</pre>
 *
 * @param name its name, with dots
 * @param label its label; empty for none
 * @param attributes its attributes, in order
 * @param blocks the blocks in it, in order
 * @see <a href="https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/syntax/">Syntax</a>
 */
record AlloyBlock(
        String name, String label, ImmutableMap<String, AlloyValue> attributes, ImmutableList<AlloyBlock> blocks) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    AlloyBlock {
        for (String part : name.split("\\.", -1)) {
            word("name of a block", part);
        }
        if (!label.isEmpty()) {
            word("label of block " + name, label);
        }
        attributes.keySet().forEach(attribute -> word("attribute of block " + name, attribute));
    }

    private static void word(String what, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    what + " must be letters, digits and '_', no digit first, but was '" + word + "'");
        }
    }

    /** A block without a label. */
    static AlloyBlock of(String name) {
        return new AlloyBlock(name, "", ImmutableMap.of(), ImmutableList.of());
    }

    /** A block with that label. */
    static AlloyBlock of(String name, String label) {
        return new AlloyBlock(name, label, ImmutableMap.of(), ImmutableList.of());
    }

    /** A copy with that attribute behind the others. */
    AlloyBlock attribute(String attribute, AlloyValue value) {
        return new AlloyBlock(
                name,
                label,
                ImmutableMap.<String, AlloyValue>builder()
                        .putAll(attributes)
                        .put(attribute, value)
                        .buildOrThrow(),
                blocks);
    }

    /** A copy with that attribute behind the others, a string. */
    AlloyBlock attribute(String attribute, String value) {
        return attribute(attribute, AlloyValue.text(value));
    }

    /** A copy with that block behind the others. */
    AlloyBlock block(AlloyBlock block) {
        return new AlloyBlock(
                name,
                label,
                attributes,
                ImmutableList.<AlloyBlock>builder().addAll(blocks).add(block).build());
    }

    /** A file of those blocks. */
    static Value file(List<AlloyBlock> blocks) {
        return AlloyValue.Lines.joined(
                "", "\n\n", "\n", blocks.stream().map(block -> block.written(0)).toList());
    }

    private Value written(int depth) {
        String head = name + (label.isEmpty() ? "" : " \"" + label + "\"");
        if (attributes.isEmpty() && blocks.isEmpty()) {
            return Value.of(head + " { }");
        }
        String indent = "\n" + "\t".repeat(depth + 1);
        Value body = AlloyValue.Lines.joined(
                "",
                indent,
                "",
                AlloyValue.Lines.aligned(
                        attributes.keySet().asList(), attributes.values().asList(), depth + 1));
        for (int i = 0; i < blocks.size(); i++) {
            String before = i == 0 && attributes.isEmpty() ? "" : "\n" + indent;
            body = body.then(before).then(blocks.get(i).written(depth + 1));
        }
        return Value.of(head + " {" + indent).then(body).then("\n" + "\t".repeat(depth) + "}");
    }
}
