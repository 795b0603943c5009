package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Credential.KeyKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the value of a key comes from; what is typed for it is never the value itself. */
sealed interface Source {

    /** Standard input, all of it. */
    record Input() implements Source {}

    /** A file, byte for byte. */
    record File(String path) implements Source {}

    /** What a person types. */
    record Ask() implements Source {}

    /** An environment variable. */
    record Environment(String variable) implements Source {}

    /** That many random bytes. */
    record Random(int bytes) implements Source {}

    /** That many letters and digits. */
    record Password(int length) implements Source {}

    /** A new private key. */
    record PrivateKey(KeyKind kind) implements Source {}

    /** The public half of the private key at another key. */
    record PublicKey(String of) implements Source {}

    /** A certificate that the private key at another key signs itself. */
    record Certificate(String of, List<String> hosts) implements Source {}

    /** A line of a password file. */
    record PasswordFile(String user, Source password) implements Source {}

    /** A configuration for pulling images. */
    record Docker(String registry, String user, Source password) implements Source {}

    /** Whether the value is made here, so that another one is as good where there is one already. */
    default boolean made() {
        return this instanceof Random
                || this instanceof Password
                || this instanceof PrivateKey
                || this instanceof PublicKey
                || this instanceof Certificate;
    }

    /** Whether it reads standard input. */
    default boolean reads() {
        return this instanceof Input
                || (this instanceof PasswordFile file && file.password().reads())
                || (this instanceof Docker docker && docker.password().reads());
    }

    /** The key that this one is made from. */
    default Optional<String> from() {
        return this instanceof PublicKey key
                ? Optional.of(key.of())
                : this instanceof Certificate certificate ? Optional.of(certificate.of()) : Optional.empty();
    }

    /** A key and the source of its value. */
    record Named(String key, Source source) {}

    /** The fewest random bytes or characters that count as a secret. */
    int FEWEST = 16;

    /** The most. */
    int MOST = 4096;

    /** The source of a text, where it is one. */
    static Optional<Source> parse(String text) {
        Optional<Source> word = Optional.ofNullable(Words.SINGLE.get(text));
        if (word.isPresent()) {
            return word;
        }
        if (text.startsWith("@") && text.length() > 1) {
            return Optional.of(new File(text.substring(1)));
        }
        Matcher made = Words.MADE.matcher(text);
        if (made.matches()) {
            int count = Integer.parseInt(made.group(2));
            return count < FEWEST || count > MOST
                    ? Optional.empty()
                    : Optional.of(made.group(1).equals("random") ? new Random(count) : new Password(count));
        }
        Matcher other = Words.OTHER.matcher(text);
        return other.matches() ? other(other.group(1), other.group(2)) : Optional.empty();
    }

    private static Optional<Source> other(String word, String rest) {
        if (word.equals("env")) {
            return Words.VARIABLE.matcher(rest).matches() ? Optional.of(new Environment(rest)) : Optional.empty();
        }
        if (word.equals("public")) {
            return SecretName.key(rest) ? Optional.of(new PublicKey(rest)) : Optional.empty();
        }
        int equals = rest.indexOf('=');
        String user = equals < 0 ? rest : rest.substring(0, equals);
        return user.isEmpty() || user.contains(":")
                ? Optional.empty()
                : given(equals < 0 ? "?" : rest.substring(equals + 1))
                        .map(password -> new PasswordFile(user, password));
    }

    /** A source of which a person knows the value. */
    static Optional<Source> given(String text) {
        return parse(text)
                .filter(source -> source instanceof Input
                        || source instanceof File
                        || source instanceof Ask
                        || source instanceof Environment);
    }

    /**
     * {@code KEY=SOURCE}.
     *
     * @param what names the argument, for what is typed may be a value
     */
    static Named named(String argument, String what) {
        int equals = argument.indexOf('=');
        String key = equals < 0 ? "" : argument.substring(0, equals);
        String text = argument.substring(equals + 1);
        if (!SecretName.key(key)) {
            throw new WrongUse(
                    what + " must be KEY=SOURCE, the key of letters, digits, '-', '_' and '.'; a value by itself"
                            + " would be in the shell's history and in the list of processes");
        }
        Matcher made = Words.MADE.matcher(text);
        if (made.matches() && parse(text).isEmpty()) {
            throw new WrongUse(what + ": " + made.group(1) + ":N takes " + FEWEST + " to " + MOST);
        }
        return new Named(key, parse(text).orElseThrow(() -> literal(what)));
    }

    private static WrongUse literal(String what) {
        return new WrongUse(
                what + ": what stands behind = is no SOURCE. A value itself is not taken here: it would be in the"
                        + " shell's history and in the list of processes. Give it by standard input (KEY=-), a file (KEY=@FILE),"
                        + " the environment (KEY=env:VARIABLE) or a prompt ('KEY=?'), or let one be made (KEY=password:32). If it was"
                        + " secret, take it for known and change it");
    }

    /** The notation. */
    final class Words {

        static final Map<String, Source> SINGLE = Map.of(
                "-", new Input(),
                "?", new Ask(),
                "rsa", new PrivateKey(KeyKind.RSA),
                "ed25519", new PrivateKey(KeyKind.ED25519),
                "ssh", new PrivateKey(KeyKind.SSH));
        static final Pattern MADE = Pattern.compile("(random|password):(\\d{1,6})");
        static final Pattern OTHER = Pattern.compile("(env|public|htpasswd):(.+)", Pattern.DOTALL);
        static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        private Words() {}
    }
}
