package dev.hearth.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Whoever knows the values that cannot be made. */
@FunctionalInterface
interface Person {

    /** Whoever sits at the terminal of this process; nobody where there is none, as on a build server. */
    Person AT_TERMINAL = Person::typed;

    /** Of one char in UTF-8. */
    int LONGEST = 3;

    /** What is said, for whoever asked to overwrite; empty for no answer. */
    Optional<byte[]> answer(String place, String what);

    @SuppressWarnings("SystemConsoleNull") // where there is none, nobody can be asked
    private static Optional<byte[]> typed(String place, String what) {
        Console console = System.console();
        char[] characters = console == null ? null : console.readPassword("%s (%s), not shown: ", what, place);
        if (characters == null || characters.length == 0) {
            return Optional.empty();
        }
        byte[] room = new byte[LONGEST * characters.length];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        boolean text = !UTF_8.newEncoder()
                .encode(CharBuffer.wrap(characters), encoded, true)
                .isError();
        Optional<byte[]> bytes = text ? Optional.of(Arrays.copyOf(room, encoded.position())) : Optional.empty();
        Arrays.fill(room, (byte) 0);
        Arrays.fill(characters, '\0');
        return bytes;
    }
}
