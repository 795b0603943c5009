package dev.hearth.secrets;

import dev.hearth.dsl.Credential;
import java.security.SecureRandom;

/** Makes values that nobody ever sees. */
public final class Values {

    private final SecureRandom random;

    private Values(SecureRandom random) {
        this.random = random;
    }

    public static Values of(SecureRandom random) {
        return new Values(random);
    }

    /** That many random bytes, in lower-case hexadecimal. */
    public Plain hex(int bytes) {
        throw new UnsupportedOperationException(random + "" + bytes);
    }

    /** That many letters and digits, each as likely as every other. */
    public Plain password(int length) {
        throw new UnsupportedOperationException("" + length);
    }

    /** A private key in the form of its kind. */
    public Plain privateKey(Credential.KeyKind kind) {
        throw new UnsupportedOperationException("" + kind);
    }

    /** The public half of a private key in that form. */
    public Plain publicKey(Plain privateKey, Credential.KeyKind kind) {
        throw new UnsupportedOperationException("" + kind + privateKey);
    }

    /** A certificate in PEM that the key signs itself, for those hosts and addresses (subject alternative names), from that day on. */
    public Plain selfSigned(Plain privateKey, java.util.List<String> hosts, java.time.LocalDate from, int days) {
        throw new UnsupportedOperationException("" + hosts + privateKey + from + days);
    }

    /** A line of an Apache password file: the user and a bcrypt hash ({@code $2y$}) of the password. */
    public Plain passwordFile(String user, Plain password) {
        throw new UnsupportedOperationException(user + password);
    }

    /** A {@code .dockerconfigjson} with one registry. */
    public Plain dockerConfig(String registry, String user, Plain password) {
        throw new UnsupportedOperationException(registry + user + password);
    }

    /** The values of a credential. @param missing the keys whose value nobody knew */
    public record Made(com.google.common.collect.ImmutableMap<String, Plain> values, com.google.common.collect.ImmutableSet<String> missing)
            implements AutoCloseable {

        @Override
        public void close() {
            values.values().forEach(Plain::close);
        }
    }

    public Made made(Credential credential, java.time.LocalDate today, Answers answers) {
        throw new UnsupportedOperationException("" + credential + today + answers);
    }
}
