package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command line within this process, with what stands around it given. */
record Shell(Map<String, String> environment, String input, List<String> answers, boolean screen) {

    /** What a run said, and how it ended. */
    record Run(int code, String out, String err) {

        String all() {
            return out + err;
        }
    }

    static Shell at(Map<String, String> environment) {
        return new Shell(environment, "", List.of(), false);
    }

    Shell input(String text) {
        return new Shell(environment, text, answers, screen);
    }

    Shell answers(String... typed) {
        return new Shell(environment, input, List.of(typed), true);
    }

    Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                screen,
                false,
                person());
        int code = Main.run(console, environment, arguments);
        console.out().flush();
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Person person() {
        Deque<String> left = new ArrayDeque<>(answers);
        return new Person() {
            @Override
            public boolean watches() {
                return screen;
            }

            @Override
            public Optional<byte[]> asked(String question) {
                return Optional.ofNullable(left.poll()).map(String::toCharArray).map(Person::bytes);
            }
        };
    }
}
