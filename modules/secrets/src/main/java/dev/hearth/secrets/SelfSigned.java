package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * A certificate that a key signs itself, for servers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280</a>
 */
final class SelfSigned {

    private static final String SIGNATURE = "SHA256withRSA";
    private static final int SERIAL_BITS = 127;
    private static final int LONGEST_COMMON_NAME = 64;
    private static final Pattern DNS_NAME = Pattern.compile(
            "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    /** Where on Earth a day begins first, so that the certificate is good at once wherever the day was read off. */
    private static final ZoneOffset FIRST = ZoneOffset.ofHours(14);

    private final ImmutableList<String> hosts;
    private final LocalDate from;
    private final int days;

    SelfSigned(List<String> hosts, LocalDate from, int days) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs at least one host; name one");
        }
        if (days < 1) {
            throw new IllegalArgumentException("a certificate must be good for at least 1 day, but was " + days);
        }
        hosts.forEach(SelfSigned::requireHost);
        this.hosts = ImmutableList.copyOf(hosts);
        this.from = from;
        this.days = days;
    }

    private static void requireHost(String host) {
        if (!IPAddress.isValid(host)
                && (host.length() > 253 || !DNS_NAME.matcher(host).matches())) {
            throw new IllegalArgumentException("host '" + host
                    + "' of a certificate must be a DNS name, with '*.' before it at most, or an IP address");
        }
    }

    /** The certificate in DER. */
    byte[] signedBy(RSAPrivateCrtKey key, SecureRandom random) {
        RSAPrivateCrtKeyParameters signing = new RSAPrivateCrtKeyParameters(
                key.getModulus(),
                key.getPublicExponent(),
                key.getPrivateExponent(),
                key.getPrimeP(),
                key.getPrimeQ(),
                key.getPrimeExponentP(),
                key.getPrimeExponentQ(),
                key.getCrtCoefficient());
        RSAKeyParameters half = new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
        try {
            SubjectPublicKeyInfo subject = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(half);
            return builder(subject, random).build(signer(signing, random)).getEncoded();
        } catch (IOException | OperatorCreationException failure) {
            throw new IllegalStateException("the certificate cannot be signed", failure);
        }
    }

    private static ContentSigner signer(RSAPrivateCrtKeyParameters key, SecureRandom random)
            throws OperatorCreationException {
        var signature = new DefaultSignatureAlgorithmIdentifierFinder().find(SIGNATURE);
        var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        return new BcRSAContentSignerBuilder(signature, digest)
                .setSecureRandom(random)
                .build(key);
    }

    private X509v3CertificateBuilder builder(SubjectPublicKeyInfo subject, SecureRandom random) throws IOException {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName()).build();
        // The top bit makes the number as long as any other and never zero.
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        return new X509v3CertificateBuilder(name, serial, start(from), start(from.plusDays(days)), name, subject)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, alternativeNames());
    }

    /** Clients look at the alternative names only; this one is for people. */
    private String commonName() {
        String first = hosts.get(0);
        return first.length() <= LONGEST_COMMON_NAME ? first : "self-signed";
    }

    private GeneralNames alternativeNames() {
        return new GeneralNames(hosts.stream()
                .map(host ->
                        new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static Date start(LocalDate day) {
        LocalDateTime midnight = day.atStartOfDay();
        return Date.from(midnight.toInstant(FIRST));
    }
}
