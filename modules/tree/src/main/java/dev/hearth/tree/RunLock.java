package dev.hearth.tree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.hearth.tree.Disk.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to write in a root, held by one run at a time: {@code .hearth/lock}.
 *
 * <p>The file stays, since deleting it would let two runs hold locks of two files; the lock itself ends with its
 * process, however that ends.
 */
final class RunLock implements AutoCloseable {

    private static final TreePath DIRECTORY = TreePath.of(Layout.HEARTH);
    static final TreePath FILE = DIRECTORY.resolve("lock");
    private static final long PAUSE_MILLIS = 20;

    private final Root root;
    private final FileChannel channel;

    private RunLock(Root root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    static RunLock take(Root root, WriteOptions options) {
        if (root.look(DIRECTORY) == Entry.ABSENT) {
            root.createDirectoryIfAbsent(DIRECTORY);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
        } catch (IOException failure) {
            throw TreeException.of("open the lock", root.resolve(FILE), failure);
        }
        try {
            await(root, channel, options);
            return new RunLock(root, channel);
        } catch (TreeException | Error failure) {
            close(root, channel);
            throw failure;
        }
    }

    /** Asks again and again, as locks of the same process, unlike those of others, cannot be waited for. */
    private static void await(Root root, FileChannel channel, WriteOptions options) {
        long start = System.nanoTime();
        boolean told = false;
        while (tryLock(root, channel).isEmpty()) {
            if (System.nanoTime() - start >= options.patience().toNanos()) {
                throw new TreeException(
                        TreeException.Kind.LOCKED,
                        root.resolve(FILE),
                        "another run in " + root.path() + " still holds " + FILE + " after " + options.patience()
                                + "; end it, or wait and run again");
            }
            if (!told) {
                options.notices().accept("waiting for another run in " + root.path());
                told = true;
            }
            pause(root);
        }
    }

    private static Optional<FileLock> tryLock(Root root, FileChannel channel) {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ofThisProcess) {
            return Optional.empty();
        } catch (IOException failure) {
            throw TreeException.of("lock", root.resolve(FILE), failure);
        }
    }

    private static void pause(Root root) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TreeException(
                    TreeException.Kind.INTERRUPTED,
                    root.resolve(FILE),
                    "interrupted while waiting for another run in " + root.path(),
                    interrupted);
        }
    }

    /** Fails where the lock was given back. */
    void requireHeld() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock of " + root.path() + " is not held");
        }
    }

    @Override
    public void close() {
        close(root, channel);
    }

    private static void close(Root root, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw TreeException.of("close the lock", root.resolve(FILE), failure);
        }
    }
}
