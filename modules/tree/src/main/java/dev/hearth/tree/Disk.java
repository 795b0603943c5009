package dev.hearth.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The few things Hearth does to a disk; a seam at which tests let it fail or stop. */
interface Disk {

    /** What is at a path, links not followed. */
    enum Entry {
        ABSENT,
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    /** What is there; something below a file is absent. */
    Entry look(Path path) throws IOException;

    /** The size of a file in bytes. */
    long size(Path file) throws IOException;

    /** All of a file. */
    Content read(Path file) throws IOException;

    /** The names in a directory, sorted. */
    List<String> list(Path directory) throws IOException;

    /** Whether both names lead to one file. */
    boolean same(Path one, Path other) throws IOException;

    /** Creates a directory; its parent exists and it does not. */
    void createDirectory(Path directory) throws IOException;

    /** Creates a file that does not exist, and returns once its bytes are on the disk. */
    void create(Path file, Content content) throws IOException;

    /** Gives a file another name in its directory in one step, replacing what had that name. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory, if it is there. */
    void delete(Path path) throws IOException;

    /** Returns once the names in a directory are on the disk. */
    void sync(Path directory) throws IOException;
}
