package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.SealScope;
import java.security.interfaces.RSAPrivateCrtKey;

/**
 * The private keys of a controller, as a backup holds them: with them everything that was ever sealed can be opened.
 *
 * @param keys the keys
 * @param fingerprints of the certificates that came with them, or whose public key is theirs where they did not
 */
public record SealingKeys(ImmutableList<RSAPrivateCrtKey> keys, ImmutableSet<String> fingerprints) {

    /**
     * The keys of a file: PEM (PKCS#1 or PKCS#8), or what {@code kubectl get secret --output yaml} or {@code json} gives for the
     * controller's Secrets, one or a {@code List}.
     *
     * @throws SealException where it holds no RSA private key; a key with a passphrase is refused with a remedy
     */
    public static SealingKeys read(byte[] file, String source) {
        throw new UnsupportedOperationException(source);
    }

    /** Whether one of them belongs to that certificate. */
    public boolean opens(SealingCertificate certificate) {
        throw new UnsupportedOperationException();
    }

    /**
     * The value.
     *
     * @param text the sealed value, base64
     * @throws SealException where no key opens it: sealed for another certificate, another scope, namespace or name, cut off or
     *     changed. The message says which of these it can be.
     */
    public Plain open(String text, SealScope scope, String namespace, String name) {
        throw new UnsupportedOperationException(text);
    }
}
