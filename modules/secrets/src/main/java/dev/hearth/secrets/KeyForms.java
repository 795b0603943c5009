package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hearth.dsl.Credential.KeyKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * Private keys and their public halves in the forms that programs read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">Ed25519 in PKCS#8 and SubjectPublicKeyInfo</a>
 * @see <a href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key">the format of OpenSSH</a>
 */
final class KeyForms {

    private static final int RSA_BITS = 4096;
    private static final int ED25519_BYTES = 32;

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String OPENSSH = "OPENSSH PRIVATE KEY";
    private static final int PEM_WIDTH = 64;
    private static final int OPENSSH_WIDTH = 70;
    private static final int OPENSSH_BLOCK = 8;

    /** All of a PKCS#8 key, and of a SubjectPublicKeyInfo, but for the last 32 bytes. */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(US_ASCII);
    private static final byte[] NONE = "none".getBytes(US_ASCII);
    private static final byte[] SSH_ED25519 = "ssh-ed25519".getBytes(US_ASCII);

    private KeyForms() {}

    static Plain made(KeyKind kind, SecureRandom random) {
        return switch (kind) {
            case RSA -> rsa(random);
            case ED25519 -> ed25519(random);
            case SSH -> openSsh(random);
        };
    }

    /** @throws SealException where that is no private key in the form of that kind */
    static Plain publicHalf(Plain privateKey, KeyKind kind) {
        try {
            return switch (kind) {
                case RSA -> pem(PUBLIC, publicOf(rsa(privateKey)));
                case ED25519 -> pem(PUBLIC, joined(SPKI, publicOf(ed25519(privateKey))));
                case SSH -> authorizedKey(publicOf(openSsh(privateKey)));
            };
        } catch (GeneralSecurityException | IOException | RuntimeException unfit) {
            // Its message may hold a part of the key.
            throw unfit instanceof SealException known
                    ? known
                    : new SealException("it is no private key of kind " + kind);
        }
    }

    private static Plain rsa(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return pem(PRIVATE, generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no RSA, which every Java has", absent);
        }
    }

    /** @throws SealException where that is no RSA private key in PEM of PKCS#8 */
    static RSAPrivateCrtKey rsa(Plain pem) {
        byte[] der = content(pem, PRIVATE);
        try {
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | ClassCastException unfit) {
            throw new SealException("it is no RSA private key");
        } finally {
            wipe(der);
        }
    }

    private static byte[] publicOf(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
    }

    private static Plain ed25519(SecureRandom random) {
        byte[] seed = seed(random);
        byte[] der = joined(PKCS8, seed);
        wipe(seed);
        return pem(PRIVATE, der);
    }

    private static AsymmetricKeyParameter ed25519(Plain pem) throws IOException {
        byte[] der = content(pem, PRIVATE);
        try {
            return PrivateKeyFactory.createKey(der);
        } finally {
            wipe(der);
        }
    }

    private static AsymmetricKeyParameter openSsh(Plain pem) {
        byte[] blob = content(pem, OPENSSH);
        try {
            return OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(blob);
        } finally {
            wipe(blob);
        }
    }

    private static byte[] publicOf(AsymmetricKeyParameter key) {
        return ((Ed25519PrivateKeyParameters) key).generatePublicKey().getEncoded();
    }

    private static Plain openSsh(SecureRandom random) {
        byte[] seed = seed(random);
        byte[] half =
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
        byte[] secret = joined(seed, half);
        try (Scratch key = new Scratch();
                Scratch section = new Scratch()) {
            // Twice the same number, by which whoever decrypts it sees that the passphrase was right.
            int check = random.nextInt();
            section.number(check)
                    .number(check)
                    .counted(SSH_ED25519)
                    .counted(half)
                    .counted(secret)
                    .number(0);
            for (int pad = 1; section.length() % OPENSSH_BLOCK != 0; pad++) {
                section.add(pad);
            }
            byte[] whole = section.bytes();
            key.add(MAGIC)
                    .counted(NONE)
                    .counted(NONE)
                    .number(0)
                    .number(1)
                    .counted(blob(half))
                    .counted(whole);
            wipe(whole);
            return pem(OPENSSH, key.bytes(), OPENSSH_WIDTH);
        } finally {
            wipe(seed);
            wipe(secret);
        }
    }

    private static byte[] blob(byte[] half) {
        try (Scratch out = new Scratch()) {
            return out.counted(SSH_ED25519).counted(half).bytes();
        }
    }

    private static Plain authorizedKey(byte[] half) {
        try (Scratch out = new Scratch()) {
            return out.add(SSH_ED25519).add(' ').base64(blob(half)).add('\n').plain();
        }
    }

    private static byte[] content(Plain pem, String label) {
        byte[] found = null;
        for (Pem block : Pem.read(pem.bytes())) {
            if (found == null && block.sound() && block.type().equals(label)) {
                found = block.content();
            } else {
                wipe(block.content());
            }
        }
        if (found == null) {
            throw new SealException("there is no " + label + " in PEM");
        }
        return found;
    }

    private static byte[] seed(SecureRandom random) {
        byte[] seed = new byte[ED25519_BYTES];
        random.nextBytes(seed);
        return seed;
    }

    private static Plain pem(String label, byte[] taken) {
        return pem(label, taken, PEM_WIDTH);
    }

    private static Plain pem(String label, byte[] taken, int width) {
        try (Scratch out = new Scratch()) {
            return out.pem(label, taken, width).plain();
        } finally {
            wipe(taken);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] out = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }

    private static void wipe(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
    }
}
