package dev.hearth.tree;

import dev.hearth.tree.Disk.Entry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Optional;

/** The directory that holds the tree: tree paths in, failures of the disk out as {@link TreeException}. */
final class Root {

    /** Larger files were not written by Hearth; they are told apart without reading them. */
    private static final long LARGEST = 64L << 20;

    private final Path path;
    private final Disk disk;

    private Root(Path path, Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    /** The directory with that name, through any links that lead to it. */
    static Root at(Path directory, Disk disk) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path real;
        Entry entry;
        try {
            real = absolute.toRealPath();
            entry = disk.look(real);
        } catch (NoSuchFileException missing) {
            throw new TreeException(
                    TreeException.Kind.ROOT_MISSING,
                    absolute,
                    "the directory to hold the tree does not exist: " + absolute
                            + "; create it, or name the directory of the repository",
                    missing);
        } catch (IOException failure) {
            throw TreeException.of("read", absolute, failure);
        }
        if (entry != Entry.DIRECTORY) {
            throw new TreeException(
                    TreeException.Kind.ROOT_NOT_A_DIRECTORY,
                    absolute,
                    "what should hold the tree is no directory: " + absolute
                            + "; name the directory of the repository");
        }
        return new Root(real, disk);
    }

    Path path() {
        return path;
    }

    Path resolve(TreePath relative) {
        return path.resolve(relative.value());
    }

    Entry look(TreePath at) {
        return ask("read", at, disk::look);
    }

    /** What a link leads to; empty where that is outside of this directory. */
    Optional<Entry> within(TreePath link) {
        return ask("follow the link", link, at -> {
            Path real = at.toRealPath();
            return real.startsWith(path) ? Optional.of(disk.look(real)) : Optional.empty();
        });
    }

    long size(TreePath file) {
        return ask("read", file, disk::size);
    }

    /** Whether a file is larger than any that Hearth writes. */
    boolean tooLarge(TreePath file) {
        return size(file) > LARGEST;
    }

    Content read(TreePath file) {
        return ask("read", file, disk::read);
    }

    List<String> list(TreePath directory) {
        return ask("list", directory, disk::list);
    }

    boolean same(TreePath one, TreePath other) {
        return ask("read", one, at -> disk.same(at, resolve(other)));
    }

    void createDirectory(TreePath directory) {
        act("create the directory", directory, disk::createDirectory);
    }

    /** Creates a directory unless another run is quicker. */
    void createDirectoryIfAbsent(TreePath directory) {
        act("create the directory", directory, at -> {
            try {
                disk.createDirectory(at);
            } catch (FileAlreadyExistsException present) {
                if (disk.look(at) != Entry.DIRECTORY) {
                    throw present;
                }
            }
        });
    }

    void create(TreePath file, Content content, TreePath target) {
        act("write", target, at -> disk.create(resolve(file), content));
    }

    void move(TreePath from, TreePath to) {
        act("replace", to, at -> disk.move(resolve(from), at));
    }

    void delete(TreePath at) {
        act("delete", at, disk::delete);
    }

    void sync(TreePath directory) {
        act("write", directory, disk::sync);
    }

    void sync() {
        try {
            disk.sync(path);
        } catch (IOException failure) {
            throw TreeException.of("write", path, failure);
        }
    }

    private <T> T ask(String action, TreePath at, Question<T> question) {
        Path full = resolve(at);
        try {
            return question.answer(full);
        } catch (IOException failure) {
            throw TreeException.of(action, full, failure);
        }
    }

    private void act(String action, TreePath at, Action deed) {
        Path full = resolve(at);
        try {
            deed.on(full);
        } catch (IOException failure) {
            throw TreeException.of(action, full, failure);
        } catch (ReadOnlyFileSystemException failure) {
            throw TreeException.readOnly(action, full, failure);
        }
    }

    private interface Question<T> {
        T answer(Path path) throws IOException;
    }

    private interface Action {
        void on(Path path) throws IOException;
    }
}
