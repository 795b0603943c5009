package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks at the terminal of the process although its input or output is led elsewhere ({@code hearth seal --stdout 'k=?' > file}),
 * where the JDK has no console.
 */
final class Tty {

    private static final File TERMINAL = new File("/dev/tty");
    private static final int LONGEST = 64 << 10;

    private Tty() {}

    /** What is typed, without echo; empty where there is no terminal, or none whose echo can be turned off. */
    static Optional<byte[]> asked(String question) {
        try (InputStream in = new FileInputStream(TERMINAL);
                OutputStream out = new FileOutputStream(TERMINAL)) {
            String before = stty("-g").strip();
            // Whoever stops the run must find the terminal as it was.
            Thread restore = new Thread(() -> restored(before));
            Runtime.getRuntime().addShutdownHook(restore);
            try {
                stty("-echo");
                out.write((question + ": ").getBytes(UTF_8));
                out.flush();
                byte[] line = line(in);
                out.write('\n');
                return Optional.of(line);
            } finally {
                restored(before);
                Runtime.getRuntime().removeShutdownHook(restore);
            }
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        byte[] typed = new byte[LONGEST];
        int length = 0;
        try {
            for (int next = in.read(); next >= 0 && next != '\n' && length < LONGEST; next = in.read()) {
                typed[length++] = (byte) next;
            }
            return Arrays.copyOf(typed, length);
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    private static void restored(String settings) {
        try {
            stty(settings);
        } catch (IOException gone) {
            // Then there is no terminal any more to restore.
        }
    }

    private static String stty(String argument) throws IOException {
        Process stty = new ProcessBuilder("stty", argument)
                .redirectInput(TERMINAL)
                .redirectError(Redirect.DISCARD)
                .start();
        String said = new String(stty.getInputStream().readAllBytes(), UTF_8);
        try {
            if (stty.waitFor() != 0) {
                throw new IOException("stty failed");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
        return said;
    }
}
