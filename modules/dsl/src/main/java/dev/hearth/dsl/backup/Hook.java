package dev.hearth.dsl.backup;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Pods;
import java.time.Duration;

/**
 * A command that runs in a container before or after its volumes are backed up: a dump, or a pause.
 *
 * <pre>{@code
 * Hook.in(server.pods(), "/bin/sh", "-ec", "pg_dumpall --file /dump/all.sql").timeout(minutes(30))
 * }</pre>
 *
 * @param pods the pods it runs in, of the component's own namespace
 * @param container the container; the one named as the pods unless said otherwise
 * @param command the program and its arguments; no shell is around it
 * @param timeout how long it may take
 * @param required whether the backup has failed when it fails
 * @see <a href="https://velero.io/docs/main/backup-hooks/">Backup hooks</a>
 */
public record Hook(Pods pods, String container, ImmutableList<String> command, Duration timeout, boolean required) {

    public Hook {
        requireNonNull(pods, "pods");
        Names.label("container", container);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the hook in " + pods + " needs a command");
        }
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "the timeout of the hook in " + pods + " must be at least a second, but was " + timeout);
        }
    }

    /** That command in those pods, in the container that bears their name; ten minutes at the most. */
    public static Hook in(Pods pods, String... command) {
        return new Hook(pods, pods.name(), ImmutableList.copyOf(command), Duration.ofMinutes(10), true);
    }

    /** A copy in that container. */
    public Hook container(String other) {
        return new Hook(pods, other, command, timeout, required);
    }

    /** A copy that may take that long. */
    public Hook timeout(Duration most) {
        return new Hook(pods, container, command, most, required);
    }

    /** A copy whose failure does not make the backup fail. */
    public Hook optional() {
        return new Hook(pods, container, command, timeout, false);
    }
}
