package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Makes values that nobody ever sees.
 *
 * <pre>{@code
 * try (Values.Made made = Values.of(random).made(credential, today, (place, what) -> ask(what))) {
 *     made.values().forEach((key, value) -> seal(key, value));
 * }
 * }</pre>
 */
public final class Values {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".getBytes(US_ASCII);
    private static final int SIX_BITS = 0x3f;

    /**
     * 2^8 rounds, some 11 ms. Web servers check the password at every request, nginx within the one thread that serves all
     * others: with the usual 10 a page of fifty pictures would keep it busy for seconds. Each step less makes guessing a stolen
     * hash twice as fast, so the default of {@code htpasswd}, 5, is too little for a password that a person chose.
     */
    private static final int BCRYPT_COST = 8;

    private static final int BCRYPT_SALT = 16;
    private static final int BCRYPT_LONGEST = 72;

    private final SecureRandom random;

    private Values(SecureRandom random) {
        this.random = requireNonNull(random, "random");
    }

    public static Values of(SecureRandom random) {
        return new Values(random);
    }

    /** That many random bytes, in lower-case hexadecimal. */
    public Plain hex(int bytes) {
        byte[] raw = new byte[bytes];
        byte[] out = new byte[2 * bytes];
        random.nextBytes(raw);
        for (int i = 0; i < bytes; i++) {
            out[2 * i] = HEX[(raw[i] >> 4) & 0xf];
            out[2 * i + 1] = HEX[raw[i] & 0xf];
        }
        Arrays.fill(raw, (byte) 0);
        return Plain.of(out);
    }

    /** That many letters and digits, each as likely as every other. */
    public Plain password(int length) {
        byte[] out = new byte[length];
        byte[] raw = new byte[Math.max(16, length)];
        int next = raw.length;
        for (int i = 0; i < length; ) {
            if (next == raw.length) {
                random.nextBytes(raw);
                next = 0;
            }
            // A remainder would favour some: what is none of the 62 is thrown away.
            int candidate = raw[next++] & SIX_BITS;
            if (candidate < LETTERS.length) {
                out[i++] = LETTERS[candidate];
            }
        }
        Arrays.fill(raw, (byte) 0);
        return Plain.of(out);
    }

    /** A private key in the form of its kind. */
    public Plain privateKey(Credential.KeyKind kind) {
        return KeyForms.made(kind, random);
    }

    /**
     * The public half of a private key in that form.
     *
     * @throws SealException where that is no private key in the form of that kind
     */
    public Plain publicKey(Plain privateKey, Credential.KeyKind kind) {
        return KeyForms.publicHalf(privateKey, kind);
    }

    /**
     * A certificate in PEM that the key signs itself, for those hosts and addresses (subject alternative names), from that day
     * on.
     *
     * @param privateKey an RSA key in PEM of PKCS#8
     * @throws SealException where it is none
     * @throws IllegalArgumentException where there is no host, or one that is neither a DNS name nor an IP address
     */
    public Plain selfSigned(Plain privateKey, List<String> hosts, LocalDate from, int days) {
        SelfSigned certificate = new SelfSigned(hosts, from, days);
        try (Scratch out = new Scratch()) {
            return out.pem("CERTIFICATE", certificate.signedBy(KeyForms.rsa(privateKey), random), 64)
                    .plain();
        }
    }

    /**
     * A line of an Apache password file: the user and a bcrypt hash ({@code $2y$}) of the password.
     *
     * @throws SealException where bcrypt would not look at all of the password, or nobody can type it
     */
    public Plain passwordFile(String user, Plain password) {
        if (user.isEmpty() || user.indexOf(':') >= 0 || user.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "a user of a password file must not be empty, nor hold ':' or line ends");
        }
        requireTyped(password.bytes());
        byte[] salt = new byte[BCRYPT_SALT];
        random.nextBytes(salt);
        try (Scratch out = new Scratch()) {
            return out.add(user)
                    .add(':')
                    .add(OpenBSDBCrypt.generate("2y", password.bytes(), salt, BCRYPT_COST))
                    .add('\n')
                    .plain();
        }
    }

    private static void requireTyped(byte[] password) {
        if (password.length == 0) {
            throw new SealException("the password is empty");
        }
        if (password.length > BCRYPT_LONGEST) {
            throw new SealException("the password has " + password.length + " bytes, but bcrypt looks at the first "
                    + BCRYPT_LONGEST + " only; choose a shorter one");
        }
        for (byte b : password) {
            if ((b >= 0 && b < ' ') || b == 0x7f) {
                throw new SealException("the password holds a control character, such as a line end, which nobody can"
                        + " type into a browser; leave it out");
            }
        }
    }

    /**
     * A {@code .dockerconfigjson} with one registry.
     *
     * @throws SealException where the password is empty or no text
     */
    public Plain dockerConfig(String registry, String user, Plain password) {
        return DockerConfigJson.of(registry, user, password);
    }

    /**
     * What was made for a credential.
     *
     * @param values by key; those that stand for themselves first
     * @param missing the keys that are not there because nobody answered
     */
    public record Made(ImmutableMap<String, Plain> values, ImmutableSet<String> missing) implements AutoCloseable {

        @Override
        public void close() {
            values.values().forEach(Plain::close);
        }
    }

    /**
     * A value for every secret key of a credential. What is derived from a private key is derived from the one made here.
     *
     * @param today from which on certificates are good
     * @param answers asked for the value of an {@code Asked}, and for the password of a {@code PasswordFile} and of a {@code
     *     DockerConfig}; what it gives is closed here or with the result
     * @throws SealException where an answer is of no use; the message has credential and key
     */
    public Made made(Credential credential, LocalDate today, Answers answers) {
        return new ValueMaking(this, credential, today, answers).run();
    }
}
