package dev.hearth.cli;

/** Says on a terminal how far a long run is; says nothing elsewhere, and nothing of a short one. */
final class Progress implements AutoCloseable {

    private static final long INTERVAL = 200_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final Console console;
    private final String done;
    private final int count;
    private int number;
    private long next = System.nanoTime() + 2 * INTERVAL;
    private boolean shown;

    private Progress(Console console, String done, int count) {
        this.console = console;
        this.done = done;
        this.count = count;
    }

    static Progress of(Console console, String done, int count) {
        return new Progress(console, done, count);
    }

    void step() {
        number++;
        if (console.terminal() && System.nanoTime() - next > 0) {
            next = System.nanoTime() + INTERVAL;
            shown = true;
            console.err().print(CLEAR + done + " " + number + " of " + count + " files");
            console.err().flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            console.err().print(CLEAR);
            console.err().flush();
        }
    }
}
