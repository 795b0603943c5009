package dev.hearth.tree;

import static dev.hearth.tree.Samples.CLUSTER;
import static dev.hearth.tree.Samples.files;
import static dev.hearth.tree.Samples.put;
import static dev.hearth.tree.Samples.rules;
import static dev.hearth.tree.Samples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk that does not tell upper from lower case, as on Windows and macOS. */
class CaseBlindTest {

    @TempDir
    Path directory;

    private Path root;
    private Disk disk;

    @BeforeEach
    void make() throws IOException {
        root = directory.toRealPath();
        disk = new CaseBlindDisk(root);
    }

    private WriteResult write(Tree tree) {
        return TreeWriter.write(root, CLUSTER, tree, WriteOptions.defaults(), disk);
    }

    @Test
    void a_file_whose_name_changes_only_in_case_is_renamed_and_not_lost() {
        write(tree("generated/home/Web.yaml", "web\n", "generated/home/x.yaml", "x\n"));

        WriteResult result = write(tree("generated/home/web.yaml", "web\n", "generated/home/x.yaml", "x\n"));

        assertThat(result.findings()).isEmpty();
        assertThat(files(root))
                .isEqualTo(files(tree("generated/home/web.yaml", "web\n", "generated/home/x.yaml", "x\n")));
        assertThat(write(tree("generated/home/web.yaml", "web\n", "generated/home/x.yaml", "x\n"))
                        .written())
                .isEmpty();
    }

    @Test
    void a_file_whose_name_and_text_change_is_renamed_and_written() {
        write(tree("generated/home/Web.yaml", "web\n"));

        assertThat(write(tree("generated/home/web.yaml", "new\n")).findings()).isEmpty();
        assertThat(files(root)).isEqualTo(files(tree("generated/home/web.yaml", "new\n")));
    }

    @Test
    void an_edited_file_is_noticed_under_its_new_name_too() {
        write(tree("generated/home/Web.yaml", "web\n"));
        put(root, "generated/home/Web.yaml", "edited\n");

        assertThat(rules(write(tree("generated/home/web.yaml", "new\n")).findings()))
                .containsExactly(
                        "tree.hand-edited file generated/home/Web.yaml",
                        "tree.hand-edited file generated/home/web.yaml");
        assertThat(files(root)).isEqualTo(files(tree("generated/home/Web.yaml", "edited\n")));
    }

    @Test
    void a_foreign_file_in_other_case_is_in_the_way() {
        put(root, "generated/home/WEB.yaml", "theirs\n");

        assertThat(rules(write(tree("generated/home/web.yaml", "web\n")).findings()))
                .containsExactly("tree.foreign-file file generated/home/web.yaml");
    }

    @Test
    void on_other_disks_a_change_of_case_is_a_rename_like_any() {
        Samples.write(root, tree("generated/home/Web.yaml", "web\n"));

        assertThat(Samples.write(root, tree("generated/home/web.yaml", "new\n")).findings())
                .isEmpty();
        assertThat(files(root)).isEqualTo(files(tree("generated/home/web.yaml", "new\n")));
    }

    /** Takes names for those there are in other case, and keeps the spelling a name was made with. */
    private record CaseBlindDisk(Path base, Disk disk) implements Disk {

        CaseBlindDisk(Path base) {
            this(base, new RealDisk());
        }

        private Path there(Path path) throws IOException {
            if (!path.startsWith(base)) {
                return path;
            }
            Path found = base;
            for (Path name : base.relativize(path)) {
                found = found.resolve(spelled(found, name.toString()));
            }
            return found;
        }

        private static String spelled(Path parent, String name) throws IOException {
            if (!Files.isDirectory(parent)) {
                return name;
            }
            try (java.util.stream.Stream<Path> entries = Files.list(parent)) {
                return entries.map(entry -> entry.getFileName().toString())
                        .filter(name::equalsIgnoreCase)
                        .findFirst()
                        .orElse(name);
            }
        }

        @Override
        public Entry look(Path path) throws IOException {
            return disk.look(there(path));
        }

        @Override
        public long size(Path file) throws IOException {
            return disk.size(there(file));
        }

        @Override
        public Content read(Path file) throws IOException {
            return disk.read(there(file));
        }

        @Override
        public List<String> list(Path path) throws IOException {
            return disk.list(there(path));
        }

        @Override
        public boolean same(Path one, Path other) throws IOException {
            return disk.same(there(one), there(other));
        }

        @Override
        public void createDirectory(Path path) throws IOException {
            disk.createDirectory(there(path));
        }

        @Override
        public void create(Path file, Content content) throws IOException {
            disk.create(there(file), content);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            disk.move(there(from), there(to));
        }

        @Override
        public void delete(Path path) throws IOException {
            disk.delete(there(path));
        }

        @Override
        public void sync(Path path) throws IOException {
            disk.sync(there(path));
        }
    }
}
