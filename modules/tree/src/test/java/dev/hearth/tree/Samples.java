package dev.hearth.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.findings.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trees and disks for tests. */
final class Samples {

    static final String CLUSTER = "home";
    static final String INVENTORY = ".hearth/home.inventory";
    static final String JOURNAL = ".hearth/home.journal";

    private Samples() {}

    /** Path, text, path, text and so on. */
    static Tree tree(String... pathsAndTexts) {
        List<TreeFile> files = new ArrayList<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.add(TreeFile.of(TreePath.of(pathsAndTexts[i]), pathsAndTexts[i + 1], "a test"));
        }
        return Tree.of(files);
    }

    static WriteResult write(Path root, Tree tree) {
        return TreeWriter.write(root, CLUSTER, tree, WriteOptions.defaults());
    }

    static WriteResult overwrite(Path root, Tree tree) {
        return TreeWriter.write(root, CLUSTER, tree, WriteOptions.defaults().overwrite(true));
    }

    static Comparison compare(Path root, Tree tree) {
        return Comparison.of(root, CLUSTER, tree);
    }

    static List<String> rules(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.rule() + " " + finding.subject())
                .toList();
    }

    static void put(Path root, String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String text(Path root, String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Every file below, path to text, but for Hearth's own directory and Git's; links are not followed. */
    static SortedMap<String, String> files(Path root) {
        SortedMap<String, String> out = new TreeMap<>(everything(root));
        out.keySet().removeIf(path -> path.startsWith(".hearth/") || path.startsWith(".git/"));
        return out;
    }

    /** Every file and every empty directory below, path to text. */
    static SortedMap<String, String> everything(Path root) {
        SortedMap<String, String> out = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    out.put(name, new String(Files.readAllBytes(path), UTF_8));
                } else if (Files.isSymbolicLink(path)) {
                    out.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (!path.equals(root) && isEmpty(path)) {
                    out.put(name + "/", "");
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** The files of a tree as {@link #files} gives them. */
    static SortedMap<String, String> files(Tree tree) {
        SortedMap<String, String> out = new TreeMap<>();
        for (Map.Entry<TreePath, Content> file : tree.files().entrySet()) {
            out.put(file.getKey().value(), file.getValue().text().orElseThrow());
        }
        return out;
    }
}
