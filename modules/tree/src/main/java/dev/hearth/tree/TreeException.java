package dev.hearth.tree;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;

/**
 * The disk failed, or the directory to write to is not one: nothing that a change of the model could mend. Exit code 3.
 */
public final class TreeException extends RuntimeException {

    /** What failed. */
    public enum Kind {
        /** The directory to write to does not exist. */
        ROOT_MISSING,
        /** What should be the directory to write to is something else. */
        ROOT_NOT_A_DIRECTORY,
        /** No right to read or write, or a file system that is mounted read-only. */
        NOT_WRITABLE,
        /** No space or quota left. */
        DISK_FULL,
        /** Another run held the lock for longer than this one was ready to wait. */
        LOCKED,
        /** The thread was interrupted. */
        INTERRUPTED,
        /** Any other failure of reading or writing. */
        DISK
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient Optional<Path> path;

    TreeException(Kind kind, Path path, String message) {
        super(message);
        this.kind = kind;
        this.path = Optional.of(path);
    }

    TreeException(Kind kind, Path path, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.path = Optional.of(path);
    }

    static TreeException of(String action, Path path, IOException cause) {
        Kind kind = kindOf(cause);
        return new TreeException(
                kind, path, "cannot " + action + " " + path + ": " + reason(cause) + remedy(kind), cause);
    }

    static TreeException readOnly(String action, Path path, ReadOnlyFileSystemException cause) {
        return new TreeException(
                Kind.NOT_WRITABLE,
                path,
                "cannot " + action + " " + path + ": the file system is read-only" + remedy(Kind.NOT_WRITABLE),
                cause);
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }

    /** Where it failed; empty only after the exception itself went through serialization. */
    @SuppressWarnings("NullAway") // a transient field is null after serialization
    public Optional<Path> path() {
        return path == null ? Optional.empty() : path;
    }

    private static Kind kindOf(IOException cause) {
        String reason = reason(cause).toLowerCase(Locale.ROOT);
        if (cause instanceof ClosedByInterruptException) {
            return Kind.INTERRUPTED;
        }
        if (cause instanceof AccessDeniedException || reason.contains("read-only")) {
            return Kind.NOT_WRITABLE;
        }
        boolean full = reason.contains("no space left")
                || reason.contains("quota exceeded")
                || reason.contains("not enough space");
        return full ? Kind.DISK_FULL : Kind.DISK;
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        String message = cause.getMessage();
        return message == null || cause instanceof FileSystemException
                ? cause.getClass().getSimpleName()
                : message;
    }

    private static String remedy(Kind kind) {
        return switch (kind) {
            case NOT_WRITABLE -> "; give this user the right to write there, or render to another directory";
            case DISK_FULL -> "; make room and run again";
            default -> "";
        };
    }
}
