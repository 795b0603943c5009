package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;

/** Whoever sits at the terminal, where somebody does. */
interface Person {

    /** Nobody: a build server, a pipe. */
    Person NOBODY = new Person() {
        @Override
        public boolean watches() {
            return false;
        }

        @Override
        public Optional<byte[]> asked(String question) {
            return Optional.empty();
        }
    };

    /** Whether what goes to standard output appears on a screen. */
    boolean watches();

    /** What the person types, without echo; empty where there is no terminal. The array is the caller's to wipe. */
    Optional<byte[]> asked(String question);

    /** The person at the terminal of this process. */
    static Person atTerminal(boolean terminal) {
        return new Person() {
            @Override
            public boolean watches() {
                return terminal || screen();
            }

            @Override
            @SuppressWarnings("SystemConsoleNull") // where there is none, there may be a terminal all the same
            public Optional<byte[]> asked(String question) {
                java.io.Console console = System.console();
                if (!terminal || console == null) {
                    return Tty.asked(question);
                }
                char[] typed = console.readPassword("%s: ", question);
                return Optional.ofNullable(typed).map(Person::bytes);
            }
        };
    }

    /** The characters in UTF-8; they themselves are wiped. */
    static byte[] bytes(char[] characters) {
        CharsetEncoder encoder = UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        byte[] room = new byte[(int) (encoder.maxBytesPerChar() * characters.length)];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        encoder.encode(CharBuffer.wrap(characters), encoded, true);
        encoder.flush(encoded);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        Arrays.fill(characters, '\0');
        return bytes;
    }

    /** What the JDK does not tell: standard output may be a screen although standard input is none. */
    private static boolean screen() {
        try {
            Process test = new ProcessBuilder("sh", "-c", "test -t 1")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return test.waitFor() == 0;
        } catch (IOException noShell) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
