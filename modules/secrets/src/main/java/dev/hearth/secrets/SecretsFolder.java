package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that is in a folder of secrets, as a value: {@code <namespace>/<name>.yaml} a SealedSecret each,
 * {@code <namespace>/<name>.sops.yaml} a file encrypted by SOPS each, {@code sealing.pem} the certificates, newest first, and
 * {@code ledger}.
 *
 * @param path where it is, relative to the root, for messages
 * @param files its files by their path within it, with {@code /}
 */
public record SecretsFolder(String path, ImmutableSortedMap<String, byte[]> files) {

    public static final String CERTIFICATES = "sealing.pem";
    public static final String LEDGER = "ledger";

    public static SecretsFolder empty(String path) {
        return new SecretsFolder(path, ImmutableSortedMap.of());
    }

    /** Those files. */
    public static SecretsFolder of(String path, Map<String, byte[]> files) {
        return new SecretsFolder(path, ImmutableSortedMap.copyOf(files));
    }

    /** The SealedSecret of that namespace and name. @throws SealException where the file is none, or says another name */
    public Optional<SealedFile> sealed(String namespace, String name) {
        throw new UnsupportedOperationException(namespace + name);
    }

    /** All SealedSecrets, by path. */
    public ImmutableList<SealedFile> sealed() {
        throw new UnsupportedOperationException();
    }

    /** The file that SOPS encrypted, as it is. */
    public Optional<byte[]> sops(String namespace, String name) {
        return Optional.ofNullable(files.get(namespace + "/" + name + ".sops.yaml"));
    }

    /** The certificates of {@code sealing.pem}, the newest first; empty where there is no such file. */
    public ImmutableList<SealingCertificate> certificates() {
        throw new UnsupportedOperationException();
    }

    public Ledger ledger() {
        throw new UnsupportedOperationException();
    }

    /** A copy with that SealedSecret at its place. */
    public SecretsFolder with(SealedFile file) {
        throw new UnsupportedOperationException(file.toString());
    }

    public SecretsFolder with(Ledger ledger) {
        throw new UnsupportedOperationException(ledger.toString());
    }

    /** A copy that knows that certificate too; where it is new, it is the first. */
    public SecretsFolder with(SealingCertificate certificate) {
        throw new UnsupportedOperationException(certificate.toString());
    }
}
