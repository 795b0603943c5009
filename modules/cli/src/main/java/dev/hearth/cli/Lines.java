package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the lines of a long answer go, one after the other. */
final class Lines implements AutoCloseable {

    private final PrintStream out;
    private final Optional<Path> file;

    private Lines(PrintStream out, Optional<Path> file) {
        this.out = out;
        this.file = file;
    }

    static Lines to(Console console, Optional<Path> file) throws IOException {
        return new Lines(
                file.isPresent()
                        ? new PrintStream(new BufferedOutputStream(Files.newOutputStream(file.get())), false, UTF_8)
                        : console.out(),
                file);
    }

    /** False where nobody reads on. */
    boolean write(String line) {
        out.print(line);
        return !out.checkError();
    }

    @Override
    public void close() throws IOException {
        out.flush();
        if (file.isPresent()) {
            out.close();
            if (out.checkError()) {
                throw new IOException("cannot write " + file.get());
            }
        }
    }
}
