package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of Alloy's language as Alloy's own parser, and its reference documentation, see them. */
final class AlloyFile {

    /** What a component or a block in it takes, and what a component exports. */
    private record Form(List<String> attributes, List<String> needed, List<String> exports, boolean must) {}

    private static final Map<String, Form> FORMS = forms();

    private AlloyFile() {}

    /** Holds that Alloy's formatter leaves the file as it is. */
    static void assertLaidOut(String file) {
        Outcome outcome = Judges.require("alloy-syntax").run(List.of(), file.getBytes(UTF_8));
        assertThat(outcome.exitCode()).as(outcome.stderr() + file).isZero();
        assertThat(outcome.stdout()).isEqualTo(file);
    }

    private static Map<String, Form> forms() {
        Map<String, Form> forms = new HashMap<>();
        try (InputStream in = AlloyFile.class.getResourceAsStream("/alloy-reference/components.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        List<String> words = Arrays.asList(line.split(" "));
                        List<String> rest = words.subList(1, words.size());
                        List<String> attributes = rest.stream()
                                .filter(word -> !word.startsWith("^"))
                                .toList();
                        forms.put(
                                words.get(0).replace("!", ""),
                                new Form(
                                        attributes.stream().map(AlloyFile::bare).toList(),
                                        attributes.stream()
                                                .filter(word -> word.endsWith("!"))
                                                .map(AlloyFile::bare)
                                                .toList(),
                                        rest.stream()
                                                .filter(word -> word.startsWith("^"))
                                                .map(word -> word.substring(1))
                                                .toList(),
                                        words.get(0).endsWith("!")));
                    });
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return forms;
    }

    private static String bare(String word) {
        return word.replace("!", "");
    }

    /** What the reference documentation has against the blocks: what it does not know, and what it misses. */
    static List<String> faults(List<AlloyBlock> blocks) {
        List<String> faults = new ArrayList<>();
        Map<String, String> components = new HashMap<>();
        for (AlloyBlock block : blocks) {
            String id = block.name() + (block.label().isEmpty() ? "" : "." + block.label());
            if (components.put(id, block.name()) != null) {
                faults.add("twice: " + id);
            }
        }
        for (AlloyBlock block : blocks) {
            check(block.name(), block, components, faults);
        }
        return faults;
    }

    private static void check(String path, AlloyBlock block, Map<String, String> components, List<String> faults) {
        Form form = FORMS.get(path);
        if (form == null) {
            faults.add("unknown: " + path);
            return;
        }
        new TreeSet<>(block.attributes().keySet())
                .stream()
                        .filter(name -> !form.attributes().contains(name))
                        .forEach(name -> faults.add("unknown: " + path + " " + name));
        form.needed().stream()
                .filter(name -> !block.attributes().containsKey(name))
                .forEach(name -> faults.add("missing: " + path + " " + name));
        FORMS.entrySet().stream()
                .filter(entry -> entry.getValue().must())
                .map(Map.Entry::getKey)
                .filter(inner -> inner.startsWith(path + "/") && inner.indexOf('/', path.length() + 1) < 0)
                .map(inner -> inner.substring(path.length() + 1))
                .filter(inner ->
                        block.blocks().stream().noneMatch(there -> there.name().equals(inner)))
                .forEach(inner -> faults.add("missing: " + path + " block " + inner));
        block.attributes().values().stream()
                .flatMap(AlloyFile::references)
                .filter(reference -> !leads(reference, components))
                .forEach(reference -> faults.add("leads nowhere: " + reference));
        block.blocks().forEach(inner -> check(path + "/" + inner.name(), inner, components, faults));
    }

    private static boolean leads(String reference, Map<String, String> components) {
        int dot = reference.lastIndexOf('.');
        Form form = FORMS.get(components.getOrDefault(reference.substring(0, dot), ""));
        return form != null && form.exports().contains(reference.substring(dot + 1));
    }

    private static Stream<String> references(AlloyValue value) {
        if (value instanceof AlloyValue.Plain plain) {
            return plain.text().contains(".") ? Stream.of(plain.text()) : Stream.empty();
        }
        ImmutableList<AlloyValue> inner = value instanceof AlloyValue.Items items
                ? items.items()
                : value instanceof AlloyValue.Fields fields
                        ? fields.fields().values().asList()
                        : ImmutableList.of();
        return inner.stream().flatMap(AlloyFile::references);
    }

    /** The blocks of that name. */
    static List<AlloyBlock> named(List<AlloyBlock> blocks, String name) {
        return blocks.stream().filter(block -> block.name().equals(name)).toList();
    }

    /** The only block of that name. */
    static AlloyBlock only(List<AlloyBlock> blocks, String name) {
        List<AlloyBlock> all = named(blocks, name);
        assertThat(all).as(name).hasSize(1);
        return all.get(0);
    }
}
