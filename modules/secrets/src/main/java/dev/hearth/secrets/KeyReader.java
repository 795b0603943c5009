package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/** Reads the sealing keys of a backup. */
final class KeyReader {

    private static final String WANTED = "; a backup of the sealing keys is what kubectl get secret --selector"
            + " sealedsecrets.bitnami.com/sealed-secrets-key --output yaml prints in the controller's namespace, or the PEM of its"
            + " tls.key";

    private final String source;
    private final ImmutableList.Builder<RSAPrivateCrtKey> keys = ImmutableList.builder();
    private final ImmutableSet.Builder<String> fingerprints = ImmutableSet.builder();

    KeyReader(String source) {
        this.source = source;
    }

    SealingKeys read(byte[] file) {
        List<Pem> blocks = Pem.read(file);
        if (blocks.isEmpty()) {
            secrets(file);
        } else {
            blocks.forEach(this::block);
        }
        ImmutableList<RSAPrivateCrtKey> all = keys.build();
        if (all.isEmpty()) {
            throw new SealException(source + (file.length == 0 ? " is empty" : " holds no private key") + WANTED);
        }
        return new SealingKeys(all, fingerprints.build());
    }

    private void secrets(byte[] file) {
        List<Manifest> secrets;
        try {
            secrets = Yaml.readFlat(Yaml.decode(file, source), source);
        } catch (IllegalArgumentException unreadable) {
            // Its message may quote what stands in the file.
            throw new SealException(source + " is neither PEM nor YAML or JSON of Secrets" + WANTED);
        }
        for (Manifest secret : secrets) {
            if (!secret.kind().equals("Secret")) {
                throw new SealException(source + " holds a " + secret.kind() + ", not a Secret" + WANTED);
            }
            for (String key : new String[] {"tls.key", "tls.crt"}) {
                String text = secret.root().mapping("data").text(key).orElse("");
                byte[] pem;
                try {
                    pem = Base64.getDecoder().decode(text);
                } catch (IllegalArgumentException garbage) {
                    throw new SealException(
                            source + " holds a Secret " + secret.name() + " whose " + key + " is no base64" + WANTED);
                }
                Pem.read(pem).forEach(this::block);
                Arrays.fill(pem, (byte) 0);
            }
        }
    }

    private void block(Pem block) {
        if (block.headers() || block.type().equals("ENCRYPTED PRIVATE KEY")) {
            throw new SealException(source
                    + " holds a private key with a passphrase; open it first, without writing it to a disk: openssl pkey -in FILE |"
                    + " hearth unseal --key -");
        }
        if (!block.sound()) {
            throw new SealException(
                    source + " holds a block " + block.type() + " that is cut off or no base64" + WANTED);
        }
        try {
            switch (block.type()) {
                case "PRIVATE KEY" -> keys.add(rsa(pkcs8(block.content())));
                case "RSA PRIVATE KEY" -> keys.add(rsa(pkcs1(block.content())));
                case "CERTIFICATE" ->
                    SealingCertificate.read(pem(block), source)
                            .forEach(certificate -> fingerprints.add(certificate.fingerprint()));
                default ->
                    throw new SealException(
                            source + " holds a block " + block.type() + ", which is no RSA private key" + WANTED);
            }
        } catch (GeneralSecurityException | RuntimeException broken) {
            if (broken instanceof SealException known) {
                throw known;
            }
            throw new SealException(source + " holds a block " + block.type() + " that is no private key" + WANTED);
        } finally {
            Arrays.fill(block.content(), (byte) 0);
        }
    }

    private RSAPrivateCrtKey rsa(PrivateKey key) {
        if (key instanceof RSAPrivateCrtKey rsa) {
            return rsa;
        }
        throw new SealException(source + " holds a private key of kind " + key.getAlgorithm() + ", not RSA" + WANTED);
    }

    private static PrivateKey pkcs8(byte[] content) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("no key");
        for (String kind : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (GeneralSecurityException other) {
                last = other;
            }
        }
        throw last;
    }

    private static PrivateKey pkcs1(byte[] content) throws GeneralSecurityException {
        RSAPrivateKey key = RSAPrivateKey.getInstance(content);
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        key.getModulus(),
                        key.getPublicExponent(),
                        key.getPrivateExponent(),
                        key.getPrime1(),
                        key.getPrime2(),
                        key.getExponent1(),
                        key.getExponent2(),
                        key.getCoefficient()));
    }

    private static byte[] pem(Pem block) {
        return ("-----BEGIN CERTIFICATE-----\n" + Base64.getEncoder().encodeToString(block.content())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(ISO_8859_1);
    }
}
