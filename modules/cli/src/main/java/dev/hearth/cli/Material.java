package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes values from where they are, and makes those that are to be made. */
final class Material implements AutoCloseable {

    /** For how long a certificate made here is good: as {@code Credential.selfSigned} says. */
    static final int DAYS = 3650;

    private final Console console;
    private final Map<String, String> environment;
    private final Values values;
    private final LocalDate today;
    private final boolean trim;
    private final Map<String, Plain> behind = new HashMap<>();

    Material(Console console, Map<String, String> environment, SecureRandom random, LocalDate today, boolean trim) {
        this.console = console;
        this.environment = environment;
        this.values = Values.of(random);
        this.today = today;
        this.trim = trim;
    }

    /**
     * The value of a key.
     *
     * @param key for messages
     * @param others the values that are there already, by key, with the kinds of their keys
     */
    Plain value(String key, Source source, Map<String, Plain> others, Map<String, KeyKind> kinds) throws IOException {
        if (source instanceof Source.PublicKey half) {
            return values.publicKey(privateKey(key, half.of(), others), kind(key, half.of(), kinds));
        }
        if (source instanceof Source.Certificate certificate) {
            try {
                return values.selfSigned(privateKey(key, certificate.of(), others), certificate.hosts(), today, DAYS);
            } catch (IllegalArgumentException noHost) {
                throw new WrongUse("--tls takes DNS names, with '*.' before them at most, and IP addresses");
            }
        }
        return value(key, source);
    }

    /** What the value of a key is made of, where that value is another one each time, as a salted hash is. */
    Optional<Plain> behind(String key) {
        return Optional.ofNullable(behind.get(key));
    }

    /** The value of a key that is made from no other. */
    Plain value(String key, Source source) throws IOException {
        if (source instanceof Source.Input) {
            return input(key);
        }
        if (source instanceof Source.File file) {
            return file(key, file.path());
        }
        if (source instanceof Source.Environment variable) {
            return variable(key, variable.variable());
        }
        if (source instanceof Source.Random made) {
            return values.hex(made.bytes());
        }
        if (source instanceof Source.Password made) {
            return values.password(made.length());
        }
        if (source instanceof Source.PrivateKey made) {
            return values.privateKey(made.kind());
        }
        if (source instanceof Source.PasswordFile file) {
            try (Plain password = value(key + " (the password)", file.password())) {
                behind.put(key, of(file.user(), password));
                return values.passwordFile(file.user(), password);
            }
        }
        if (source instanceof Source.Docker docker) {
            try (Plain password = value(key + " (the password)", docker.password())) {
                return values.dockerConfig(docker.registry(), docker.user(), password);
            }
        }
        return typed("Value of " + key, "key " + key);
    }

    /** What a person types, where there is one to ask. */
    Optional<Plain> askedOrNot(String question, String what) {
        try {
            return Optional.of(typed(what + ", " + question, what));
        } catch (Unanswered nobody) {
            return Optional.empty();
        }
    }

    /** What a person types, twice the same. */
    Plain typed(String question, String what) {
        byte[] first = asked(question, what);
        byte[] second = asked(question + ", again", what);
        boolean same = MessageDigest.isEqual(first, second);
        Arrays.fill(second, (byte) 0);
        if (!same || first.length == 0) {
            Arrays.fill(first, (byte) 0);
            throw new WrongUse(what
                    + (same
                            ? ": nothing was typed; a value that is meant to be empty is KEY=@/dev/null"
                            : ": what was typed first and then is not the same"));
        }
        return Plain.of(first);
    }

    /** There is nobody to ask. */
    private static final class Unanswered extends WrongUse {

        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message);
        }
    }

    /** User and password, told apart from whatever else could be the value of a key. */
    private static Plain of(String user, Plain password) {
        byte[] head = ("htpasswd\0" + user + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + password.bytes().length);
        System.arraycopy(password.bytes(), 0, all, head.length, password.bytes().length);
        return Plain.of(all);
    }

    private byte[] asked(String question, String what) {
        return console.person()
                .asked(question)
                .orElseThrow(
                        () -> new Unanswered(what + ": there is no terminal to ask at; give the value by standard input"
                                + " (KEY=-), a file (KEY=@FILE) or the environment (KEY=env:VARIABLE)"));
    }

    private Plain input(String key) throws IOException {
        byte[] bytes = console.in().readAllBytes();
        if (bytes.length == 0) {
            throw new WrongUse(
                    "key " + key + ": standard input is empty; did the program before the pipe fail? A value that is"
                            + " meant to be empty is KEY=@/dev/null");
        }
        return line(key, bytes, true);
    }

    private Plain file(String key, String path) throws IOException {
        return line(key, bytes(path, "key " + key), false);
    }

    /** The bytes of a file whose name is not repeated where it is none: it may be a value that begins with an at sign. */
    static byte[] bytes(String path, String what) throws IOException {
        Path file;
        try {
            file = Path.of(path);
        } catch (IllegalArgumentException none) {
            throw new WrongUse(what + ": what stands behind @ is no file");
        }
        if (Files.isDirectory(file)) {
            throw new WrongUse(what + ": what stands behind @ is a folder; name a file");
        }
        if (!Files.exists(file)) {
            throw new IOException(what + ": there is no file of the name behind @");
        }
        return Files.readAllBytes(file);
    }

    private Plain line(String key, byte[] bytes, boolean always) {
        int end = bytes.length;
        if (end == 0 || bytes[end - 1] != '\n') {
            return Plain.of(bytes);
        }
        if (trim) {
            end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
            byte[] trimmed = Arrays.copyOf(bytes, end);
            Arrays.fill(bytes, (byte) 0);
            return Plain.of(trimmed);
        }
        boolean only = true;
        for (int at = 0; at < end - 1; at++) {
            only &= bytes[at] != '\n';
        }
        if (always || only) {
            console.err()
                    .println("hearth: warning: the value of key " + key + " ends with a newline and is sealed with it;"
                            + " --trim removes it (and echo -n, printf %s write none)");
        }
        return Plain.of(bytes);
    }

    private Plain variable(String key, String variable) {
        // The name is not repeated: who writes $NAME for NAME has typed a value.
        String value = environment.get(variable);
        if (value == null) {
            throw new WrongUse(
                    "key " + key + ": the environment has no variable of the name given; write the name without $,"
                            + " and export it");
        }
        if (value.isEmpty()) {
            throw new WrongUse(
                    "key " + key + ": that variable of the environment is empty; a value that is meant to be empty is"
                            + " KEY=@/dev/null");
        }
        return Plain.of(value.getBytes(StandardCharsets.UTF_8));
    }

    private static Plain privateKey(String key, String of, Map<String, Plain> others) {
        return Optional.ofNullable(others.get(of))
                .orElseThrow(() -> new WrongUse("key " + key + " is made from key " + of
                        + ", which must be made by the same command (" + of + "=rsa, ed25519 or ssh)"));
    }

    private static KeyKind kind(String key, String of, Map<String, KeyKind> kinds) {
        return Optional.ofNullable(kinds.get(of))
                .orElseThrow(() -> new SealException("key " + key + ": key " + of + " is no private key made here"));
    }

    @Override
    public void close() {
        behind.values().forEach(Plain::close);
    }
}
