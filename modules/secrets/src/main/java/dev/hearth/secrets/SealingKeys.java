package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.SealScope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The private keys of a controller, as a backup holds them: with them everything that was ever sealed can be opened.
 *
 * @param keys the keys, the order is that of the file
 * @param fingerprints of the certificates that came with them
 */
public record SealingKeys(ImmutableList<RSAPrivateCrtKey> keys, ImmutableSet<String> fingerprints) {

    /** What the two layers and the length add to a value, beside the RSA block. */
    private static final int SMALLEST = Short.BYTES + Sealer.TAG_BITS / 8;

    /**
     * The keys of a file: PEM (PKCS#1 or PKCS#8), or what {@code kubectl get secret --output yaml} or {@code json} gives for the
     * controller's Secrets, one or a {@code List}.
     *
     * @throws SealException where it holds no RSA private key; a key with a passphrase is refused with a remedy
     */
    public static SealingKeys read(byte[] file, String source) {
        return new KeyReader(source).read(file);
    }

    /** Whether one of them belongs to that certificate. */
    public boolean opens(SealingCertificate certificate) {
        return keys.stream()
                .anyMatch(key -> key.getModulus().equals(certificate.key().getModulus()));
    }

    /**
     * The value.
     *
     * @param text the sealed value, base64
     * @throws SealException where no key opens it: sealed for another certificate, another scope, namespace or name, cut off or
     *     changed. The message says which of these it can be.
     */
    public Plain open(String text, SealScope scope, String namespace, String name) {
        ByteBuffer sealed = decoded(text);
        int length = Short.toUnsignedInt(sealed.getShort());
        if (length == 0 || sealed.remaining() < length + Sealer.TAG_BITS / 8) {
            throw new SealException("the sealed value is cut off, or is none");
        }
        byte[] wrapped = new byte[length];
        sealed.get(wrapped);
        byte[] content = new byte[sealed.remaining()];
        sealed.get(content);
        Optional<byte[]> session = session(wrapped, scope, namespace, name);
        if (session.isEmpty()) {
            throw new SealException(why(wrapped, scope, namespace, name));
        }
        try {
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(session.get(), "AES"),
                    new GCMParameterSpec(Sealer.TAG_BITS, Sealer.ZERO_NONCE));
            return Plain.of(aes.doFinal(content));
        } catch (AEADBadTagException changed) {
            throw new SealException(
                    "the sealed value is for this key and this place, but was changed or cut off since");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK cannot open what is sealed: " + missing.getMessage(), missing);
        } finally {
            Arrays.fill(session.get(), (byte) 0);
        }
    }

    private static ByteBuffer decoded(String text) {
        // As the controller reads it: line breaks are passed over, padding is asked for.
        String line = text.replace("\r", "").replace("\n", "");
        byte[] all;
        try {
            if (line.length() % 4 != 0) {
                throw new SealException("the sealed value is no base64, or cut off");
            }
            all = Base64.getDecoder().decode(line.getBytes(ISO_8859_1));
        } catch (IllegalArgumentException garbage) {
            throw new SealException("the sealed value is no base64");
        }
        if (all.length < SMALLEST) {
            throw new SealException("the sealed value is cut off, or is none");
        }
        return ByteBuffer.wrap(all);
    }

    private Optional<byte[]> session(byte[] wrapped, SealScope scope, String namespace, String name) {
        for (RSAPrivateCrtKey key : keys) {
            try {
                Cipher rsa = Cipher.getInstance(Label.RSA);
                rsa.init(Cipher.DECRYPT_MODE, key, Label.of(scope, namespace, name));
                byte[] session = rsa.doFinal(wrapped);
                if (session.length == Sealer.SESSION_KEY) {
                    return Optional.of(session);
                }
            } catch (GeneralSecurityException other) {
                // Another key, or none of them.
            }
        }
        return Optional.empty();
    }

    /** How many there are, and nothing of them. */
    @Override
    public String toString() {
        return "SealingKeys[" + keys.size() + "]";
    }

    private String why(byte[] wrapped, SealScope scope, String namespace, String name) {
        for (SealScope other : SealScope.values()) {
            if (other != scope) {
                Optional<byte[]> session = session(wrapped, other, namespace, name);
                if (session.isPresent()) {
                    Arrays.fill(session.get(), (byte) 0);
                    return "it was sealed " + other.word() + ", not " + scope.word()
                            + "; correct the annotations of the SealedSecret";
                }
            }
        }
        return "none of the " + keys.size() + (keys.size() == 1 ? " key" : " keys") + " opens it " + scope.word()
                + " in "
                + namespace + "/" + name
                + ": it was sealed for another certificate, or for another namespace or name, or it was changed";
    }
}
