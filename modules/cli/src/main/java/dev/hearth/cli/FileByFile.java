package dev.hearth.cli;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.checks.Checks;
import dev.hearth.findings.Severity;
import dev.hearth.importer.Imported;
import dev.hearth.importer.Input;
import dev.hearth.report.Format;
import dev.hearth.report.Report;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Judges each file by itself, several at a time, and tells of them in their order. */
final class FileByFile {

    private static final int AHEAD = 64;

    private final Checks checks;
    private final Severity failOn;

    private record Line(String text, boolean fails) {}

    FileByFile(Checks checks, Severity failOn) {
        this.checks = checks;
        this.failOn = failOn;
    }

    /**
     * Whether a file has findings for which the run fails.
     *
     * @param line told the line of a file; false stops the run
     */
    boolean check(List<Input> files, Predicate<String> line) throws IOException {
        int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
        if (threads <= 1) {
            boolean fails = false;
            for (Input file : files) {
                Line one = line(file);
                fails |= one.fails();
                if (!line.test(one.text())) {
                    break;
                }
            }
            return fails;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            return check(files, line, pool);
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean check(List<Input> files, Predicate<String> line, ExecutorService pool) throws IOException {
        Deque<Future<Line>> ahead = new ArrayDeque<>();
        boolean fails = false;
        int next = 0;
        while (next < files.size() || !ahead.isEmpty()) {
            while (next < files.size() && ahead.size() < AHEAD) {
                Input file = files.get(next++);
                ahead.add(pool.submit(() -> line(file)));
            }
            Line one = done(ahead.remove());
            fails |= one.fails();
            if (!line.test(one.text())) {
                break;
            }
        }
        return fails;
    }

    private static Line done(Future<Line> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(cause);
        }
    }

    private Line line(Input input) throws IOException {
        Imported file = input.read();
        CheckReport found = checks.check(file.objects(), file.findings());
        Report report = new Report(
                ImmutableList.of(file.file()),
                found.objects(),
                found.findings(),
                found.accepted(),
                file.skipped().stream()
                        .map(reason -> new Report.Skipped(file.file(), reason))
                        .collect(ImmutableList.toImmutableList()));
        return new Line(Format.JSONL.write(report), report.has(failOn));
    }
}
