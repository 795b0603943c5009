package dev.hearth.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** What the commands that seal take from outside. */
record Desk(Console console, Map<String, String> environment, Clock clock, SecureRandom random) {

    static Desk of(Console console, Map<String, String> environment) {
        return new Desk(console, environment, Clock.systemUTC(), new SecureRandom());
    }

    Instant now() {
        return clock.instant();
    }

    LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    void say(String line) {
        console.out().println(line);
    }

    void tell(String line) {
        console.err().println("hearth: " + line);
    }

    void warn(String line) {
        tell("warning: " + line);
    }
}
