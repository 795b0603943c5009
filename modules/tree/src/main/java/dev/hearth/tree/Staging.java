package dev.hearth.tree;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.hearth.tree.Run.Staged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes files beside their places, several at once: most of the time goes into waiting for the disk to have them. */
final class Staging {

    private static final int MOST_THREADS = 8;

    private Staging() {}

    /** Returns, also by an exception, only once nothing is written any more. */
    static void write(Root root, Collection<Staged> files) {
        Queue<Staged> queue = new ConcurrentLinkedQueue<>(files);
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_THREADS, files.size() / 8)));
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < MOST_THREADS; i++) {
                workers.add(threads.submit(() -> drain(root, queue)));
            }
            await(workers);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void drain(Root root, Queue<Staged> queue) {
        try {
            for (Staged next = queue.poll(); next != null; next = queue.poll()) {
                root.create(
                        next.temporary(),
                        next.change().after().orElseThrow(),
                        next.change().path());
            }
        } finally {
            queue.clear();
        }
    }

    private static void await(List<Future<?>> workers) {
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> worker : workers) {
            try {
                Uninterruptibles.getUninterruptibly(worker);
            } catch (ExecutionException failure) {
                failures.add(failure.getCause());
            }
        }
        for (Throwable failure : failures) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }
}
