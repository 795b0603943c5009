package dev.hearth.pipeline;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What is to be rendered or verified, and where.
 *
 * @param definition where the cluster comes from
 * @param root the directory that holds {@code generated} and {@code argocd-apps}; it must exist
 * @param overwrite whether files that were edited by hand, and foreign ones in the way, are replaced; off by default
 * @param patience how long to wait for another run in the same directory; ten minutes by default
 * @param progress told what the run is at; nobody by default
 * @param notices told in one line when the run has to wait; nobody by default
 */
public record Request(
        Definition definition,
        Path root,
        boolean overwrite,
        Duration patience,
        Progress progress,
        Consumer<String> notices) {

    public Request {
        requireNonNull(definition, "definition");
        requireNonNull(root, "root");
        requireNonNull(patience, "patience");
        requireNonNull(progress, "progress");
        requireNonNull(notices, "notices");
    }

    /** That cluster in that directory. */
    public static Request of(Definition definition, Path root) {
        return new Request(definition, root, false, Duration.ofMinutes(10), Progress.NONE, notice -> {});
    }

    /** A copy that replaces hand-edited and foreign files, or does not. */
    public Request overwrite(boolean replace) {
        return new Request(definition, root, replace, patience, progress, notices);
    }

    /** A copy that waits that long for another run. */
    public Request patience(Duration wait) {
        return new Request(definition, root, overwrite, wait, progress, notices);
    }

    /** A copy that says what it is at. */
    public Request progress(Progress listener) {
        return new Request(definition, root, overwrite, patience, listener, notices);
    }

    /** A copy that says when it has to wait. */
    public Request notices(Consumer<String> listener) {
        return new Request(definition, root, overwrite, patience, progress, listener);
    }
}
