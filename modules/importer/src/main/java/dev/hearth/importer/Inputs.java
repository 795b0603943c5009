package dev.hearth.importer;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files that some paths stand for: files as they are, folders with all that is YAML or JSON in them, {@code -} for
 * standard input.
 *
 * <pre>{@code
 * for (Input input : Inputs.of(System.in).list(List.of("manifests"))) {
 *     Imported file = input.read();
 * }
 * }</pre>
 *
 * <p>What is hidden is left out, and links are followed only to files within the folder that was named. The order is that of
 * the paths, and within a folder that of the names.
 */
public final class Inputs {

    /** The name of standard input, as an argument and in positions. */
    public static final String STANDARD_INPUT = "-";

    private static final int DEEPEST = 100;

    private final InputStream standardInput;

    private Inputs(InputStream standardInput) {
        this.standardInput = requireNonNull(standardInput, "standardInput");
    }

    /** With that as standard input. */
    public static Inputs of(InputStream standardInput) {
        return new Inputs(standardInput);
    }

    /**
     * The files of those paths; none is read yet.
     *
     * @throws IOException where a path is not there, or a folder cannot be listed
     */
    public ImmutableList<Input> list(List<String> paths) throws IOException {
        ImmutableList.Builder<Input> inputs = ImmutableList.builder();
        for (String path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                inputs.add(Input.standard(standardInput));
                continue;
            }
            Path start = Path.of(path);
            if (Files.isDirectory(start)) {
                folder(start, start.toRealPath(), new Surroundings(start), 0, inputs);
            } else if (Files.exists(start)) {
                inputs.add(Input.file(start, new Surroundings(start.resolveSibling(""))));
            } else {
                throw new IOException("there is no file or folder " + path);
            }
        }
        return inputs.build();
    }

    private static void folder(
            Path folder, Path root, Surroundings surroundings, int depth, ImmutableList.Builder<Input> inputs)
            throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("more than " + DEEPEST + " folders within each other: " + folder);
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                folder(entry, root, new Surroundings(entry, surroundings), depth + 1, inputs);
            } else if (wanted(name) && within(entry, root)) {
                inputs.add(Input.file(entry, surroundings));
            }
        }
    }

    private static boolean wanted(String name) {
        String lower = Ascii.toLowerCase(name);
        return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
    }

    private static boolean within(Path file, Path root) throws IOException {
        if (!Files.isSymbolicLink(file)) {
            return Files.isRegularFile(file);
        }
        return Files.isRegularFile(file) && file.toRealPath().startsWith(root);
    }
}
