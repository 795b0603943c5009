package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets the images of all objects, whoever made them, be pulled from mirrors: those of containers, those that custom resources
 * name, and those that a program is given as an argument or in a variable.
 */
public final class Mirrors {

    /** A whole text that is the full name of an image, or an argument whose value is one. */
    private static final Pattern FULL = Pattern.compile("(--?[A-Za-z0-9][A-Za-z0-9.-]*=)?"
            + "([a-z0-9.-]+(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(?:@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})");

    private final ImmutableList<Mirror> mirrors;

    private Mirrors(ImmutableList<Mirror> mirrors) {
        this.mirrors = mirrors;
    }

    /** Those of a cluster; the longest registry that fits an image counts. */
    public static Mirrors of(Cluster cluster) {
        return new Mirrors(cluster.mirrors().stream()
                .sorted(Comparator.comparing(
                        (Mirror mirror) -> -mirror.registry().length()))
                .collect(ImmutableList.toImmutableList()));
    }

    /** Whether there are any. */
    public boolean isEmpty() {
        return mirrors.isEmpty();
    }

    /** The object with its images taken from the mirrors. */
    public Manifest apply(Manifest object) {
        if (mirrors.isEmpty() || object.kind().equals("CustomResourceDefinition")) {
            return object;
        }
        Node changed = mirrored(object.root());
        return changed.equals(object.root()) ? object : object.with((Mapping) changed);
    }

    private Node mirrored(Node node) {
        if (node instanceof Text text) {
            return Node.text(given(text.value()));
        }
        if (node instanceof Sequence sequence) {
            return Sequence.of(sequence.items().stream().map(this::mirrored).toList());
        }
        if (!(node instanceof Mapping mapping)) {
            return node;
        }
        Mapping.Builder copy = Mapping.builder();
        mapping.fields().forEach((name, value) -> {
            boolean container = name.equals("image") && mapping.has("name") && value instanceof Text;
            boolean parted = name.equals("repository") && mapping.has("tag") && value instanceof Text;
            copy.put(name, container || parted ? Node.text(image(((Text) value).value())) : mirrored(value));
        });
        return copy.build();
    }

    /** Where the text names an image in full, its mirror. */
    private String given(String text) {
        Matcher full = FULL.matcher(text);
        if (!full.matches()) {
            return text;
        }
        String argument = Optional.ofNullable(full.group(1)).orElse("");
        return elsewhere(full.group(2))
                .map(name -> argument + name + full.group(3))
                .orElse(text);
    }

    /** The image of a container, which may leave out the registry and the tag. */
    private String image(String name) {
        int slash = name.indexOf('/');
        String host = slash < 0 ? "" : name.substring(0, slash);
        String full = host.contains(".") || host.contains(":") || host.equals("localhost")
                ? name
                : "docker.io/" + (slash < 0 ? "library/" : "") + name;
        int end = full.indexOf('@') < 0 ? full.length() : full.indexOf('@');
        int colon = full.lastIndexOf(':', end - 1);
        int cut = colon > full.lastIndexOf('/', end - 1) ? colon : end;
        return elsewhere(full.substring(0, cut))
                .map(mirrored -> mirrored + full.substring(cut))
                .orElse(name);
    }

    private Optional<String> elsewhere(String repository) {
        return mirrors.stream()
                .filter(mirror -> repository.startsWith(mirror.registry() + "/"))
                .findFirst()
                .map(mirror ->
                        mirror.mirror() + repository.substring(mirror.registry().length()));
    }
}
